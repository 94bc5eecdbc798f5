"""The pages on texts: which there are, and each with its claims in place, for people to accept, correct or reject."""

# No `from __future__ import annotations` here: FastAPI reads the annotations of routes when they are made.
import threading
from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple
from urllib.parse import quote

from fastapi import APIRouter, Form, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from kronika.base.errors import UsageError
from kronika.study.claims.checks import Record, check
from kronika.study.claims.corrections import corrected
from kronika.study.claims.reviews import FIELDS, Reviewed
from kronika.study.claims.spans import Claim, Mention
from kronika.texts import Text, Texts, checked
from kronika.view import claims_page
from kronika.view.claims_page import passages
from kronika.view.desk.footnotes import Footnotes
from kronika.view.desk.judges import LONGEST, judge_of, remember
from kronika.view.desk.pages import page
from kronika.view.serve.held import Build, Held
from kronika.view.serve.kept import Kept

if TYPE_CHECKING:
    from kronika.base.prose import Prose
    from kronika.study.claims.names import Entry
    from kronika.study.claims.reviews import Alias
    from kronika.study.claims.verdicts import Verdict

_WHY = 2_000
_VALUE = 200
"""Characters of a correction, most."""
_NAMES = 30
"""Forms of names that are shown unasked."""
_OPEN, _REJECTED = "not reviewed", "rejected"
router = APIRouter(include_in_schema=False)
_reading = threading.Lock()
"""A text that is out of date is read again and written by one at a time."""


def _texts_of(held: Held) -> Texts:
    return held.book.texts()


texts = Kept(_texts_of)
"""The texts of a casebook, with the names of this build once they are needed."""


def _record(held: Held) -> Record:
    with held.ledger() as ledger:
        return Record.of(ledger, held.book.settings.regime)


record = Kept(_record)
"""What claims are held against."""


def _held_against(
    held: Held, claims: tuple[Claim, ...], prose: "Prose", mentions: tuple[Mention, ...]
) -> "list[Verdict]":
    return check(claims, prose, record(held), mentions)


verdicts = Kept(_held_against, 16)
"""The verdicts on the claims of a text as it stands."""


class _Spelt(NamedTuple):
    """A form of a name in a text, and whom it means there."""

    form: str
    mention: Mention
    places: int
    alias: "Alias | None"
    """What a person said of it."""


class _What(NamedTuple):
    """A thing of a claim that can be corrected, with what stands there now."""

    value: str
    """«quantity:0»."""
    title: str


@router.get("/texts")
def every(request: Request, held: Build) -> Response:
    """The texts of the casebook, the newest first."""
    heads = texts(held).all()[::-1]
    counts: Counter[str] = Counter()
    for head in heads:
        counts.update(head.counts)
    return page(request, held, "texts.html", heads=heads, kinds=claims_page.NAMED, total=counts.total())


@router.get("/texts/{sha256}")
def text(request: Request, held: Build, sha256: str, claim: str = "") -> Response:
    """A text with its claims; one of them, by its key, is at hand: the first that nobody has reviewed."""
    return _shown(request, held, sha256, claim)


@router.post("/texts/{sha256}/claims")
def judge(  # noqa: PLR0913, PLR0917 - the fields of the form
    request: Request,
    held: Build,
    sha256: str,
    claim: Annotated[str, Form(max_length=64)],
    verb: Annotated[str, Form(pattern="^(accept|correct|reject)$")],
    what: Annotated[str, Form(pattern=r"^(\w+:\d{1,4})?$")] = "",
    value: Annotated[str, Form(max_length=_VALUE)] = "",
    repeats: bool = Form(default=False),
    why: Annotated[str, Form(max_length=_WHY)] = "",
    who: Annotated[str, Form(max_length=LONGEST)] = "",
) -> Response:
    """Write down what a person says of a claim, and of its repeats where asked; then the next that is open."""
    found, name = _text(held, sha256), who.strip() or judge_of(request)
    mine = _claim(found, claim)
    words = found.marked.prose.text
    try:
        reviews = texts(held).reviews()
        if verb == "correct":
            right = _corrected(texts(held), mine.claim, what, value)
            reviews.correct(sha256, words, mine, right, who=name, why=why)
        else:
            some = [mine, *_repeats(found, mine)] if repeats else [mine]
            reviews.judge(sha256, words, some, verb, who=name, why=why)  # type: ignore[arg-type]  # see the pattern
    except UsageError as error:
        told = {"who": name, "why": why, "what": what, "value": value}
        return _shown(request, held, sha256, claim, problem=f"Not written: {error}", **told)
    after = _text(held, sha256)
    return _signed(request, _address(after, _next(after, claim)), name)


