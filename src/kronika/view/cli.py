"""The command line.

Exit status: 0 done, 1 the answer is no, 2 bad usage or bad input, with one line that says what to do.
"""

from __future__ import annotations

import sys
from dataclasses import asdict
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kronika.casebook import Casebook
from kronika.view import changes, claims, coverage, election, matching  # noqa: F401 - their commands belong to the group
from kronika.view.app import State, bar, command, main
from kronika.view.serve import command as serving

if TYPE_CHECKING:
    from kronika.build import Built

__all__ = ["main"]
_FORMATS = ("ftm", "statements", "targets.simple.csv", "parquet")


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Start a casebook in FOLDER."""
    book = Casebook.init(folder)
    click.echo(
        f"{book.root}/casebook.toml written. Next: kronika --casebook {book.root} add FILE… (or fetch), then build."
    )


@command
@click.argument("sources", nargs=-1)
def fetch(state: State, sources: tuple[str, ...]) -> None:
    """Fetch the current lists into the archive: of SOURCES, or of all that have an address."""
    with bar("fetching") as step:
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


@command
@click.argument("what", nargs=-1, required=True)
@click.option("--published", default="", help="The day that the files stand for, where they carry no date: 2021-07-07.")
def add(state: State, what: tuple[str, ...], published: str) -> None:
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


@command
def build(state: State) -> None:
    """Read what is new in the archive, compose the ledger, resolve identities and index them."""
    with bar("reading") as step:
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


@command
@click.argument("source", default="")
def status(state: State, source: str) -> None:
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


@command
@click.argument("name")
@click.option(
    "--explain",
    metavar="FACT",
    default="",
    help="A fact's handle in what `show` prints (A12), or its id: go to its cell.",
)
@click.option("--all", "everything", is_flag=True, help="Every fact, not only the telling ones.")
@click.option("--as-of", default="", metavar="DATE", help="The state of the lists on an earlier day.")
def show(state: State, name: str, explain: str, everything: bool, as_of: str) -> None:
    """Who is listed under NAME, or has this id: all listings that are one with it, every fact with its source."""
    from kronika.view import text

    book = state.book()
    with book.ledger(as_of) as ledger:
        shown = text.listings(ledger, text.one_identity(ledger, name))
        if explain:
            chosen = text.explained(book, ledger, text.choose(shown, explain), explain)
            state.print_json(chosen) if state.as_json else text.explanation(chosen)
            return
        mine = {each.found.subject for each in shown}
        others = [each for each in ledger.holding(name) if each.subject not in mine]
        if state.as_json:
            same = ledger.identities([each.found.subject for each in shown])
            subjects = [
                {
                    **asdict(each.found),
                    "identity": same.get(each.found.subject),
                    "facts": [asdict(fact) for fact in each.facts],
                }
                for each in shown
            ]
            state.print_json({"named": subjects, "holding": [asdict(each) for each in others]})
        elif shown:
            text.side_by_side(ledger, name, shown, others, everything=everything)
        else:
            text.candidates(name, others)
    if not shown:
        sys.exit(1)


@command
def verify(state: State) -> None:
    """Hash every archived document anew and check the log."""
    book = state.book()
    with bar("hashing") as step:
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


@command
@click.argument("form", metavar="FORMAT", type=click.Choice(_FORMATS))
@click.option(
    "--out", type=click.Path(path_type=Path), help="The file to write [default: kronika.FORMAT's usual name]."
)
@click.option("--as-of", default="", metavar="DATE", help="The state of the lists on an earlier day.")
def export(state: State, form: str, out: Path | None, as_of: str) -> None:
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
@click.option("--no-serve", is_flag=True, help="Only print; the desk stays closed.")
def demo(folder: Path, no_serve: bool) -> None:
    """Build the embedded casebook offline, show what it holds, and open the desk."""
    from kronika.sample import EXAMPLE
    from kronika.view import text

    book = Casebook.open(folder) if (folder / "casebook.toml").exists() else Casebook.demo(folder)
    book.build()
    with resources.as_file(resources.files("kronika.sample") / "texts") as texts:
        list(book.texts().read(sorted(texts.iterdir())))
    with book.ledger() as ledger:
        text.demo(book, ledger, EXAMPLE)
    if not no_serve:
        serving.open_desk(folder)


if __name__ == "__main__":
    main()
