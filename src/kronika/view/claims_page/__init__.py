"""A text held to the record, as one HTML file: the text left with its marks in place, the record right.

    Text, verdicts ── passages ──▶ page.html      style and notes inline; no script, no network

`marks.html` and `marks.css` draw a passage here and in the desk.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from kronika.view import charts, claims_text, findings
from kronika.view.claims_page import passages
from kronika.view.report import Notes

if TYPE_CHECKING:
    import jinja2

    from kronika.study.claims.spans import Kind
    from kronika.study.claims.verdicts import Verdict
    from kronika.texts import Text

NAMED: tuple[Kind, ...] = ("figure", "event", "commitment", "demand", "condemnation", "attribution")
"""The kinds of claims in the order in which pages name them."""
_TEMPLATES = ("marks.html", "page.html")
FILTERS = {
    "figure": claims_text.figure, "day": passages.day, "meant": claims_text.actor, "speaks": passages.speaks,
    "clean": passages.clean, "printed": findings.printed,
}  # fmt: skip
"""What `marks.html` says things by."""


class CellNotes(Notes):
    """The numbered notes of a page on verdicts: a note for each record that one rests on."""

    def marks(self, cites: Iterable[str]) -> list[int]:
        """The numbers of the notes on these cells, by their ids."""
        return sorted({self._note(each).number for each in cites})


def html(text: Text, verdicts: Sequence[Verdict] | None = None) -> str:
    """The page on a text; `verdicts` are those of `checks.check`, None where nothing was checked."""
    claims = passages.shown(text, verdicts or ())
    notes = CellNotes({cited.id: cited for each in verdicts or () for cited in each.cited})
    return _environment().get_template("page.html").render(
        text=text, passages=passages.passages(text, claims), claims=claims, checked=verdicts is not None, notes=notes,
        kinds=counted(claims), outcomes=Counter(each.outcome for each in claims), order=passages.OUTCOMES,
        colours=colours(), base=_file("base.css"), style=style(), unlinked=text.marked.unlinked(),
    )  # fmt: skip


def counted(claims: Sequence[passages.Shown]) -> dict[str, int]:
    """How many claims there are of each kind, without those that repeat one before."""
    found = Counter(each.reviewed.claim.kind for each in claims if each.same_as is None)
    return {kind: found[kind] for kind in NAMED if found[kind]}


def style() -> str:
    """The style of marks and cards."""
    return _file("marks.css")


def colours() -> str:
    """The colours, light and dark."""
    light, dark = (f":root {{ {charts.colours(scheme)}; }}" for scheme in ("light", "dark"))
    return f"{light}\n@media screen and (prefers-color-scheme: dark) {{ {dark} }}"


def loader() -> jinja2.BaseLoader:
    """The templates of this folder."""
    import jinja2

    return jinja2.FunctionLoader(lambda name: _file(name) if name in _TEMPLATES else None)


@cache
def _environment() -> jinja2.Environment:
    import jinja2

    made = jinja2.Environment(
        loader=loader(), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.filters |= FILTERS
    return made


def _file(name: str) -> str:
    return resources.files(__name__).joinpath(name).read_text(encoding="utf-8")