@router.post("/texts/{sha256}/names")
def name_(
    request: Request,
    held: Build,
    sha256: str,
    form: Annotated[str, Form(max_length=_VALUE)],
    to: Annotated[str, Form(max_length=_VALUE)] = "",
    where: Annotated[str, Form(pattern="^(here|everywhere)$")] = "here",
    who: Annotated[str, Form(max_length=LONGEST)] = "",
) -> Response:
    """Say whom a form of a name means, in all its places; without a name to, whom the machine took it for."""
    found, name = _text(held, sha256), who.strip() or judge_of(request)
    try:
        meant = _bearer(texts(held), to) if to.strip() else _linked(found, form)
        texts(held).reviews().alias(form, meant, sha256 if where == "here" else "", who=name)
    except UsageError as error:
        return _shown(request, held, sha256, "", problem=f"Not written: {error}", who=name)
    return _signed(request, f"/texts/{sha256}#names", name)


@router.post("/texts/{sha256}/document")
def described(
    request: Request,
    held: Build,
    sha256: str,
    field: Annotated[str, Form(pattern=f"^({'|'.join(FIELDS)})$")],
    value: Annotated[str, Form(max_length=_VALUE)],
    why: Annotated[str, Form(max_length=_WHY)] = "",
    who: Annotated[str, Form(max_length=LONGEST)] = "",
) -> Response:
    """Say what the date, title, publisher, author or language of a document is."""
    _text(held, sha256)
    name = who.strip() or judge_of(request)
    try:
        said = checked({field: value})  # type: ignore[dict-item]  # see the pattern
        if not said:
            raise UsageError("say what it is")
        texts(held).reviews().describe([sha256], said, who=name, why=why)
    except UsageError as error:
        return _shown(request, held, sha256, "", problem=f"Not written: {error}", who=name)
    return _signed(request, f"/texts/{sha256}", name)


def _text(held: Held, sha256: str) -> Text:
    try:
        with _reading:
            return texts(held).text(sha256)
    except UsageError as error:
        raise HTTPException(404, str(error)) from error


def _claim(found: Text, key: str) -> Reviewed:
    for each in found.claims:
        if each.key == key:
            return each
    raise HTTPException(404, "The text, as it is read now, has no such claim.")


def _shown(request: Request, held: Held, sha256: str, key: str, *, problem: str = "", **told: str) -> Response:
    found = _text(held, sha256)
    prose = found.marked.prose
    standing = tuple(each.claim for each in found.claims if each.state != _REJECTED)
    made = verdicts(held, standing, prose, found.marked.mentions)
    claims = passages.shown(found, made)
    notes = Footnotes({cited.id: cited for each in made for cited in each.cited})
    now = _claim(found, key) if key else _first_open(found)
    fields = {"who": judge_of(request), "why": "", "what": "", "value": ""} | told
    return page(
        request, held, "text.html", status=400 if problem else 200, text=found, claims=claims, notes=notes,
        passages=passages.passages(found, claims), now=now, whats=_whats(found, now) if now else (),
        repeats=len(_repeats(found, now)) if now else 0,
        following=_address(found, _next(found, now.key)) if now else "",
        kinds=claims_page.counted(claims), outcomes=Counter(each.outcome for each in claims), order=passages.OUTCOMES,
        names=_forms(texts(held), found), most=_NAMES,
        fields=FIELDS, problem=problem, **fields,
    )  # fmt: skip


