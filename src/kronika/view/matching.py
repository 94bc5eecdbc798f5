"""The commands that ask the matcher: screen and review."""

from __future__ import annotations

import getpass
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from kronika.base.errors import UsageError
from kronika.view.app import State, bar, command

_TABLES = frozenset((".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".parquet", ".json", ".jsonl", ".gz"))
_ASKED = {"birth_date": "birthDate", "country": "country", "id_number": "idNumber"}


@command
@click.argument("who", metavar="NAME|FILE")
@click.option("--schema", default="", help="Person, Company, Organization, Vessel … [default: any].")
@click.option("--birth-date", default="", metavar="DATE", help="As in 1954-08-30, or a year.")
@click.option("--country", default="", help="Nationality or seat: a name or an ISO code.")
@click.option("--id-number", default="", help="A passport, tax, registration or IMO number.")
@click.option("--limit", default=5, show_default=True, help="Most hits for one name.")
@click.option("--threshold", default=0.7, show_default=True, help="Least score of a hit, 0 to 1.")
@click.option("--clear", metavar="ID", default="", help="Remember that NAME is not this identity, with --by and --why.")
@click.option("--by", default="", help="Who says so.")
@click.option("--why", default="", help="For what reason.")
@click.option(
    "--out", type=click.Path(path_type=Path), help="Of a FILE: where the answer goes [default: FILE.hits.FORMAT]."
)
@click.option("--format", "form", default="csv", type=click.Choice(["csv", "parquet", "jsonl"]), help="Of the answer.")
@click.option("--column", "columns", multiple=True, metavar="NAME=HEADING", help="Which column of FILE is what.")
@click.option("--encoding", default="", help="Of FILE, where it is told wrongly.")
@click.option("--all", "everything", is_flag=True, help="A line for every row of FILE, not only for hits.")
def screen(state: State, who: str, **options: Any) -> None:
    """Who of the listed NAME could be; or every row of a FILE of customers (CSV, XLSX, Parquet, JSON lines)."""
    if _is_file(who):
        _screen_file(state, Path(who), options)
    elif Path(who).suffix.casefold() in _TABLES:
        raise UsageError(f"{who}: there is no such file")
    else:
        _screen_name(state, who, options)


def _is_file(text: str) -> bool:
    try:
        return Path(text).is_file()
    except OSError:  # a name can be longer than that of any file
        return False


def _screen_name(state: State, name: str, options: dict[str, Any]) -> None:
    from kronika.view import screening

    given = {"name": name, **{prop: options[key] for key, prop in _ASKED.items()}}
    query = {"schema": options["schema"], "properties": {prop: [text] for prop, text in given.items() if text}}
    book = state.book()
    screener = book.screener()
    if options["clear"]:
        book.clear(query, options["clear"], who=options["by"], why=options["why"])
        click.echo(f"Remembered: {name} is not {options['clear']}, as long as neither changes.")
        return
    found = screener.screen(query, limit=options["limit"], threshold=options["threshold"])
    if state.as_json:
        state.print_json([{**asdict(hit), "features": [each._asdict() for each in hit.features]} for hit in found])
    else:
        screening.hits(name, found, options["threshold"], len(screener))
    if not any(not hit.dismissed for hit in found):
        sys.exit(1)


def _screen_file(state: State, source: Path, options: dict[str, Any]) -> None:
    from kronika.match.customers.job import screen_file
    from kronika.view import screening

    columns = dict(each.split("=", 1) for each in options["columns"] if "=" in each)
    if len(columns) < len(options["columns"]):
        raise UsageError("--column is written as --column name=HEADING")
    target = options["out"] or source.with_name(f"{source.name}.hits.{options['form']}")
    screener = state.book().screener()
    with bar("screening") as step:
        done = screen_file(
            screener, source, target, columns=columns, limit=options["limit"], threshold=options["threshold"],
            form=options["form"], everything=options["everything"], encoding=options["encoding"],
            progress=lambda done, total: step(done, total, source.name), say=lambda line: click.echo(line, err=True),
        )  # fmt: skip
    if state.as_json:
        state.print_json({"file": str(target), **asdict(done)})
    else:
        screening.summary(str(target), done)
    if not done.hits:
        sys.exit(1)


@command
@click.option("--who", default="", help="Who judges [default: the name of the user].")
def review(state: State, who: str) -> None:
    """Walk through the pairs that nobody has decided: same, different, unsure."""
    from kronika.match import assemble, subjects
    from kronika.match.resolution import Resolution
    from kronika.view import questions
    from kronika.view import review as walk

    book = state.book()
    resolution, judgements = Resolution.read(assemble.current(book.root / "index")), book.judgements()
    with book.ledger() as ledger:
        profiles = {each.profile.id: each.profile for each in subjects.read(ledger) if each.listed}
        if state.as_json:
            state.print_json([pair._asdict() for pair in questions.unanswered(resolution, judgements)])
            return
        walk.walk(ledger, resolution, judgements, profiles, who or getpass.getuser())
