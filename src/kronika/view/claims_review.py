"""The loop behind `kronika claims review`: one claim after another, and a person says what holds.

Keys: a accept, c correct, r reject, e accept the names in it for all their places, n next, b back, q quit. What stands
in the text again in the same words is judged with it. Where the input is no terminal, each key is the first letter of a
line, and what is asked for then is the next lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kronika.base.errors import UsageError
from kronika.study.claims.corrections import WHAT, corrected
from kronika.study.claims.spans import Mention
from kronika.view import asking
from kronika.view.app import show
from kronika.view.claims_export import Checked
from kronika.view.claims_text import told

if TYPE_CHECKING:
    from kronika.study.claims.reviews import Reviewed
    from kronika.texts import Text, Texts

_KEYS = "a accept   c correct   r reject   e accept names everywhere   n next   b back   q quit"


def walk(texts: Texts, sha256: str, who: str) -> int:
    """Ask about one claim that nobody has judged after another; each answer is written at once.

    Gives how many claims were judged. Raises UsageError where `who` is empty.
    """
    if not who.strip():
        raise UsageError("a review needs a name: say who you are with --by")
    text, at, written = texts.text(sha256), 0, 0
    order = [each.key for each in text.claims if not each.review and each.claim.same_as is None]
    while at < len(order):
        group = _same(text, order[at])
        if not group:  # what the document says of itself has changed, and with it what is claimed
            at += 1
            continue
        show("\n".join(["", *told(Checked(text), group[0], at + 1), f"          of {len(order)}; {_KEYS}"]))
        answer = asking.key("acrenbq", "q")
        if answer in "qb":
            if answer == "q":
                break
            at = max(at - 1, 0)
            continue
        try:
            judged = _answered(texts, text, group, answer, who)
        except UsageError as error:
            show(f"Not written: {error}")
            continue
        text = texts.text(sha256)
        written += judged
        at += answer != "e"
    return written


def _same(text: Text, key: str) -> list[Reviewed]:
    """The claim with this key, and those in the same words after it."""
    first = next((each for each in text.claims if each.key == key), None)
    if first is None:
        return []
    again = [each for each in text.claims if each.claim.same_as == first.claim.start]
    return [first, *(each for each in again if each.claim.kind == first.claim.kind and each.key != key)]


def _answered(texts: Texts, text: Text, group: list[Reviewed], answer: str, who: str) -> int:
    """Do what was answered; gives how many claims were judged. Raises UsageError where it cannot be done."""
    sha256, words, reviews = text.head.sha256, text.marked.prose.text, texts.reviews()
    match answer:
        case "a":
            return len(reviews.judge(sha256, words, group, "accept", who=who))
        case "r":
            return len(reviews.judge(sha256, words, group, "reject", who=who, why=asking.line("why")))
        case "c":
            return _correct(texts, text, group[0], who)
        case "e":
            _everywhere(texts, text, group[0], who)
    return 0


def _correct(texts: Texts, text: Text, reviewed: Reviewed, who: str) -> int:
    what = asking.line(f"what ({', '.join(WHAT)}; with a number where there are several: «actor 2»)")
    name, _, number = what.partition(" ")
    known = next((each for each in WHAT if each == name), None)
    if known is None or (number and not number.isdecimal()):
        raise UsageError(f"{what!r}: of a claim one can correct {', '.join(WHAT)}")
    at = int(number or 1) - 1
    value: str | Mention = asking.line(f"{known} is (nothing: there is none)")
    if known == "actor" and value and 0 <= at < len(reviewed.claim.mentions):
        bearer, place = texts.bearer(str(value)), reviewed.claim.mentions[at]
        value = Mention(place.start, place.end, bearer.name, bearer.named, bearer.id, linked=True)
    made = corrected(reviewed.claim, known, value, at)
    words = text.marked.prose.text
    texts.reviews().correct(text.head.sha256, words, reviewed, made, who=who, why=asking.line("why"))
    return 1


def _everywhere(texts: Texts, text: Text, reviewed: Reviewed, who: str) -> None:
    """Accept who is meant by the names of a claim for all places of the document in the same letters."""
    words = text.marked.prose.text
    forms = {each.of(words): each for each in reviewed.claim.mentions if each.linked and each.rule != "alias"}
    for form, mention in forms.items():
        readings = [(each.name, each.id) for each in text.marked.mentions if each.of(words) == form]
        if len(set(readings)) > 1:
            show(f"{form}: is read in {len(set(readings))} ways in this text, so not accepted everywhere")
            continue
        places = len(readings)
        texts.reviews().alias(form, mention, text.head.sha256, who=who, why="accepted in review")
        show(f"{form} → {mention.name}: accepted for {'all ' * (places > 1)}{places} place{'s' * (places > 1)}")
    if not forms:
        show("No name in it is linked by a rule: kronika claims alias FORM NAME|ID links one.")
