"""Numbers in digits and in words: what each is worth, and where it stands.

1,200.50   60 000   87,28   1.5m   39bn   ½   2 × 10^3
seventeen   two hundred and five   one and a half million   three quarters   one in five
dozens   tens of thousands   several hundred   twice   tenfold   5th
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from kronika.study.claims.quantities.tables import VULGAR
from kronika.study.claims.quantities.tokens import adjacent, hyphen

if TYPE_CHECKING:
    from kronika.study.claims.quantities.tables import Words
    from kronika.study.claims.quantities.tokens import Token

Form = Literal["digits", "words", "plural", "few", "fraction", "share", "multiple", "ordinal", "span"]
"""plural: «dozens»; few: «several hundred»; share: «one in five»; span: «a year», a number only beside a hedge."""
MOST_DIGITS = 15
"""A longer one is a code, or more than a float holds."""
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_SHARES = (*range(2, 11), 12, 15, 20, 25, 30, 50, 100, 1000, 10_000, 100_000, 1_000_000)
_COMMAS = re.compile(r"[1-9]\d{0,2}(,\d{2,3})*,\d{3}(\.\d+)?")
_STOPS = re.compile(r"\d{1,3}(\.\d{3}){2,}(,\d+)?|\d{1,3}(\.\d{3})+,\d+")


class Numeral(NamedTuple):
    """A number in a text; `first` and `last` count tokens, the last exclusive."""

    first: int
    last: int
    value: float
    form: Form
    start: int
    end: int
    """Places of the number alone: «117.5» of «117.5 billion», but «a thousand», «half a million»."""
    base: float = 0.0
    """The number without its scale."""
    scale: float = 1.0
    sure: bool = False
    """Grouped digits, decimals, a scale: no year, no number of an article."""


def read(tokens: Sequence[Token], at: int, words: Words) -> Numeral | None:
    """The number that begins at a token; None where none does."""
    token = tokens[at]
    if token.kind == "number":
        return _digits(tokens, at, words)
    if token.text in VULGAR:
        number = _made(tokens, at, at + 1, VULGAR[token.text], "fraction")
        return _scaled(tokens, number, words) if _scale(tokens, at + 1, words) else number
    if token.kind != "word":
        return None
    return _in_words(tokens, at, words)


def _in_words(tokens: Sequence[Token], at: int, words: Words) -> Numeral | None:
    low = tokens[at].low
    if words.has("words.article", low):
        return _with_article(tokens, at, words)
    if low in words.cardinals:
        return _cardinal(tokens, at, words)
    if low in words.plural:
        return _plural(tokens, at, words)
    if low in words.multiples:
        return _made(tokens, at, at + 1, words.multiples[low], "multiple")
    if low in words.few:
        return _few(tokens, at, at + 1, words)
    if low in words.scales:
        return _made(tokens, at, at + 1, words.scales[low], "words", sure=True)
    half = words.fractions.get(low) == 2
    if low in words.ordinals and not half:
        return _made(tokens, at, at + 1, words.ordinals[low], "ordinal")
    return _of_scale(tokens, _made(tokens, at, at + 1, 0.5, "fraction"), words) if half else None


def number(printed: str) -> float:
    """The worth of digits as printed: «1,200.50», «60 000», «87,28», «1'500», «12,34,567», «1.234.567,8»."""
    if printed.isdecimal():
        return float(printed)
    plain = printed.replace(" ", "").replace("'", "")
    if _COMMAS.fullmatch(plain):
        return float(plain.replace(",", ""))
    if _STOPS.fullmatch(plain):
        return float(plain.replace(".", "").replace(",", "."))
    return float(plain.replace(",", "."))


def _made(tokens: Sequence[Token], first: int, last: int, value: float, form: Form, *, sure: bool = False) -> Numeral:
    return Numeral(first, last, value, form, tokens[first].start, tokens[last - 1].end, value, 1.0, sure)


