"""The language of a text: by its function words, by its script, or not at all.

Function words are a closed class: a tenth and more of the words of any prose. The lists are short; where two languages
share words, one must lead clearly.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from kronika.base.scripts import script

if TYPE_CHECKING:
    from kronika.collect.texts.blocks import Draft

_FUNCTION_WORDS = {
    "en": "the of and to that for is was with by on are this which from have has been were their its not they who",
    "de": "der die und das den von zu mit ist nicht auf für dem des ein eine sich auch wird wurde werden sind bei über",
    "fr": "le la les des et du une est dans pour qui que sur par pas au aux avec sont cette ont été ses",
    "es": "el los las y del que una por con para se su al como más han fue son sus este está entre",
    "it": "il di che della gli dei nel per una non con sono delle alla del è più ha dal anche stato",
    "pt": "o os do da dos das que uma em não para com por foi pelo pela são mais ao à na no",
    "nl": "het een van en de dat niet zijn voor met op aan ook door werd wordt bij naar maar deze",
    "sv": "och att det som en är av för med inte på den till om ett har de från var",
    "pl": "w i z na do nie się jest że przez są oraz dla które który został także od po o jako",
    "cs": "a v se na je že s z do o by byl jsou které který pro jako také za při bylo",
    "lt": "ir kad su iš į tai yra buvo kaip bet jau po prie dėl nuo taip pat jo jos savo",
    "lv": "un ir ka no ar par tas kas bija arī ko pie tika uz līdz pēc vai šo",
    "et": "ja on et ei oli kui mis ka see oma ning kes aga pärast või selle",
    "ru": "и в не на что с по как это его от к из для был были также или уже она",
    "uk": "і в не на що з та це як до від й у його для було про або також під",
    "be": "і ў не на што з па як гэта да ад яго для быў было пра або таксама пад былі",
}
_LETTERS = {"be": frozenset("ў"), "uk": frozenset("їєґ")}
"""Letters that no other language of the table has: a word with one tells as much as a function word."""
_SCRIPTS = {
    "Grek": "el",
    "Geor": "ka",
    "Armn": "hy",
    "Hebr": "he",
    "Hang": "ko",
    "Jpan": "ja",
    "Hani": "zh",
    "Thai": "th",
}
"""Scripts that one language alone is commonly written in."""
_WORD = re.compile(r"[^\W\d_]+")
_LEAST_WORDS, _LEAST_SHARE, _LEAD = 20, 0.12, 1.4
_SAMPLE = 20_000


@cache
def _sets() -> dict[str, frozenset[str]]:
    return {code: frozenset(listed.split()) for code, listed in _FUNCTION_WORDS.items()}


def weight(text: str) -> float:
    """How much a text reads as some language of the table: the most function words of one language among its words."""
    said = _WORD.findall(text[:_SAMPLE].casefold())
    return max((sum(word in known for word in said) for known in _sets().values()), default=0)


def language(text: str) -> str:
    """The ISO 639-1 code of the language that most of the text is in; empty where its words do not tell.

    It takes 20 words, 12 % of them function words of that language, and 1.4 times as many as of any other.
    """
    sample = text[:_SAMPLE]
    if alone := _SCRIPTS.get(script(sample)):
        return alone
    said = _WORD.findall(sample.casefold())
    if len(said) < _LEAST_WORDS:
        return ""
    counts = {code: sum(word in known for word in said) for code, known in _sets().items()}
    for code, letters in _LETTERS.items():
        counts[code] += sum(not letters.isdisjoint(word) for word in said)
    first, second = sorted(counts, key=counts.__getitem__, reverse=True)[:2]
    enough = counts[first] >= _LEAST_SHARE * len(said) and counts[first] >= _LEAD * counts[second]
    return first if enough else ""


def settle(draft: Draft) -> str:
    """The document's language: what its words tell, else what it states; a difference is a problem line."""
    told = language(" ".join(block.text for block in draft.blocks if block.role not in {"boilerplate", "teaser"}))
    stated = re.match(r"([A-Za-z]{2,3})(?:[-_]|$)", draft.language.strip())
    code = stated[1].lower() if stated else ""
    if code and told and told != code:
        draft.problems.append(
            f"the document says that its language is «{code}»; its words are «{told}», which is taken"
        )
    return told or code
