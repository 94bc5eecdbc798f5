"""The commands on elections: how a table of protocols is read, what it says. They need no casebook; `add` does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kronika.base.errors import UsageError
from kronika.casebook import Casebook
from kronika.view import findings
from kronika.view.app import State, main, show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kronika.collect.protocols.stations import Protocols
    from kronika.study.elections.declared import Declared
    from kronika.study.finding import Finding

_FIRST = 10
"""Rows of a table that the terminal shows unless the table is asked for."""
_SHOWN = {
    "left_out": ("reason", "says", "stations", "voters", "applied"),
    "contradictions": ("place", "counts", "by"),
    "integers": ("share", "multiples", "by", "observed", "expected", "z", "probability"),
    "elections": ("election", "kept", "turnout", "leader", "share", "either_excess", "either_z", "either_probability"),
    "excess_by_election": ("election", "share", "stations", "excess", "low", "high", "z"),
}
"""The tables that the terminal shows unasked, and which columns of them."""
_FILE = click.argument("file", type=click.Path(path_type=Path))
_CASEBOOK = click.option(
    "--casebook", type=click.Path(path_type=Path), help="FILE is the name of an election in this casebook."
)
_MAPPING = click.option(
    "--mapping", default="", metavar="NAME|FILE", help="How its columns are read [default: as --guess proposes]."
)
_MEMBER = click.option("--member", default="", help="Without --mapping: which table of a ZIP.")
_LEAVE_OUT = click.option(
    "--leave-out", default=None, metavar="NAME,…", help="Which stations [default: the report says which]."
)
_PUBLISHED = click.option(
    "--as-published", is_flag=True, help="By the rules of Kobak, Shpilkin and Pshenichnikov (2016)."
)
_TABLE = click.option("--table", "name", default="", help="One table, whole: regions, spikes, …")
_FORMAT = click.option(
    "--format", "form", default="table", show_default=True, type=click.Choice(["table", "csv", "xlsx", "json"])
)
_OUT = click.option(
    "-o", "--out", type=click.Path(path_type=Path), help="Where it goes; of CSV without --table a folder."
)
_HTML = click.option(
    "--html", "folder", type=click.Path(path_type=Path), help="Write a report that needs no server here."
)


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
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--mapping", required=True, metavar="NAME|FILE", help="How its columns are read; see election read.")
@click.option("--name", default="", help="The election's name in the casebook [default: the file's].")
@click.option("--day", default="", metavar="YYYY-MM-DD", help="First day of voting, where the mapping has none.")
@click.option("--published", default="", help="The day that the file stands for [default: today].")
@click.option("--casebook", "root", type=click.Path(path_type=Path), default=Path(), help="The casebook's folder.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
def add(file: Path, mapping: str, root: Path, as_json: bool, **said: str) -> None:
    """Keep FILE and its mapping in the archive as an election of the casebook."""
    state = State(root, as_json)
    event, protocols = state.book().add_election(file, mapping, **said)
    document, unread = event.document, len(protocols.problems)
    if as_json:
        shown = {"election": document.series, "document": document.sha256, "stations": len(protocols), "unread": unread}
        state.print_json(shown)
        return
    click.echo(
        f"{event.kind:9}  {document.name} as the election {document.series}: {len(protocols):,} stations, "
        f"{len(protocols.candidates)} candidates, {unread:,} cells or rows not read. Next: kronika build"
    )


@election.command()
@_FILE
@_CASEBOOK
@_MAPPING
@_MEMBER
@click.option("--leader", default="", metavar="CANDIDATE", help="Whose share [default: who has most votes].")
@_LEAVE_OUT
@_PUBLISHED
@click.option("--official", multiple=True, metavar="CANDIDATE=VOTES", help="An official total to hold against them.")
@click.option("--official-source", default="", metavar="TEXT", help="Who states it, and where.")
@click.option("--official-ballots", default="", metavar="NUMBER", help="All ballots that shares are of, as stated.")
@click.option("--official-region", default="", metavar="REGION", help="Of which region it is [default: of all].")
@_TABLE
@_FORMAT
@_OUT
@_HTML
def report(file: Path, mapping: str, member: str, casebook: Path | None, **options: Any) -> None:
    """What cannot be in the protocols of FILE, what is improbable, and what these data could not have revealed."""
    from kronika.study.elections import report as study

    _ready(options)
    declared = _declared(options)
    protocols, notes = _protocols(file, mapping, member, casebook)
    leave_out = _left_out(options["leave_out"])
    published = options["as_published"]
    finding = study.run(protocols, options["leader"], leave_out, declared, published=published, notes=notes)
    _answer(finding, options)


@election.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE FILE…", type=click.Path(path_type=Path))
@_CASEBOOK
@click.option("--mapping", multiple=True, metavar="NAME|FILE", help="Once for all files, or once for each, in order.")
@click.option("--name", "called", multiple=True, help="What each is called, in order [default: its day, or its file].")
@click.option("--leader", multiple=True, metavar="CANDIDATE", help="Whose share: once for all, or once for each.")
@_LEAVE_OUT
@_PUBLISHED
@_TABLE
@_FORMAT
@_OUT
@_HTML
def compare(files: tuple[Path, ...], casebook: Path | None, mapping: tuple[str, ...], **options: Any) -> None:
    """Several elections side by side, each FILE one of them: the same tests by the same rules."""
    from kronika.study.elections import compare as study

    _ready(options)
    mappings = _for_each(files, mapping, "--mapping")
    names = _for_each(files, options["called"], "--name")
    leaders = _for_each(files, options["leader"], "--leader")
    leave_out = _left_out(options["leave_out"])
    elections, notes = [], []
    for file, layout, name, leader in zip(files, mappings, names, leaders, strict=True):
        protocols, said = _protocols(file, layout, "", casebook)
        notes += [f"{file.name}: {note}" for note in said]
        try:
            elections.append(study.one(protocols, name, leader, leave_out, published=options["as_published"]))
        except UsageError as error:
            raise UsageError(f"{file}: {error}") from error
    _answer(study.run(elections, notes=notes), options)


def _for_each(files: Sequence[Path], given: Sequence[str], option: str) -> Sequence[str]:
    """What was given once for all files, once for each, or not at all, as one for each."""
    if len(given) == len(files):
        return given
    if len(given) > 1 or (given and option == "--name"):
        raise UsageError(f"{option} was given {len(given)} times for {len(files)} files: give it for each, in order")
    return [*given, ""][:1] * len(files)


def _ready(options: dict[str, Any]) -> None:
    """Refuse what cannot be before anything is read; begin to load what draws."""
    from kronika.view import charts

    if options["out"] and options["form"] == "table":
        raise UsageError("--out goes with --format csv, xlsx or json")
    if options["folder"]:
        charts.warm()


def _left_out(names: str | None) -> list[str] | None:
    return None if names is None else [each.strip() for each in names.split(",") if each.strip()]


def _answer(finding: Finding, options: dict[str, Any]) -> None:
    """Give the finding in the forms that were asked for."""
    if options["name"]:
        findings.one(finding, options["name"])  # refused before anything is written
    try:
        if options["folder"]:
            _page(finding, options["folder"])
        if options["form"] != "table":
            click.echo(findings.put(finding, options["name"], options["form"], options["out"]), nl=False)
    except OSError as error:
        raise UsageError(f"{error.filename}: cannot be written: {error.strerror}") from error
    if options["form"] == "table" and options["name"]:
        table = findings.one(finding, options["name"])
        show(table.title)
        show(findings.terminal(table))
        show("\n".join(table.notes))
    elif options["form"] == "table" and not options["folder"]:
        _say(finding)


def _protocols(file: Path, name: str, member: str, casebook: Path | None = None) -> tuple[Protocols, list[str]]:
    """The protocols, and what must be known of how they were read."""
    from kronika.collect.protocols import guess, mapping, reading

    if casebook is not None:
        if name or member:
            raise UsageError("an election of a casebook is read by the mapping that was added with it")
        return Casebook.open(casebook).protocols(str(file)), []
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


def _declared(options: dict[str, Any]) -> Declared | None:
    from kronika.study.elections.declared import Declared

    if not options["official"]:
        return None
    if not options["official_source"].strip():
        raise UsageError("--official needs --official-source: who states the total, and where")
    votes = {}
    for each in options["official"]:
        candidate, _, number = each.rpartition("=")
        if not candidate:
            raise UsageError(f"{each}: --official is written as --official CANDIDATE=VOTES")
        votes[candidate.strip()] = _number(number, each)
    ballots = _number(options["official_ballots"], "--official-ballots") if options["official_ballots"] else None
    return Declared(options["official_source"], votes, ballots, options["official_region"])


def _number(text: str, where: str) -> int:
    digits = "".join(text.replace(",", "").split())
    if not digits.isdecimal():
        raise UsageError(f"{where}: {text!r} is no number of votes, as in --official CANDIDATE=VOTES")
    return int(digits)


def _page(finding: Finding, folder: Path) -> None:
    from kronika.view import election_page, election_pictures, report

    page = report.write(finding, election_page.sections(finding, election_pictures.drawn(finding)), folder)
    click.echo(f"{page}: {finding.answer[0]}")


def _say(finding: Finding) -> None:
    """The answer on the terminal: sentences, the first rows of what matters most, caveats, and where the rest is."""
    show("\n".join([finding.question, "", *(f"• {sentence}" for sentence in finding.answer)]))
    for name, columns in _SHOWN.items():
        if name not in {table.name for table in finding.tables}:
            continue
        table = finding.table(name)
        show(f"\n{table.title}")
        if table.rows:
            show(findings.terminal(table, most=_FIRST, columns=columns))
        if len(table.rows) > _FIRST:
            show(f"… and {len(table.rows) - _FIRST:,} more: --table {name}")
    show("\nHow this can mislead:")
    show("\n".join(f"• {sentence}" for sentence in finding.caveats))
    show(f"\nTables: {', '.join(table.name for table in finding.tables)} (--table NAME).")