def _digits(tokens: Sequence[Token], at: int, words: Words) -> Numeral:
    printed = tokens[at].text
    value = number(printed) if len(printed) <= 2 * MOST_DIGITS else float("inf")
    found = _made(tokens, at, at + 1, value, "digits", sure=not printed.isdecimal())
    after = tokens[at + 1]
    if after.text in VULGAR:
        return _made(tokens, at, at + 2, value + VULGAR[after.text], "digits", sure=True)
    if adjacent(tokens, at + 1) and after.low in {"st", "nd", "rd", "th"}:
        return _made(tokens, at, at + 2, value, "ordinal")
    behind = at + 1 + hyphen(tokens, at + 1)
    if tokens[behind].low == "fold" or (after.low == "x" and adjacent(tokens, at + 1)):
        return _made(tokens, at, behind + 1, value, "multiple")
    part = _slashed(tokens, at, value) or _share(tokens, found, words) or _mixed(tokens, found, words)
    return part or _scaled(tokens, _powered(tokens, found), words)


def _slashed(tokens: Sequence[Token], at: int, value: float) -> Numeral | None:
    """«2/3», and «1 1/2»."""
    below = tokens[at + 2]
    if (
        tokens[at + 1].text != "/"
        or below.kind != "number"
        or (tokens[at + 3].text == "/" and adjacent(tokens, at + 3))
    ):
        return None
    glued = adjacent(tokens, at + 1) and adjacent(tokens, at + 2)
    if not (glued and below.text.isdecimal() and 0 < value < int(below.text[:9]) <= 10 and value == int(value)):
        return None
    return _made(tokens, at, at + 3, value / int(below.text), "fraction")


def _powered(tokens: Sequence[Token], found: Numeral) -> Numeral:
    """«1.2 × 10^3», «5 × 10-6», «3·10⁵»."""
    at = found.last
    if tokens[at].text not in {"×", "x", "·", "*"} or not tokens[at + 1].text.startswith("10"):
        return found
    last, power = at + 2, tokens[at + 1].text[2:]
    while not tokens[at + 1].text[2:] and (adjacent(tokens, last) or tokens[last - 1].text in {"^", "-", "+"}):
        if not (tokens[last].text in {"^", "-", "+"} or tokens[last].text.isdigit()):
            break
        power, last = power + tokens[last].text, last + 1
    power = power.replace("^", "").translate(_SUPERSCRIPT)
    if not re.fullmatch(r"[-+]?\d{1,2}", power):
        return found
    return _made(tokens, found.first, last, found.value * 10.0 ** int(power), "digits", sure=True)


def _scale(tokens: Sequence[Token], at: int, words: Words) -> float | None:
    """The scale at a token, behind a number in digits: «million», «bn»."""
    token = tokens[at]
    if token.kind != "word":
        return None
    if token.low in words.scales:
        return words.scales[token.low]
    short = words.short.get(token.low)
    if short is None or len(token.low) > 1 or adjacent(tokens, at):
        return short
    # A blank before a lone letter makes it a unit or a word, but for money («$5 m», «5 m USD»).
    unit = words.units.get(tokens[at + 1].low)
    money = tokens[at + 1].text in words.money or (unit is not None and unit.category == "money")
    return short if money or (at > 1 and tokens[at - 2].kind == "money") else None


def _scaled(tokens: Sequence[Token], found: Numeral, words: Words) -> Numeral:
    at, last, scale = found.last, found.last, 1.0
    at += hyphen(tokens, at)
    while (more := _scale(tokens, at, words)) is not None:
        scale, last = scale * more, at + 1
        # «тыс.» keeps its full stop where the sentence goes on.
        stop = tokens[last].text == "." and tokens[last + 1].text.islower()
        last += stop and words.has("words.abbreviated", tokens[at].low)
        at = last
    if last == found.last:
        return found
    found = found._replace(last=last, value=found.value * scale, base=found.value, scale=scale, sure=True)
    return _added(tokens, found, words)


