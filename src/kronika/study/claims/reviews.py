"""What people say of claims: accepted, corrected, rejected; what a document is; who is meant by a name.

`claims/reviews.jsonl` in the casebook is only ever added to, and chained like the archive's log (`collect.chain`). It
must be backed up: all else that stands in `claims/` can be read again. What the machine made is kept in each review and
never changed; the last word of a person on a claim stands over it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, Self, get_args

from kronika.base.errors import ArchiveError, UsageError
from kronika.collect.archive import Archive, plain_errors
from kronika.collect.chain import Chain
from kronika.study.claims.data import made
from kronika.study.claims.names import Entry
from kronika.study.claims.names.folding import LONGEST, folded
from kronika.study.claims.spans import Claim, Dated, Mention, Named, Span

Verb = Literal["accept", "correct", "reject"]
State = Literal["not reviewed", "accepted", "corrected", "rejected"]
Field = Literal["title", "publisher", "author", "date", "language"]
FIELDS: tuple[Field, ...] = get_args(Field)
"""What a person may say of a document; several authors are joined by semicolons."""
BY_HAND = "reviewed"
"""The rule of what a person put there."""
_STATES: dict[str, State] = {"accept": "accepted", "correct": "corrected", "reject": "rejected"}
_WORD = re.compile(r"\w+")
_MOST_WORDS = 12
"""Words of a name at most."""


@dataclass(frozen=True, slots=True)
class Signed:
    """Who says something, when and why."""

    who: str
    when: str
    """ISO 8601, UTC."""
    why: str


@dataclass(frozen=True, slots=True)
class Review(Signed):
    """A person's word on one claim."""

    document: str
    """SHA-256."""
    claim: str
    """Its key, see `keys`."""
    verb: Verb
    words: str
    """The words of the text that the claim is."""
    original: Claim
    """As the machine made it."""
    corrected: Claim | None = None


@dataclass(frozen=True, slots=True)
class Described(Signed):
    """A person's word on a document."""

    document: str
    field: Field
    value: str


@dataclass(frozen=True, slots=True)
class Alias(Signed):
    """Whom a form of a name means."""

    form: str
    name: str
    """Empty where the form names nobody."""
    named: Named
    id: str = ""
    """An identity of the ledger or a country's code; empty where there is none."""
    document: str = ""
    """The only document where it holds; empty for all."""

    def entry(self) -> Entry:
        """The alias as a lexicon takes it."""
        return Entry(self.name, self.named, (self.form,), "alias", self.id, document=self.document)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A claim as it stands: what the machine made of it, and a person's word over it."""

    key: str
    claim: Claim
    machine: Claim | None
    """None where the machine no longer makes this claim, which a person once judged."""
    review: Review | None = None

    @property
    def state(self) -> State:
        """What became of it."""
        return _STATES[self.review.verb] if self.review else "not reviewed"

    @property
    def accepted(self) -> bool:
        """Whether a person stands for it: only then a verdict on it may be published as reviewed."""
        return self.state in {"accepted", "corrected"}


