"""The command that says what has changed: between two copies of one list, or for a regime in all lists."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kronika.base.errors import UsageError
from kronika.view.app import State, command

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from kronika.study.finding import Finding, Row

_FIRST = 12
"""Changes of one kind and copy that are printed unless all are asked for."""
_LONG = 120
"""Characters of a text that the terminal prints."""


@command
@click.argument("source", default="")
@click.option(
    "--from", "before", default="", metavar="DATE", help="Of SOURCE, the older copy [default: the last but one]."
)
@click.option("--to", "after", default="", metavar="DATE", help="Of SOURCE, the newer copy [default: the newest].")
@click.option("--regime", default="", help="A regime that Kronika knows [default: that of the casebook].")
@click.option("--since", default="", metavar="DATE", help="Everybody of the regime, in all copies from this day on.")
@click.option("--until", default="", metavar="DATE", help="… to this day [default: the newest].")
@click.option("--format", "form", default="text", show_default=True, type=click.Choice(["text", "json", "atom"]))
@click.option("-o", "--out", type=click.Path(path_type=Path), help="The file to write.")
@click.option("--all", "everything", is_flag=True, help="Every change, not only the first of each kind.")
def changes(state: State, source: str, **options: Any) -> None:
    """What has changed: between two copies of SOURCE, or with --since for a regime in all lists."""
    form = "json" if state.as_json else options["form"]
    if source and (options["regime"] or options["since"] or options["until"] or options["out"] or form == "atom"):
        raise UsageError("SOURCE goes with --from and --to; leave it out for a regime's --since")
    if source:
        _of_source(state, source, options["before"], options["after"], options["everything"], form == "json")
        return
    if options["before"] or options["after"] or not options["since"]:
        raise UsageError("name a SOURCE to compare two of its copies, or --since DATE for a regime in all lists")
    from kronika.view import atom, findings

    book = state.book()
    finding = book.changes(options["since"], options["until"], options["regime"])
    name = options["regime"] or book.settings.name
    match form:
        case "json":
            _write(findings.to_json(findings.as_json(finding)), options["out"])
        case "atom":
            _write(atom.feed(finding, name), options["out"])
        case _:
            _write(_said(finding, options["everything"]).encode(), options["out"])
    if not finding.table("changes").rows:
        sys.exit(1)


def _of_source(state: State, source: str, before: str, after: str, everything: bool, as_json: bool) -> None:
    """Print what two copies of one source differ in, record by record."""
    from kronika.view import text

    with state.book().ledger() as ledger:
        pairs = ledger.pairs(source, before, after)
        found = [(old, new, ledger.changes(old["copy"], new["copy"])) for old, new in pairs]
    if as_json:
        rows = [
            {"from": o["published"], "to": n["published"], "series": n["series"], "changes": [asdict(c) for c in cs]}
            for o, n, cs in found
        ]
        state.print_json(rows)
    else:
        text.changes(source, found, everything=everything)
    if not any(cs for *_, cs in found):
        sys.exit(1)


def _write(data: bytes, out: Path | None) -> None:
    if out is None:
        click.echo(data.decode(), nl=False)
        return
    try:
        out.write_bytes(data)
    except OSError as error:
        raise UsageError(f"{out}: cannot be written: {error.strerror}") from error


def _said(finding: Finding, everything: bool) -> str:
    """The finding as people read it: the answer, each copy with what changed in it, what was compared, the caveats."""
    from rich.console import Console

    console = Console(highlight=False)
    with console.capture() as said:
        for sentence in (finding.question, "", *(f"• {sentence}" for sentence in finding.answer)):
            console.print(sentence, markup=False)
        _by_copy(console, finding, everything)
        console.print("\nWhat was compared:")
        for row in finding.table("copies").records():
            console.print(f"• {_compared(row)}", markup=False)
        console.print("\nHow this can mislead:")
        for sentence in finding.caveats:
            console.print(f"• {sentence}", markup=False)
        console.print("\nEvery cell: --format json or atom.")
    return said.get()


def _compared(row: dict[str, Any]) -> str:
    """One comparison in words."""
    from kronika.study.changes.tables import KINDS

    if not row["before"]:
        return f"{row['source']}: nothing; the newest copy is of {row['published']}"
    said = f"{row['source']}: {row['published']} after {row['before']}: "
    said += ", ".join(f"{row[kind]:,} {kind}" for kind in KINDS)
    if row["unsure"]:
        said += f"; of {row['unsure']:,} it is not known whether they are new"
    if row["aside"]:
        said += f"; left aside, as only one of the copies has it: {', '.join(row['aside'])}"
    return said


def _by_copy(console: Console, finding: Finding, everything: bool) -> None:
    titles = {row["source"]: f"{row['title']} ({row['state']})" for row in finding.table("copies").records()}
    table = finding.table("changes")
    pairs = list(zip(table.records(), table.rows, strict=True))
    for (published, source, kind), group in groupby(pairs, key=lambda pair: _place(pair[0])):
        console.print(f"\n{titles[source]}, copy of {published}: {kind}", markup=False, style="bold")
        some = list(group)
        names = list(dict.fromkeys(row["identity"] for row, _ in some))
        shown = names if everything else names[:_FIRST]
        console.print(_lines(finding, [pair for pair in some if pair[0]["identity"] in shown]))
        if len(shown) < len(names):
            console.print(f"… {len(names) - len(shown):,} more {kind} (--all)", style="dim")


def _place(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["published"], row["source"], row["kind"]


def _lines(finding: Finding, some: Sequence[tuple[dict[str, Any], Row]]) -> Table:
    from rich.table import Table
    from rich.text import Text

    from kronika.view.report import record

    shown = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
    for row, cells in some:
        what = f"{row['field']}: {row['before'] or '–'} → {row['after'] or '–'}"
        what = what if row["field"] else "; ".join((row["when"], *row["programmes"]))
        records = ", ".join(dict.fromkeys(record(finding.cited[cite].place) for cite in cells.cites))
        what = textwrap.shorten(what, _LONG, placeholder=" …")
        shown.add_row(row["identity"], Text(row["name"]), Text(what), Text(records, style="dim"))
    return shown
