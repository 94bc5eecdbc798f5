"""The commands on what was said: read documents, see and judge their claims, say who is meant by a name, export."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from kronika.base.errors import FetchError, UsageError
from kronika.study.claims.spans import Kind
from kronika.view.app import State, bar, command, main, show
from kronika.view.claims_text import dated, terminal

if TYPE_CHECKING:
    from kronika.base.prose import Prose
    from kronika.study.claims.reviews import Field
    from kronika.texts import Head, Proposer, Refused, Text, Texts
    from kronika.view.claims_export import Checked

_FORMS = ("table", "csv", "jsonld", "claimreview", "html")
_SHORT = 8
_BY = click.option("--by", default="", help="Who says so [default: the name of the user].")


@command
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.option("--date", default="", help="Its date, where you know it: 2020-11-05, 2020-11, 2020.")
@click.option("--publisher", default="", help="Who published it.")
@click.option("--author", default="", help="Who wrote it; several names are joined by semicolons.")
@click.option("--language", default="", help="Its language, as en, ru, be [default: as its words tell].")
@click.option("--address", default="", help="Where it is published.")
@click.option("--propose", "proposing", is_flag=True, help="Also ask the model of [proposer] in casebook.toml.")
@_BY
def read(state: State, files: tuple[Path, ...], proposing: bool, address: str, by: str, **said: str) -> None:
    """Read what documents claim: txt, md, html, pdf, docx, eml. Their originals are kept in the archive.

    Without a casebook nothing is kept, and only the names that ship with Kronika are known.
    """
    from kronika.texts import Refused, alone

    given: Mapping[Field, str] = {name: value for name, value in said.items() if value.strip()}  # type: ignore[misc]
    if not _casebook(state) and proposing:
        raise UsageError("--propose needs a casebook with a [proposer] in casebook.toml: kronika init DIR")
    heads: list[Head] = []
    refused: list[Refused] = []
    with bar("reading") as step:
        if _casebook(state):
            texts, propose = state.book().texts(), _proposer(state.root) if proposing else None
            who = by or getpass.getuser()
            found = texts.read(files, given, address=address, who=who, propose=propose, progress=step)
        else:
            found = (alone(file, given) for file in files)
        for each in found:  # of many texts no more than the heads are held at once
            if isinstance(each, Refused):
                refused.append(each)
            else:
                heads.append(each.head)
    if state.as_json:
        state.print_json([*map(_told, heads), *({"name": each.name, "refused": each.reason} for each in refused)])
    else:
        for head in heads:
            show(_summary(head))
        if not _casebook(state):
            show("No casebook here: nothing was kept, and only the names that ship with Kronika are known.")
    for no in refused:
        click.echo(f"refused    {no.reason}", err=True)
    if refused:
        sys.exit(2)


def _casebook(state: State) -> bool:
    """Whether there is a casebook; one that was asked for by name must be there."""
    return state.root != Path() or (state.root / "casebook.toml").exists()


def _proposer(root: Path) -> Proposer:
    """What asks the model that casebook.toml sets up. Raises ConfigError where none is."""
    from kronika.collect import proposer
    from kronika.study.claims import proposals

    where = proposer.endpoint(root / "casebook.toml")

    def propose(prose: Prose) -> tuple[list[proposals.Proposal], list[str]]:
        found: list[proposals.Proposal] = []
        problems: list[str] = []
        for passage in proposals.passages(prose):
            try:
                answer = proposer.ask(where, proposals.question(), passage.of(prose.text))
            except FetchError as error:
                return found, [*problems, f"no claims were proposed from character {passage.start + 1} on: {error}"]
            more, dropped = proposals.read(answer, prose.text, passage, where.model)
            found += more
            problems += dropped
        return found, problems

    return propose


def _summary(head: Head) -> str:
    """What was read of a document, in a few lines."""
    by = "; ".join(head.authors) or "unnamed"
    lines = [f"{head.sha256[:_SHORT]}  {head.title or head.name}"]
    lines.append(f"          by {by}{f', {head.publisher}' if head.publisher else ''}")
    lines.append(f"          date: {dated(head)}; language: {head.language or 'not told'}")
    counts = ", ".join(f"{count} × {kind}" for kind, count in head.counts.items())
    lines.append(f"          claims: {counts or 'none'}")
    lines += [f"          note: {note}" for note in head.notes]
    return "\n".join(lines)


def _told(head: Head) -> dict[str, Any]:
    from kronika.study.claims.data import plain

    return plain(head)


class _Documents(click.Group):
    """Commands, or else a document to show."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] not in {"-h", "--help"}):
            args = ["show", *args]
        return super().parse_args(ctx, args)


@main.group(cls=_Documents)
def claims() -> None:
    """What documents claim, by whom; without a command or with a document's name: show them."""


def _sub(function: Callable[..., None]) -> click.Command:
    """Make a command of `claims` of a function whose first parameter is a State."""

    @click.option("--casebook", "root", type=click.Path(path_type=Path), default=Path(), help="The casebook's folder.")
    @click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
    @wraps(function)
    def run(root: Path, as_json: bool, **options: Any) -> None:
        function(State(root, as_json), **options)

    return claims.command(function.__name__.rstrip("_"))(run)


