"""The command line.

Exit status: 0 done, 1 the answer is no, 2 bad usage or bad input, with one line that says what to do.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kronika.base.errors import KronikaError, UsageError
from kronika.casebook import Casebook

if TYPE_CHECKING:
    from kronika.build import Built

_FOLDER = "The casebook's folder [default: this one]."
_ASKED = {"birth_date": "birthDate", "country": "country", "id_number": "idNumber"}
_FORMATS = ("ftm", "statements", "targets.simple.csv", "parquet")


class _Group(click.Group):
    """Turns what we raise on purpose into one line and exit status 2."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KronikaError as error:
            click.echo(f"kronika: {error}", err=True)
            ctx.exit(2)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="kronika")
def main() -> None:
    """Kronika keeps the sourced record of what a regime does and of what others do about it."""


class _State:
    """What all commands that answer from a casebook are told: its folder, and whether to print JSON."""

    def __init__(self, root: Path, as_json: bool) -> None:
        self.root, self.as_json = root, as_json

    def book(self) -> Casebook:
        return Casebook.open(self.root)

    def print_json(self, data: object) -> None:
        click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))


def _command(function: Callable[..., None]) -> click.Command:
    """Make a command of a function whose first parameter is a _State."""

    @click.option("--casebook", "root", type=click.Path(path_type=Path), default=Path(), help=_FOLDER)
    @click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
    @wraps(function)
    def run(root: Path, as_json: bool, **options: Any) -> None:
        function(_State(root, as_json), **options)

    return main.command()(run)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Start a casebook in FOLDER."""
    book = Casebook.init(folder)
    click.echo(
        f"{book.root}/casebook.toml written. Next: kronika --casebook {book.root} add FILE… (or fetch), then build."
    )


@_command
@click.argument("sources", nargs=-1)
def fetch(state: _State, sources: tuple[str, ...]) -> None:
    """Fetch the current lists into the archive: of SOURCES, or of all that have an address."""
    with _bar("fetching") as step:
        found = state.book().fetch(sources, lambda address, done, total: step(done, total or done, address))
    if state.as_json:
        state.print_json([asdict(each) for each in found])
    for each in () if state.as_json else found:
        for event in each.events:
            d = event.document
            click.echo(f"{event.kind:9}  {d.source:15}  {d.published or d.fetched[:10]:10}  {d.name}")
        if each.reason:
            click.echo(f"failed     {each.source}: {each.reason}", err=True)
    if any(each.reason for each in found):
        sys.exit(2)


@_command
@click.argument("what", nargs=-1, required=True)
@click.option("--published", default="", help="The day that the files stand for, where they carry no date: 2021-07-07.")
def add(state: _State, what: tuple[str, ...], published: str) -> None:
    """Add lists that you have: files, folders, archives.

    WHAT is [SOURCE] FILE…: each file's source is recognised; with a SOURCE named first, files that are different parts
    of it make one copy.
    """
    from kronika.collect import sources

    source = what[0] if what[0] in sources.names() and not Path(what[0]).exists() else ""
    paths = [Path(each) for each in what[1 if source else 0 :]]
    added = state.book().add(paths, source, published)
    if state.as_json:
        state.print_json([asdict(each) for each in added])
    for each in () if state.as_json else added:
        if each.event:
            d = each.event.document
            click.echo(f"{each.event.kind:9}  {d.source:15}  {d.published or d.fetched[:10]:10}  {d.name}")
        else:
            click.echo(f"refused    {each.reason}", err=True)
    if any(each.event is None for each in added):
        sys.exit(2)


@_command
def build(state: _State) -> None:
    """Read what is new in the archive and compose the ledger."""
    with _bar("reading") as step:
        built = state.book().build(step)
    if state.as_json:
        state.print_json(
            [
                {**asdict(read.summary), "source": read.copy.source, "state": read.state, "reason": read.reason}
                for read in built.read
            ]
        )
    else:
        _print_built(built)
    if built.refused:
        sys.exit(2)


def _print_built(built: Built) -> None:
    from kronika.view import text

    if not built.composed and built.indexed:
        click.echo("Nothing new in the archive: identities were resolved anew.")
    elif not built.composed:
        click.echo("Nothing new: the ledger is up to date.")
    elif built.read:
        text.built(built)
    else:
        click.echo("The ledger was composed anew from what had been read before.")
    for read in built.refused:
        click.echo(f"kronika: {read.copy.source}: refused: {read.reason}", err=True)


@_command
@click.argument("source", default="")
def status(state: _State, source: str) -> None:
    """What was read and refused, and how fresh it is.

    Of one SOURCE also its copies, and each reason for a refusal.
    """
    from kronika.view import text

    with state.book().ledger() as ledger:
        if state.as_json and source:
            state.print_json({"copies": ledger.copies(source), "refusals": ledger.refusals(source)})
        elif state.as_json:
            state.print_json(text.status_rows(ledger))
        elif source:
            text.source_status(ledger, source)
        else:
            text.status(text.status_rows(ledger))


@_command
@click.argument("name")
@click.option(
    "--explain",
    metavar="FACT",
    default="",
    help="A fact's handle in what `show` prints (A12), or its id: go to its cell.",
)
@click.option("--all", "everything", is_flag=True, help="Every fact, not only the telling ones.")
@click.option("--as-of", default="", metavar="DATE", help="The state of the lists on an earlier day.")
def show(state: _State, name: str, explain: str, everything: bool, as_of: str) -> None:
    """Who is listed under NAME, or has this id: every fact with its source."""
    from kronika.view import text

    book = state.book()
    with book.ledger(as_of) as ledger:
        shown = text.listings(ledger, ledger.named(name))
        if explain:
            chosen = text.explained(book, ledger, text.choose(shown, explain), explain)
            state.print_json(chosen) if state.as_json else text.explanation(chosen)
            return
        mine = {each.found.subject for each in shown}
        others = [each for each in ledger.holding(name) if each.subject not in mine]
        if state.as_json:
            subjects = [{**asdict(each.found), "facts": [asdict(fact) for fact in each.facts]} for each in shown]
            state.print_json({"named": subjects, "holding": [asdict(each) for each in others]})
        elif shown:
            text.side_by_side(ledger, name, shown, others, everything=everything)
        else:
            text.candidates(name, others)
    if not shown:
        sys.exit(1)


@_command
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
def screen(state: _State, who: str, **options: Any) -> None:
    """Who of the listed NAME could be; or every row of a FILE of customers (CSV, XLSX, Parquet, JSON lines)."""
    if Path(who).is_file():
        _screen_file(state, Path(who), options)
    else:
        _screen_name(state, who, options)


def _screen_name(state: _State, name: str, options: dict[str, Any]) -> None:
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


def _screen_file(state: _State, source: Path, options: dict[str, Any]) -> None:
    from kronika.match.customers.job import screen_file
    from kronika.view import screening

    columns = dict(each.split("=", 1) for each in options["columns"] if "=" in each)
    if len(columns) < len(options["columns"]):
        raise UsageError("--column is written as --column name=HEADING")
    target = options["out"] or source.with_name(f"{source.name}.hits.{options['form']}")
    screener = state.book().screener()
    with _bar("screening") as step:
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


@_command
@click.argument("source")
@click.option(
    "--from", "before", default="", metavar="DATE", help="The older copy [default: the one before the newest]."
)
@click.option("--to", "after", default="", metavar="DATE", help="The newer copy [default: the newest].")
@click.option("--all", "everything", is_flag=True, help="Every change, not only the first of each kind.")
def changes(state: _State, source: str, before: str, after: str, everything: bool) -> None:
    """What two copies of SOURCE differ in, field by field."""
    from kronika.view import text

    with state.book().ledger() as ledger:
        pairs = ledger.pairs(source, before, after)
        found = [(old, new, ledger.changes(old["copy"], new["copy"])) for old, new in pairs]
    if state.as_json:
        state.print_json(
            [
                {
                    "from": o["published"],
                    "to": n["published"],
                    "series": n["series"],
                    "changes": [asdict(c) for c in cs],
                }
                for o, n, cs in found
            ]
        )
    else:
        text.changes(source, found, everything=everything)
    if not any(cs for *_, cs in found):
        sys.exit(1)


@_command
def verify(state: _State) -> None:
    """Hash every archived document anew and check the log."""
    book = state.book()
    with _bar("hashing") as step:
        problems = book.verify(lambda done, total: step(done, total, ""))
    if state.as_json:
        state.print_json([asdict(problem) for problem in problems])
    elif problems:
        for problem in problems:
            click.echo(f"{'note' if problem.harmless else 'PROBLEM'}: {problem.text}")
    else:
        click.echo(f"{len(book.archive.documents()):,} documents are as they came, and the log chains.")
    if any(not problem.harmless for problem in problems):
        sys.exit(1)


@_command
@click.argument("form", metavar="FORMAT", type=click.Choice(_FORMATS))
@click.option(
    "--out", type=click.Path(path_type=Path), help="The file to write [default: kronika.FORMAT's usual name]."
)
@click.option("--as-of", default="", metavar="DATE", help="The state of the lists on an earlier day.")
def export(state: _State, form: str, out: Path | None, as_of: str) -> None:
    """Write the ledger as a file that other tools load."""
    from kronika.ledger import export as exporter

    with state.book().ledger(as_of) as ledger:
        target = out or Path(exporter.FILES[form])
        count = exporter.export(ledger, form, target)
    of = "statements" if form in {"statements", "parquet"} else "entities"
    if state.as_json:
        state.print_json({"file": str(target), of: count})
    else:
        click.echo(f"{target}: {count:,} {of}")


@main.command()
@click.option(
    "--dir",
    "folder",
    type=click.Path(path_type=Path),
    default=Path("kronika-demo"),
    help="Where to lay it out [default: ./kronika-demo].",
)
@click.option("--no-serve", is_flag=True, help="Only print; the desk, when there is one, stays closed.")
def demo(folder: Path, no_serve: bool) -> None:
    """Build the embedded casebook offline and show what it holds."""
    from kronika.sample import EXAMPLE
    from kronika.view import text

    book = Casebook.open(folder) if (folder / "casebook.toml").exists() else Casebook.demo(folder)
    book.build()
    with book.ledger() as ledger:
        text.demo(book, ledger, EXAMPLE)


@contextmanager
def _bar(what: str) -> Iterator[Callable[[int, int, str], None]]:
    """A progress bar on a terminal, for what takes longer than a second."""
    from kronika.view.bar import Bar

    bar = Bar(what)
    try:
        yield bar.step
    finally:
        bar.close()


if __name__ == "__main__":
    main()
