"""`kronika election add`: the protocols of an election into a casebook, with the mapping that reads them."""

from __future__ import annotations

from pathlib import Path

import click

from kronika.view.app import State
from kronika.view.election import election


@election.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--mapping", required=True, metavar="NAME|FILE", help="How its columns are read; see election read.")
@click.option("--name", default="", help="The election's name in the casebook [default: the file's].")
@click.option("--published", default="", help="The day that the file stands for [default: today].")
@click.option("--casebook", "root", type=click.Path(path_type=Path), default=Path(), help="The casebook's folder.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
def add(file: Path, mapping: str, name: str, published: str, root: Path, as_json: bool) -> None:
    """Keep FILE and its mapping in the archive as an election of the casebook."""
    state = State(root, as_json)
    event, protocols = state.book().add_election(file, mapping, name, published)
    document, unread = event.document, len(protocols.problems)
    if as_json:
        shown = {"election": document.series, "document": document.sha256, "stations": len(protocols), "unread": unread}
        state.print_json(shown)
        return
    click.echo(
        f"{event.kind:9}  {document.name} as the election {document.series}: {len(protocols):,} stations, "
        f"{len(protocols.candidates)} candidates, {unread:,} cells or rows not read. Next: kronika build"
    )