def _signed(request: Request, address: str, who: str) -> Response:
    answer = RedirectResponse(address, 303)
    remember(request, answer, who)
    return answer


def _first_open(found: Text) -> Reviewed | None:
    return next((each for each in found.claims if each.state == _OPEN), None)


def _next(found: Text, key: str) -> Reviewed | None:
    """The next claim that nobody has reviewed: after this one, else the first of all."""
    keys = [each.key for each in found.claims]
    after = found.claims[keys.index(key) + 1 :] if key in keys else ()
    return next((each for each in after if each.state == _OPEN), None) or _first_open(found)


def _address(found: Text, claim: Reviewed | None) -> str:
    if claim is None:
        return f"/texts/{found.head.sha256}"
    number = found.claims.index(claim) + 1
    return f"/texts/{found.head.sha256}?claim={quote(claim.key)}#claim-{number}"


def _repeats(found: Text, mine: Reviewed) -> list[Reviewed]:
    """The other claims of the text in the same words."""
    start = mine.claim.start if mine.claim.same_as is None else mine.claim.same_as
    same = (each for each in found.claims if start in (each.claim.start, each.claim.same_as))
    return [each for each in same if each.key != mine.key and each.claim.kind == mine.claim.kind]


def _whats(found: Text, mine: Reviewed) -> list[_What]:
    """What of a claim can be corrected."""
    words, claim = found.marked.prose.text, mine.claim
    spans: dict[str, tuple[Any, ...]] = {"actor": claim.mentions, "quantity": claim.quantities, "date": claim.dates}
    titles = {"actor": "who is meant by", "quantity": "figure", "date": "day"}
    return [
        _What("kind:0", "its kind"),
        _What("speaker:0", "who says it"),
        *(
            _What(f"{what}:{at}", f"{titles[what]} «{span.of(words)}»")
            for what, some in spans.items()
            for at, span in enumerate(some)
        ),
    ]


def _corrected(known: Texts, claim: Claim, what: str, value: str) -> Claim:
    name, _, at = what.partition(":")
    if not name:
        raise UsageError("say what of the claim is to be corrected")
    if name == "actor" and value.strip():
        meant = _bearer(known, value)
        return corrected(claim, "actor", Mention(0, 0, meant.name, meant.named, meant.id, linked=True), int(at))
    return corrected(claim, name, value, int(at))  # type: ignore[arg-type]  # it refuses what it does not know


def _bearer(known: Texts, words: str) -> "Entry":
    """Who is called so. Raises UsageError where nobody known is, or several are."""
    found = known.bearer(words)
    if not found.id and found.sort == "alias":
        raise UsageError(
            f"nobody whom this casebook knows is called «{words.strip()}»: search for the name, give its id"
        )
    return found


def _linked(found: Text, form: str) -> Mention:
    words = found.marked.prose.text
    for mention in found.marked.mentions:
        if mention.linked and " ".join(mention.of(words).split()) == form:
            return mention
    raise UsageError(f"«{form}» is linked to nobody in this text: say whom it means")


def _forms(known: Texts, found: Text) -> list[_Spelt]:
    """The forms of names in a text, those that are linked to nobody first, then the commonest."""
    words = found.marked.prose.text
    said = {alias.form.casefold(): alias for alias in known.reviews().aliases(found.head.sha256)}
    counts: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], Mention] = {}
    for mention in found.marked.mentions:
        form = " ".join(mention.of(words).split())
        key = form, mention.id or mention.name
        counts[key] += 1
        first.setdefault(key, mention)
    forms = [_Spelt(key[0], first[key], places, said.get(key[0].casefold())) for key, places in counts.items()]
    return sorted(forms, key=lambda each: (each.mention.linked, -each.places, each.form))
