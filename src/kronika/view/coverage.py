"""The command that says who is listed by whom, since when, and who is not."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kronika.base import states
from kronika.base.errors import UsageError
from kronika.view import charts, findings
from kronika.view.app import State, command, show

if TYPE_CHECKING:
    from kronika.study.finding import Finding, Table

_FIRST = 10
"""Gaps that the terminal shows unless the table is asked for."""
_SHORT = ("name", "state", "others", "first", "near")
"""What the terminal shows of a gap."""


@command
@click.option("--regime", default="", help="A regime that Kronika knows [default: that of the casebook].")
@click.option("--states", default="", metavar="uk,eu,…", help="Whom to compare [default: all that list somebody].")
@click.option("--as-of", default="", metavar="DATE", help="What the archive can prove of an earlier day.")
@click.option("--gaps-of", default="", metavar="STATE", help="Only whom this state does not list and others do.")
@click.option("--at-least", "least", default=2, show_default=True, help="How many others.")
@click.option("--table", "name", default="", help="One table, whole: matrix, listings, gaps, lags, …")
@click.option(
    "--format", "form", default="table", show_default=True, type=click.Choice(["table", "csv", "xlsx", "json"])
)
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Where it goes; of CSV without --table a folder.")
@click.option("--html", "folder", type=click.Path(path_type=Path), help="Write a report that needs no server here.")
def coverage(state: State, **options: Any) -> None:
    """Who of a regime is listed by which state, since when, and who is not."""
    form = "json" if state.as_json else options["form"]
    if options["out"] and form == "table":
        raise UsageError("--out goes with --format csv, xlsx or json")
    if options["folder"]:
        charts.warm()
    finding = _found(state, options)
    asked = options["name"] or ("gaps" if options["gaps_of"] else "matrix")
    empty = not findings.one(finding, asked).rows
    try:
        if options["folder"]:
            _report(finding, options["folder"])
        if form != "table":
            click.echo(findings.put(finding, options["name"], form, options["out"]), nl=False)
        elif options["name"]:
            _show(findings.one(finding, asked))
        elif not options["folder"]:
            _say(finding)
    except OSError as error:
        raise UsageError(f"{error.filename}: cannot be written: {error.strerror}") from error
    if empty:
        sys.exit(1)


def _found(state: State, options: dict[str, Any]) -> Finding:
    codes = [code.strip() for code in options["states"].split(",") if code.strip()]
    if options["states"] and not codes:
        raise UsageError("--states is written as --states uk,eu,us")
    finding = state.book().coverage(options["regime"], codes, options["as_of"], options["least"])
    return gaps_of(finding, options["gaps_of"].strip()) if options["gaps_of"] else finding


def gaps_of(finding: Finding, state: str) -> Finding:
    """The finding with the gaps of one state alone; UsageError for a state that was not compared."""
    asked = states.short(states.code(state))
    compared = findings.states(finding)
    if asked not in compared:
        raise UsageError(f"{state} is not among the states compared: {', '.join(compared)}")
    table = finding.table("gaps")
    at = [column.name for column in table.columns].index("state")
    rows = tuple(row for row in table.rows if row.values[at] == asked)
    unknown = sum(record["standing"] == findings.UNKNOWN for record in replace(table, rows=rows).records())
    called = states.full(states.code(state))
    title = f"{len(rows) - unknown:,} are listed by other states and not by {called}; of {unknown:,} it is unknown"
    one = replace(table, title=title, rows=rows)
    return replace(finding, tables=[one if each is table else each for each in finding.tables])


def _report(finding: Finding, folder: Path) -> None:
    from kronika.view import coverage_page, pictures, report

    page = report.write(finding, coverage_page.sections(finding, pictures.coverage(finding)), folder)
    click.echo(f"{page}: {finding.answer[0]}" if finding.answer else str(page))


def _show(table: Table) -> None:
    """One table on the terminal, with what must be known to read it."""
    from kronika.view import coverage_page

    show(table.title)
    show(findings.terminal(coverage_page.shown(table)))
    show("\n".join(table.notes))


def _say(finding: Finding) -> None:
    """The answer on the terminal: sentences, counts, the first gaps, caveats, and where the rest is."""
    names = {table.name for table in finding.tables}
    lines = [finding.question, "", *(f"• {sentence}" for sentence in finding.answer), ""]
    show("\n".join(lines))
    if "counts" in names:
        show(findings.terminal(finding.table("counts")))
    gaps = finding.table("gaps")
    show(f"\n{gaps.title}")
    if gaps.rows:
        show(findings.terminal(gaps, most=_FIRST, columns=_SHORT))
    if len(gaps.rows) > _FIRST:
        show(f"… and {len(gaps.rows) - _FIRST:,} more: --table gaps")
    show("\nHow this can mislead:")
    show("\n".join(f"• {sentence}" for sentence in finding.caveats))
    others = ", ".join(table.name for table in finding.tables)
    show(f"\nAs of {finding.as_of}. Tables: {others} (--table NAME).")
    show("What every figure rests on: --html FOLDER, or --format xlsx.")
