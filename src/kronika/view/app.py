"""The frame of the command line: the group of commands, what each is told, how errors are said."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

import click

from kronika.base.errors import KronikaError
from kronika.casebook import Casebook

_FOLDER = "The casebook's folder [default: this one]."


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


class State:
    """What all commands that answer from a casebook are told: its folder, and whether to print JSON."""

    def __init__(self, root: Path, as_json: bool) -> None:
        self.root, self.as_json = root, as_json

    def book(self) -> Casebook:
        """The casebook in the folder."""
        return Casebook.open(self.root)

    def print_json(self, data: object) -> None:
        """Print something as JSON."""
        click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))


def command(function: Callable[..., None]) -> click.Command:
    """Make a command of a function whose first parameter is a State."""

    @click.option("--casebook", "root", type=click.Path(path_type=Path), default=Path(), help=_FOLDER)
    @click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
    @wraps(function)
    def run(root: Path, as_json: bool, **options: Any) -> None:
        function(State(root, as_json), **options)

    return main.command()(run)


@contextmanager
def bar(what: str) -> Iterator[Callable[[int, int, str], None]]:
    """A progress bar on a terminal, for what takes longer than a second."""
    from kronika.view.bar import Bar

    shown = Bar(what)
    try:
        yield shown.step
    finally:
        shown.close()


def show(what: object) -> None:
    """Print text or a table on the terminal, as it is."""
    from rich.console import Console

    Console(highlight=False).print(what, markup=False)
