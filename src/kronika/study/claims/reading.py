"""From a document's text to everything that is marked in it, in one call.

Prose, Lexicon ── quantities, dates, mentions ── extract ──▶ Marked
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from kronika.base.prose import Prose  # noqa: TC001 - `data.made` asks for the types of fields
from kronika.base.scripts import NO_LETTERS, script
from kronika.study.claims import dates, mentions, quantities
from kronika.study.claims.extract import extract
from kronika.study.claims.spans import Claim, Dated, Mention, Quantity  # noqa: TC001 - as above

if TYPE_CHECKING:
    from kronika.study.claims.names import Lexicon

_RULED = "en"
"""The language that there are rules for."""
_SAMPLE = 2_000
_DAY = re.compile(r"\d{4}(?:-\d\d){0,2}")
_READ_BY = ("base/*", "collect/texts/*", "study/claims/**/*")
"""The code and tables that what is marked depends on, under the package."""
_PUT_RIGHT = {"look-alikes": "letters of another script that look alike", "invisible": "invisible characters"}


@dataclass(frozen=True, slots=True)
class Marked:
    """A document and what is marked in it; all offsets are code points of `prose.text`."""

    prose: Prose
    quantities: tuple[Quantity, ...] = ()
    dates: tuple[Dated, ...] = ()
    mentions: tuple[Mention, ...] = ()
    claims: tuple[Claim, ...] = ()
    seconds: tuple[tuple[str, float], ...] = field(default=(), compare=False)
    """How long each step took."""

    @property
    def ruled(self) -> bool:
        """Whether there are rules for its language; where not, only mentions and numbers are marked."""
        return _spoken(self.prose) == _RULED

    def unlinked(self) -> list[tuple[str, int]]:
        """The names that nobody in the tables bears, and how often each stands in the text; the commonest first."""
        return Counter(each.name for each in self.mentions if not each.linked).most_common()

    def notes(self) -> tuple[str, ...]:
        """What a reader must be told of how it was read, a line each."""
        told = list(self.prose.problems)
        if not self.ruled:
            language = f"«{self.prose.language}»" if self.prose.language else "its language, which is not told"
            told.append(f"there are no rules for {language}: mentions and numbers only")
        for rule, words in _PUT_RIGHT.items():
            forms = {each.of(self.prose.text) for each in self.mentions if rule in each.rule.split("+")}
            if forms:
                some = ", ".join(f"«{form}»" for form in sorted(forms)[:5])
                told.append(f"{len(forms)} names are written with {words}: {some}")
        return tuple(told)


def mark(prose: Prose, lexicon: Lexicon) -> Marked:
    """Mark the figures, days, names and claims of a document. Relative days are resolved against `prose.dating`."""
    language, started = _spoken(prose), perf_counter()
    dated = prose.dating.value if _DAY.fullmatch(prose.dating.value) else ""
    seconds: list[tuple[str, float]] = []

    def done(step: str) -> None:
        nonlocal started
        now = perf_counter()
        seconds.append((step, now - started))
        started = now

    figures = quantities.find(prose.text, language)
    done("quantities")
    days = dates.find(prose.text, dated, language)
    done("dates")
    names = mentions.find(prose.text, lexicon, language)
    done("mentions")
    claims = extract(replace(prose, language=language or "und"), figures, days, names)
    done("claims")
    return Marked(prose, tuple(figures), tuple(days), tuple(names), tuple(claims), tuple(seconds))


@cache
def version() -> str:
    """A hash of the code and tables that what is marked depends on."""
    package = Path(__file__).parents[2]
    code = hashlib.sha256()
    for file in sorted(path for pattern in _READ_BY for path in package.glob(pattern) if path.is_file()):
        if file.suffix != ".pyc":
            code.update(file.read_bytes())
    return code.hexdigest()[:12]


def _spoken(prose: Prose) -> str:
    """The language to read by: a short text in Latin letters whose words do not tell is read as English."""
    return prose.language or (_RULED if script(prose.text[:_SAMPLE]) in {"Latn", NO_LETTERS} else "")
