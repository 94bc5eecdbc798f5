"""The commands on elections: how a table of protocols is read, and the report on it. They need no casebook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kronika.base.errors import UsageError
from kronika.view import findings
from kronika.view.app import main, show

if TYPE_CHECKING:
    from kronika.collect.protocols.stations import Protocols
    from kronika.study.elections.report import Claim
    from kronika.study.finding import Finding

_FIRST = 10
"""Rows of a table that the terminal shows unless the table is asked for."""
_SHOWN = {
    "left_out": ("reason", "says", "stations", "voters", "applied"),
    "contradictions": ("place", "counts", "by"),
    "integers": ("share", "multiples", "by", "observed", "expected", "z", "probability"),
}
"""The tables that the terminal shows unasked, and which columns of them."""
_UNFOLDED = ("left_out", "contradictions", "official", "integers")
"""The tables that the page shows unasked."""
_FILE = click.argument("file", type=click.Path(path_type=Path))
_MAPPING = click.option(
    "--mapping", default="", metavar="NAME|FILE", help="How its columns are read [default: as --guess proposes]."
)
_MEMBER = click.option("--member", default="", help="Without --mapping: which table of a ZIP.")


@main.group()
def election() -> None:
    """What the protocols of polling stations say of each other."""


@election.command()
@_FILE
@_MAPPING
@_MEMBER
@click.option("--guess", "propose", is_flag=True, help="Print the mapping that is proposed, and why, as TOML.")
def read(file: Path, mapping: str, member: str, propose: bool) -> None:
    """What is read from FILE: which columns, how many stations, which cells are refused."""
    from kronika.study.elections import excluding, tables

    if propose:
        if mapping:
            raise UsageError("--guess proposes a mapping: leave out --mapping")
        click.echo(_proposed(file, member), nl=False)
        return
    protocols, notes = _protocols(file, mapping, member)
    columns, unread = tables.read(protocols), tables.unread(protocols)
    for each in (columns, tables.left_out(excluding.keep(protocols), protocols), unread):
        show(f"\n{each.title}")
        if each.rows:
            show(findings.terminal(each, most=max(_FIRST, len(columns.rows)), columns=_SHOWN.get(each.name, ())))
    show("\n".join((f"\n{columns.notes[0]}", *notes)))


@election.command()
@_FILE
@_MAPPING
@_MEMBER
@click.option("--leader", default="", metavar="CANDIDATE", help="Whose share [default: who has most votes].")
@click.option("--leave-out", default=None, metavar="NAME,…", help="Which stations [default: the report says which].")
@click.option("--as-published", is_flag=True, help="By the rules of Kobak, Shpilkin and Pshenichnikov (2016).")
@click.option("--official", multiple=True, metavar="CANDIDATE=VOTES", help="An official total to hold against them.")
@click.option("--official-source", default="", metavar="TEXT", help="Who states it, and where.")
@click.option("--official-region", default="", metavar="REGION", help="Of which region it is [default: of all].")
@click.option("--table", "name", default="", help="One table, whole: regions, spikes, …")
@click.option(
    "--format", "form", default="table", show_default=True, type=click.Choice(["table", "csv", "xlsx", "json"])
)
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Where it goes; of CSV without --table a folder.")
@click.option("--html", "folder", type=click.Path(path_type=Path), help="Write a report that needs no server here.")
def report(file: Path, mapping: str, member: str, **options: Any) -> None:
    """What cannot be in the protocols of FILE, what is improbable, and what these data could not have revealed."""
    from kronika.study.elections import report as study

    if options["out"] and options["form"] == "table":
        raise UsageError("--out goes with --format csv, xlsx or json")
    claims = _claims(options)
    leave_out = options["leave_out"]
    protocols, notes = _protocols(file, mapping, member)
    finding = study.run(
        protocols,
        options["leader"],
        None if leave_out is None else [each.strip() for each in leave_out.split(",") if each.strip()],
        claims,
        published=options["as_published"],
        notes=notes,
    )
    try:
        _answer(finding, options)
    except OSError as error:
        raise UsageError(f"{error.filename}: cannot be written: {error.strerror}") from error


def _answer(finding: Finding, options: dict[str, Any]) -> None:
    if options["name"]:
        findings.one(finding, options["name"])  # refused before anything is written
    if options["folder"]:
        _page(finding, options["folder"])
    if options["form"] != "table":
        click.echo(findings.put(finding, options["name"], options["form"], options["out"]), nl=False)
    elif options["name"]:
        table = findings.one(finding, options["name"])
        show(table.title)
        show(findings.terminal(table))
        show("\n".join(table.notes))
    elif not options["folder"]:
        _say(finding)


def _protocols(file: Path, name: str, member: str) -> tuple[Protocols, list[str]]:
    """The protocols, and what must be known of how they were read."""
    from kronika.collect.protocols import guess, mapping, reading

    if name:
        if member:
            raise UsageError("--member goes without --mapping, which says the member itself")
        return reading.read(file, mapping.load(name)), []
    made = guess.guess(file, member)
    if not made.usable:
        open_ = [each for each in made.explains if each.startswith(("open:", "candidates:"))]
        raise UsageError(f"{file}: no mapping can be proposed ({'; '.join(open_)}): see election read --guess")
    note = (
        "No mapping was given: the columns were picked by their headings and sums. Check the table of columns, or "
        "correct what election read --guess prints and give it as --mapping."
    )
    doubts = [each for each in made.explains if each.startswith(("doubtful:", "candidates:", "without"))]
    return reading.read(file, mapping.parse(made.toml, "guess")), [note, *doubts]


def _proposed(file: Path, member: str) -> str:
    """The mapping that is proposed, with its reasons as comments: it can be saved as it is."""
    from kronika.collect.protocols import guess

    made = guess.guess(file, member)
    usable = "can be used as it stands" if made.usable else "cannot be used yet"
    return "".join(f"# {line}\n" for line in (f"This mapping {usable}.", *made.explains)) + made.toml


def _claims(options: dict[str, Any]) -> list[Claim]:
    from kronika.study.elections.official import Total
    from kronika.study.elections.report import Claim

    if options["official"] and not options["official_source"].strip():
        raise UsageError("--official needs --official-source: who states the total, and where")
    claims = []
    for each in options["official"]:
        candidate, _, votes = each.rpartition("=")
        digits = "".join(votes.replace(",", "").split())
        if not candidate or not digits.isdecimal():
            raise UsageError(f"{each}: --official is written as --official CANDIDATE=VOTES")
        total = Total(int(digits), options["official_source"])
        claims.append(Claim(candidate.strip(), total, options["official_region"]))
    return claims


def _page(finding: Finding, folder: Path) -> None:
    from kronika.view import report as pages

    sections = [pages.Section(table, folded=table.name not in _UNFOLDED) for table in finding.tables]
    click.echo(f"{pages.write(finding, sections, folder)}: {finding.answer[0]}")


def _say(finding: Finding) -> None:
    """The answer on the terminal: sentences, the first rows of what matters most, caveats, and where the rest is."""
    show("\n".join([finding.question, "", *(f"• {sentence}" for sentence in finding.answer)]))
    for name, columns in _SHOWN.items():
        table = finding.table(name)
        show(f"\n{table.title}")
        if table.rows:
            show(findings.terminal(table, most=_FIRST, columns=columns))
        if len(table.rows) > _FIRST:
            show(f"… and {len(table.rows) - _FIRST:,} more: --table {name}")
    show("\nHow this can mislead:")
    show("\n".join(f"• {sentence}" for sentence in finding.caveats))
    show(f"\nTables: {', '.join(table.name for table in finding.tables)} (--table NAME).")