def _added(tokens: Sequence[Token], found: Numeral, words: Words) -> Numeral:
    """«5 million 300 thousand»."""
    if tokens[found.last].kind != "number":
        return found
    scale = _scale(tokens, found.last + 1, words)
    if scale is None or scale >= found.scale or len(tokens[found.last].text) > 7:
        return found
    return found._replace(last=found.last + 2, value=found.value + number(tokens[found.last].text) * scale)


def _cardinal(tokens: Sequence[Token], at: int, words: Words) -> Numeral | None:
    """«two hundred and five», «twenty-five», «one and a half million», «two thirds», «one in five»."""
    total, current, last = 0.0, 0.0, at
    index = at
    while True:
        low = tokens[index].low
        if low in words.cardinals and _fits(current, words.cardinals[low], first=index == at):
            current += words.cardinals[low]
        elif low in words.scales and current:
            scale = words.scales[low]
            total, current = (total, current * scale) if scale <= 100 else (total + current * scale, 0.0)
        elif index > at and _joins(tokens, index, total + current, words):
            index += 1
            continue
        else:
            break
        index += 1
        last = index
    scale = words.scales.get(tokens[last - 1].low, 1.0)
    found = _made(tokens, at, last, total + current, "words", sure=last - at > 1)
    found = found._replace(scale=scale, base=found.value / scale)
    return _fraction(tokens, found, words) or _share(tokens, found, words) or _mixed(tokens, found, words) or found


def _fits(current: float, value: float, *, first: bool) -> bool:
    if first:
        return True
    if not value:
        return False
    tail = current % 100
    return tail == 0 if value >= 10 else (tail == 0 or (tail >= 20 and current % 10 == 0))


def _joins(tokens: Sequence[Token], at: int, so_far: float, words: Words) -> bool:
    """Whether «and», a hyphen or a comma stands within a number in words."""
    after = tokens[at + 1].low
    if tokens[at].text == "-":
        return hyphen(tokens, at) and (after in words.cardinals or after in words.scales)
    if after not in words.cardinals or tokens[at - 1].low not in words.scales:
        return False
    return so_far >= 1000 if tokens[at].text == "," else so_far >= 100 and words.has("words.and", tokens[at].low)


def _fraction(tokens: Sequence[Token], found: Numeral, words: Words) -> Numeral | None:
    """«two thirds», «one-fifth», «three quarters»."""
    at = found.last + hyphen(tokens, found.last)
    if not 0 < found.value < 100:
        return None
    low = tokens[at].low
    below = words.fractions.get(low) or words.fractions.get(low.removesuffix("s"))
    many = low.endswith("s") or low == "halves"
    if not below or many != (found.value > 1) or found.value >= below:
        return None
    return _of_scale(tokens, _made(tokens, found.first, at + 1, found.value / below, "fraction"), words)


def _share(tokens: Sequence[Token], found: Numeral, words: Words) -> Numeral | None:
    """«one in five», «9 out of 10», «two in every three»."""
    for link in words.in_every.at(tokens, found.last):
        below = _plain(tokens, link.edge, words)
        if below and 0 < found.value < below.value and below.value in _SHARES:
            return _made(tokens, found.first, below.last, found.value / below.value, "share")
    return None


def _plain(tokens: Sequence[Token], at: int, words: Words) -> Numeral | None:
    """A number that is one token, so that «1 in 2 in 3 …» is not followed for ever."""
    token = tokens[at]
    if token.kind == "number" and len(token.text) <= MOST_DIGITS:
        return _made(tokens, at, at + 1, number(token.text), "digits")
    value = words.cardinals.get(token.low) or words.scales.get(token.low)
    return _made(tokens, at, at + 1, value, "words") if value else None