class Reviews:
    """The reviews of a casebook. Every write reads what others have written in the meantime."""

    def __init__(self, path: Path, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._chain, self._now = Chain(path), now
        self._claims: dict[str, dict[str, Review]] = {}
        self._fields: dict[str, dict[Field, Described]] = {}
        self._aliases: list[Alias] = []

    @classmethod
    def open(cls, path: Path) -> Self:
        """Read `path`, which need not exist yet. Raises ArchiveError where its lines do not chain."""
        found = cls(path)
        with plain_errors(path):
            found._take(found._chain.read().sound())
        return found

    def of(self, document: str) -> dict[str, Review]:
        """The last review of each claim of a document, by the claim's key."""
        return dict(self._claims.get(document, {}))

    def fields(self, document: str) -> dict[Field, Described]:
        """What people have last said of a document."""
        return dict(self._fields.get(document, {}))

    def aliases(self, document: str = "") -> list[Alias]:
        """The aliases that hold in all documents, and those of this one; the newest last."""
        return [alias for alias in self._aliases if alias.document in {"", document}]

    def judge(
        self, document: str, text: str, judged: Sequence[Reviewed], verb: Verb, *, who: str, why: str = ""
    ) -> list[Review]:
        """Accept or reject claims, several at once where they say the same; `text` is the document's.

        What is accepted is what the machine made; a correction before it is taken back. Raises UsageError without
        `who`, or for a rejection without `why`; ArchiveError where it cannot be written.
        """
        signed = self._signed(who, why, needed=verb == "reject")
        if verb not in {"accept", "reject"}:
            raise UsageError(f"{verb!r}: claims are accepted or rejected here; a correction is made of one")
        return self._write([self._review(signed, document, text, each, verb) for each in judged])

    def correct(self, document: str, text: str, judged: Reviewed, corrected: Claim, *, who: str, why: str) -> Review:
        """Put a corrected claim (see `corrections`) in the place of the machine's; raises as `judge` does."""
        signed = self._signed(who, why, needed=True)
        return self._write([self._review(signed, document, text, judged, "correct", corrected)])[0]

    def describe(self, documents: Sequence[str], said: Mapping[Field, str], *, who: str, why: str = "") -> None:
        """Say what the date, title, publisher, author or language of documents is; raises as `judge` does.

        What was said in the same words before is not written again.
        """
        signed = self._signed(who, why)
        found = []
        for field, value in said.items():
            if field not in FIELDS:
                raise UsageError(f"{field!r}: of a document one can say its {', '.join(FIELDS)}")
            for document in documents:
                before = self.fields(document).get(field)
                if before is None or before.value != value:
                    found.append(Described(signed.who, signed.when, signed.why, document, field, value))
        if found:
            self._append([{"kind": "document", **asdict(each)} for each in found])

    def alias(self, form: str, bearer: Entry | Mention, document: str = "", *, who: str, why: str = "") -> Alias:
        """Say who is meant by a form of a name, in one document or in all; raises as `judge` does.

        To accept a link for all places of a document is to say this of its form.
        """
        words = folded(form)
        if not words or len(words) > _MOST_WORDS or max(map(len, words)) > LONGEST:
            raise UsageError(f"{form[:40]!r}: a name has 1 to {_MOST_WORDS} words, each of at most {LONGEST} letters")
        signed = self._signed(who, why)
        printed = " ".join(form.split())
        found = Alias(
            signed.who, signed.when, signed.why, printed, bearer.name, bearer.named, bearer.id, document
        )  # fmt: skip
        self._append([{"kind": "alias", **asdict(found)}])
        return found

    def _signed(self, who: str, why: str, *, needed: bool = False) -> Signed:
        if not who.strip():
            raise UsageError("a review needs a name: who says so?")
        if needed and not why.strip():
            raise UsageError("a review that rejects or corrects needs a reason: why?")
        return Signed(who.strip(), self._now().isoformat(timespec="seconds"), why.strip())

    def _review(
        self, by: Signed, document: str, text: str, judged: Reviewed, verb: Verb, corrected: Claim | None = None
    ) -> Review:
        original = judged.machine or judged.claim
        if judged.machine is None and judged.review:
            original = judged.review.original
        words = original.of(text)
        return Review(by.who, by.when, by.why, document, judged.key, verb, words, original, corrected)

    def _write(self, reviews: list[Review]) -> list[Review]:
        if reviews:
            self._append([{"kind": "claim", **asdict(review)} for review in reviews])
        return reviews

    def _append(self, entries: Sequence[Mapping[str, object]]) -> None:
        # The lock is that of an archive in this folder: the same wait, the same words to who has to wait too long.
        with plain_errors(self._chain.path), Archive(self._chain.path.parent).locked("reviews.lock"):
            reading = self._chain.read()
            self._take(reading.sound())  # nothing is added to a file that this version does not understand
            self._take([*reading.sound(), *self._chain.append(reading, entries)])

    def _take(self, entries: Sequence[Mapping[str, object]]) -> None:
        self._claims, self._fields, self._aliases = {}, {}, []
        for number, entry in enumerate(entries, 1):
            found = _read(entry)
            if isinstance(found, Review):
                self._claims.setdefault(found.document, {})[found.claim] = found
            elif isinstance(found, Described):
                self._fields.setdefault(found.document, {})[found.field] = found
            elif found:
                self._aliases.append(found)
            else:
                raise ArchiveError(
                    f"{self._chain.path}, line {number}: not a review as this version of Kronika writes it; update "
                    "Kronika or restore the file from a back-up"
                )


def _read(entry: Mapping[str, Any]) -> Review | Described | Alias | None:
    kinds: dict[str, type[Review | Described | Alias]] = {"claim": Review, "document": Described, "alias": Alias}
    kind = kinds.get(str(entry.get("kind")))
    try:
        return made(kind, entry) if kind else None
    except (ValueError, TypeError):
        return None


def keys(text: str, claims: Sequence[Claim]) -> list[str]:
    """A key for each claim that outlives new rules: of its kind and words, and which of several such it is."""
    seen: Counter[str] = Counter()
    found = []
    for claim in claims:
        words = " ".join(_WORD.findall(claim.of(text).casefold()))
        said = json.dumps([claim.kind, words], ensure_ascii=False)
        seen[said] += 1
        found.append(hashlib.sha256(f"{said}{seen[said]}".encode()).hexdigest()[:12])
    return found


def merged(text: str, claims: Sequence[Claim], reviews: Mapping[str, Review]) -> list[Reviewed]:
    """The claims with what people said of them, in the order of the text.

    A claim that a person judged and that the machine no longer makes is kept where its words still stand in the text;
    where they do not, it stands only in the file of reviews (`lost`).
    """
    found = []
    numbered = dict(zip(keys(text, claims), claims, strict=True))
    for key, claim in numbered.items():
        review = reviews.get(key)
        found.append(Reviewed(key, _standing(text, claim, review) if review else claim, claim, review))
    for key, review in reviews.items():
        if key not in numbered and review.words in text:
            found.append(Reviewed(key, _standing(text, None, review), None, review))
    return sorted(found, key=lambda each: (each.claim.start, each.claim.end))


def lost(text: str, claims: Sequence[Claim], reviews: Mapping[str, Review]) -> list[Review]:
    """The reviews of claims whose words no longer stand in the text, as it is read now."""
    known = set(keys(text, claims))
    return [review for key, review in reviews.items() if key not in known and review.words not in text]


def _standing(text: str, machine: Claim | None, review: Review) -> Claim:
    """The claim that the person saw, at its place in the text of now.

    Links, and days that hang on the document's date, have reviews of their own: they are those of now, where no hand
    has put others there.
    """
    seen = review.corrected or review.original
    if machine is None:
        return _shifted(seen, _nearest(text, review.words, review.original.start) - review.original.start)
    moved = _shifted(seen, machine.start - review.original.start)
    if machine.end - machine.start != seen.end - seen.start:
        return moved  # white space inside has changed: places inside are those that the person saw
    now = {(each.start, each.end): each for each in machine.dates}
    days = [now.get((each.start, each.end), each) if _hangs(each) else each for each in moved.dates]
    hand = [each for each in moved.mentions if each.rule == BY_HAND]
    others = [each for each in machine.mentions if not any(each.meets(mine) for mine in hand)]
    mentions = sorted([*hand, *others], key=lambda each: each.start)
    return replace(moved, dates=tuple(days), mentions=tuple(mentions), section=machine.section, same_as=machine.same_as)


def _hangs(dated: Dated) -> bool:
    return dated.rule != BY_HAND and dated.basis in {"partial", "relative"}


def _nearest(text: str, words: str, at: int) -> int:
    before, after = text.rfind(words, 0, at + len(words)), text.find(words, at)
    return min((place for place in (before, after) if place >= 0), key=lambda place: abs(place - at))


def _shifted(claim: Claim, by: int) -> Claim:
    """The claim with all places in it moved."""
    if not by:
        return claim

    def moved(spans: Sequence[Any]) -> Iterator[Any]:
        for span in spans:
            inner = getattr(span, "number", None)
            more = {"number": Span(inner.start + by, inner.end + by)} if inner else {}
            yield replace(span, start=span.start + by, end=span.end + by, **more)

    cue, mention = claim.speaker.cue, claim.speaker.mention
    return replace(
        claim,
        start=claim.start + by,
        end=claim.end + by,
        speaker=replace(
            claim.speaker,
            cue=next(moved([cue])) if cue else None,
            mention=next(moved([mention])) if mention else None,
        ),
        quantities=tuple(moved(claim.quantities)),
        dates=tuple(moved(claim.dates)),
        mentions=tuple(moved(claim.mentions)),
    )