@_sub
@click.argument("doc", default="")
@click.option("--check", is_flag=True, help="Hold each claim against the record.")
@click.option("--kind", "kinds", multiple=True, type=click.Choice(get_args(Kind)), help="Only claims of this kind.")
@click.option("--unlinked", is_flag=True, help="Only the names that nobody known bears.")
@click.option("--format", "form", default="table", show_default=True, type=click.Choice(_FORMS))
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Where it goes [default: standard output].")
def show_(state: State, doc: str, unlinked: bool, form: str, out: Path | None, **options: Any) -> None:
    """The documents, or the claims of DOC: its name, its title, or the beginning of its hash."""
    book = state.book()
    texts = book.texts()
    if not doc and form == "table" and not (unlinked or options["check"] or options["kinds"]):
        _list(state, texts)
        return
    chosen = [texts.find(doc)] if doc else texts.all()
    opened = texts.texts(head.sha256 for head in chosen)
    if unlinked:
        _unlinked(state, opened)
        return
    checked = _checked(state, opened, options["check"] or form == "claimreview", options["kinds"])
    if form != "table":
        _put(checked, form, out)
    elif state.as_json:
        state.print_json([each.data() for each in checked])
    else:
        for each in checked:
            show(terminal(each))


def _checked(state: State, texts: Iterable[Text], checking: bool, kinds: Sequence[str]) -> Iterator[Checked]:
    """The texts with their verdicts, if they are to be checked; of all or some kinds of claims."""
    from kronika.texts import check
    from kronika.view.claims_export import Checked

    record = state.book().record() if checking else None
    for text in texts:
        yield Checked(text, check(text, record) if record else {}, checking, tuple(kinds))


def _put(checked: Iterable[Checked], form: str, out: Path | None) -> None:
    """Write an export to a file or to standard output. Raises UsageError where it cannot be written."""
    from kronika.view import claims_export

    text = _page(list(checked)) if form == "html" else claims_export.FORMS[form](checked)
    if out is None:
        click.echo(text, nl=not text.endswith("\n"))
        return
    try:
        out.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise UsageError(f"{out}: cannot be written: {error.strerror}") from error
    click.echo(f"{out}: written")


def _page(checked: Sequence[Checked]) -> str:
    from kronika.view import claims_page

    if len(checked) != 1:
        raise UsageError("--format html shows one document: kronika claims DOC --format html -o FILE")
    (one,) = checked
    verdicts = [verdict for each in one.verdicts.values() for verdict in each]
    return claims_page.html(one.text, verdicts if one.checking else None)


def _list(state: State, texts: Texts) -> None:
    heads = texts.all()
    if state.as_json:
        state.print_json([_told(head) for head in heads])
    elif not heads:
        show("No text has been read yet: kronika read FILE…")
    for head in () if state.as_json else heads:
        total, title = sum(head.counts.values()), head.title or head.name
        again = "  (to be read again)" if head.stale else ""
        counts = f"{total:4} claims, {head.reviewed:3} reviewed"
        show(f"{head.sha256[:_SHORT]}  {head.dating.value or 'unknown':10}  {counts}  {title}{again}")
    if not heads:
        sys.exit(1)


def _unlinked(state: State, texts: Iterable[Text]) -> None:
    names: dict[str, int] = {}
    for text in texts:
        for name, times in text.marked.unlinked():
            names[name] = names.get(name, 0) + times
    ranked = sorted(names.items(), key=lambda item: (-item[1], item[0]))
    if state.as_json:
        state.print_json([{"name": name, "places": times} for name, times in ranked])
    else:
        show("\n".join(f"{times:5}  {name}" for name, times in ranked) or "Every name is linked.")
        if ranked:
            show("To link one: kronika claims alias FORM NAME|ID [--doc DOC]")


@_sub
@click.argument("doc")
@_BY
def review(state: State, doc: str, by: str) -> None:
    """Walk through the claims of DOC: accept, correct, reject, next; accept a name for all its places."""
    from kronika.view import claims_review

    texts = state.book().texts()
    head = texts.find(doc)
    written = claims_review.walk(texts, head.sha256, by or getpass.getuser())
    show(f"{written} claims judged.")


@_sub
@click.argument("form")
@click.argument("name", metavar="NAME|ID")
@click.option("--doc", default="", help="Only in this document [default: in all].")
@click.option("--why", default="", help="For what reason.")
@_BY
def alias(state: State, form: str, name: str, doc: str, why: str, by: str) -> None:
    """FORM, as texts print it, means NAME, or who has this ID; an empty NAME says that it names nobody."""
    texts = state.book().texts()
    head = texts.find(doc) if doc else None
    bearer = texts.bearer(name)
    who = by or getpass.getuser()
    made = texts.reviews().alias(form, bearer, head.sha256 if head else "", who=who, why=why)
    if state.as_json:
        state.print_json({"form": made.form, "name": made.name, "id": made.id, "document": made.document})
        return
    where = f"in {head.title or head.name}" if head else "in all texts"
    if not made.name:
        show(f"«{made.form}» names nobody {where}.")
        return
    known = made.id or (
        "in the table of names" if bearer.sort != "alias" else "a name that neither lists nor tables have"
    )
    show(f"«{made.form}» means {made.name} ({known}) {where}.")


@_sub
@click.argument("doc")
@click.option("--date", default="", help="Its date: 2020-11-05, 2020-11, 2020.")
@click.option("--title", default="")
@click.option("--publisher", default="")
@click.option("--author", default="", help="Several names are joined by semicolons.")
@click.option("--language", default="", help="As en, ru, be.")
@click.option("--why", default="", help="How you know.")
@_BY
def describe(state: State, doc: str, why: str, by: str, **said: str) -> None:
    """Say what the date, title, publisher, author or language of DOC is; it is then read again."""
    from kronika.texts import checked

    given = checked({name: value for name, value in said.items() if value.strip()})  # type: ignore[misc]
    if not given:
        raise UsageError("say something of it: --date, --title, --publisher, --author or --language")
    texts = state.book().texts()
    head = texts.find(doc)
    texts.reviews().describe([head.sha256], given, who=by or getpass.getuser(), why=why)
    shown = texts.text(head.sha256).head
    state.print_json(_told(shown)) if state.as_json else show(_summary(shown))