def _mixed(tokens: Sequence[Token], found: Numeral, words: Words) -> Numeral | None:
    """«one and a half million», «two and three quarters», «1 1/2»."""
    at = found.last
    if tokens[at].kind == "number" and found.form == "digits":
        part = _slashed(tokens, at, number(tokens[at].text)) if len(tokens[at].text) < 3 else None
        return _made(tokens, found.first, part.last, found.value + part.value, "digits", sure=True) if part else None
    at += hyphen(tokens, at)
    part = _and_part(tokens, at + 1, words) if words.has("words.and", tokens[at].low) else None
    if part is None or found.value != int(found.value):
        return None
    if found.scale > 1:  # «a million and a half»
        return found._replace(last=part.last, value=found.value + part.value * found.scale, end=part.end)
    value = found.value + part.value
    return _scaled(tokens, _made(tokens, found.first, part.last, value, "words", sure=True), words)


def _and_part(tokens: Sequence[Token], at: int, words: Words) -> Numeral | None:
    """«a half» of «one and a half», «three quarters» of «two and three quarters»; a hyphen may stand before it."""
    at += hyphen(tokens, at)
    if words.has("words.article", tokens[at].low):
        at += 1 + hyphen(tokens, at + 1)
    below = words.fractions.get(tokens[at].low, 0.0)
    if below > 1 and not tokens[at].low.endswith("s"):
        return _made(tokens, at, at + 1, 1 / below, "fraction")
    many, behind = words.cardinals.get(tokens[at].low, 0.0), at + 1 + hyphen(tokens, at + 1)
    below = words.fractions.get(tokens[behind].low.removesuffix("s"), 0.0)
    return _made(tokens, at, behind + 1, many / below, "fraction") if 0 < many < below else None


def _of_scale(tokens: Sequence[Token], part: Numeral, words: Words) -> Numeral:
    """«half a million», «a quarter of a million», «half million»: the part of the scale behind it."""
    at = part.last
    at += words.has("words.part", tokens[at].low)
    at += words.has("words.article", tokens[at].low)
    scale = words.scales.get(tokens[at].low)
    if scale is None or scale < 12 or (at > part.last and not words.has("words.article", tokens[at - 1].low)):
        return part
    return _made(tokens, part.first, at + 1, part.value * scale, "words", sure=True)


def _plural(tokens: Sequence[Token], at: int, words: Words) -> Numeral:
    """«dozens», «tens of thousands», «hundreds of millions»."""
    value, last = 2 * words.plural[tokens[at].low], at + 1
    for _ in range(2):
        if not words.has("words.part", tokens[last].low) or tokens[last + 1].low not in words.plural:
            break
        value *= words.plural[tokens[last + 1].low]
        last += 2
    return _made(tokens, at, last, value, "plural")


def _few(tokens: Sequence[Token], at: int, last: int, words: Words) -> Numeral | None:
    """«several hundred», «many thousands», «a few dozen», «many decades»: at least two of them."""
    last += words.has("words.part", tokens[last].low)
    low = tokens[last].low
    if low in words.plural:
        return _plural(tokens, last, words)._replace(first=at, start=tokens[at].start)
    if low in words.scales:
        return _made(tokens, at, last + 1, 2 * words.scales[low], "few")
    unit = words.units.get(low)
    return _made(tokens, at, last, 2.0, "few") if unit and unit.category == "duration" else None


def _with_article(tokens: Sequence[Token], at: int, words: Words) -> Numeral | None:
    """«a thousand», «a dozen», «a third», «a few dozen», «a couple of hundred», «a year»."""
    for few in words.few.at(tokens, at):
        return _few(tokens, at, few.edge, words)
    low = tokens[at + 1 + hyphen(tokens, at + 1)].low
    last = at + 2 + hyphen(tokens, at + 1)
    if low in words.scales:
        found = _made(tokens, at, last, words.scales[low], "words", sure=True)._replace(scale=words.scales[low])
        return _mixed(tokens, found, words) or _scaled(tokens, found, words)
    if words.fractions.get(low, 0) > 1:
        return _of_scale(tokens, _made(tokens, at, last, 1 / words.fractions[low], "fraction"), words)
    unit = words.units.get(low)
    return _made(tokens, at, last, 1.0, "span") if unit and unit.category == "duration" else None
