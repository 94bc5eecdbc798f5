"""Write a file in the form of the Swiss list, of invented people: `python -m bench.make_seco PATH [TARGETS]`.

In shape it follows the real file of 2026: some 8,700 targets in 42 MB, about as many whole old copies of targets inside
their modifications, one in six de-listed last, the places behind the targets. The same arguments write the same bytes.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path
from xml.sax.saxutils import escape

TARGETS = 8_700
PLACES = 3_000
_SEED = 20_260_115
_LANGUAGES = ("eng", "fre", "ger", "ita")
_SYLLABLES = ("ba", "ve", "lo", "ni", "ru", "ska", "to", "mi", "dre", "zu", "pa", "li", "gor", "sha", "ke", "vin")
_CYRILLIC = ("ба", "ве", "ло", "ни", "ру", "ска", "то", "ми", "дре", "зу", "па", "ли", "гор", "ша", "ке", "вин")
_COUNTRIES = (("BY", "Belarus"), ("RU", "Russian Federation"), ("IR", "Iran"), ("SY", "Syria"), ("MM", "Myanmar"))
_DOCUMENTS = ("passport", "id-card", "diplomatic-passport", "other")
_WORDS = (
    "the", "invented", "person", "is", "said", "to", "have", "directed", "a", "company", "that", "never", "existed",
    "in", "country", "nobody", "has", "seen", "and", "signed", "papers", "of", "which", "no", "copy", "kept",
)  # fmt: skip


class _Maker:
    """Makes one list; numbers go up through the file, as the publisher's do."""

    def __init__(self, targets: int) -> None:
        # A benchmark must make the same file each time; nothing here is secret.
        self._random = random.Random(_SEED)
        self._targets, self._number = targets, 0
        self._sets = [10_000 + at for at in range(60)]
        self._places = [20_000 + at for at in range(PLACES)]

    def document(self) -> list[str]:
        """The file, in pieces."""
        head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        root = '<swiss-sanctions-list list-type="whole-list" date="2026-01-15">\n'
        programmes = [self._programme(at) for at in range(0, len(self._sets), 2)]
        targets = [self._target(100_000 + at) for at in range(self._targets)]
        places = [self._place(number) for number in self._places]
        return [head, root, *programmes, *targets, *places, "</swiss-sanctions-list>\n"]

    def _ssid(self) -> int:
        self._number += 1
        return self._number

    def _word(self, least: int = 2, most: int = 4) -> tuple[str, str]:
        chosen = [self._random.randrange(len(_SYLLABLES)) for _ in range(self._random.randint(least, most))]
        latin, cyrillic = "".join(_SYLLABLES[at] for at in chosen), "".join(_CYRILLIC[at] for at in chosen)
        return latin.capitalize(), cyrillic.capitalize()

    def _prose(self, words: int) -> str:
        return escape(" ".join(self._random.choices(_WORDS, k=words)).capitalize() + ".")

    def _day(self) -> str:
        pick = self._random.randint
        return f"{pick(2005, 2025)}-{pick(1, 12):02}-{pick(1, 28):02}"

    def _programme(self, at: int) -> str:
        name = self._word()[0]
        rows = [f'<sanctions-program ssid="{at + 1}" version-date="{self._day()}">']
        rows += [f'<program-key lang="{lang}">{name}</program-key>' for lang in _LANGUAGES]
        rows += [
            f'<program-name lang="{lang}">Ordinance on measures against {name}</program-name>' for lang in _LANGUAGES
        ]
        for number, heading in zip(self._sets[at : at + 2], ("Financial sanctions", "Travel ban"), strict=True):
            rows += [
                f'<sanctions-set ssid="{number}" lang="{lang}">Art. {at + 1} ({heading}), Annex</sanctions-set>'
                for lang in _LANGUAGES
            ]
        return "".join(rows) + "<origin>EU</origin></sanctions-program>\n"

    def _place(self, number: int) -> str:
        code, country = self._random.choice(_COUNTRIES)
        area = f"<area>{self._word()[0]} region</area>" if self._random.random() < 0.4 else ""
        return (
            f'<place ssid="{number}"><location>{self._word()[0]}</location>{area}'
            f'<country iso-code="{code}">{country}</country></place>\n'
        )

    def _target(self, number: int) -> str:
        kind = self._random.choices(("individual", "entity", "object"), (60, 35, 5))[0]
        body = self._body(kind)
        chosen = f"<sanctions-set-id>{self._random.choice(self._sets)}</sanctions-set-id>"
        foreign = f"<foreign-identifier>{number % 997}</foreign-identifier>" if self._random.random() < 0.5 else ""
        copy = f'<target ssid="{number}">{chosen}{foreign}{body}</target>'
        return f'<target ssid="{number}">{chosen}{foreign}{body}{self._history(copy)}</target>\n'

    def _history(self, copy: str) -> str:
        days = sorted({self._day() for _ in range(self._random.choice((1, 1, 1, 2, 2, 3, 4)))})
        kinds = ["listed", *("amended" for _ in days[1:])]
        if len(days) > 1 and self._random.random() < 0.36:
            kinds[-1] = "de-listed"
        changes = []
        for day, kind in zip(days, kinds, strict=True):
            inner = f"<added>{copy}</added>" if kind == "listed" else ""
            if kind == "amended":
                inner = f"<removed><other-information>{self._prose(12)}</other-information></removed>"
            dates = f'enactment-date="{day}" publication-date="{day}" effective-date="{day}"'
            changes.append(f'<modification modification-type="{kind}" {dates}>{inner}</modification>')
        return "".join(reversed(changes))

    def _body(self, kind: str) -> str:
        sex = f' sex="{self._random.choice(("male", "female"))}"' if kind == "individual" else ""
        mark = ' object-type="vessel"' if kind == "object" else ""
        identities = self._identity(kind, main=True)
        if kind == "individual" and self._random.random() < 0.1:
            identities += self._identity(kind, main=False)
        relation = ""
        if self._random.random() < 0.15:
            other = 100_000 + self._random.randrange(self._targets)
            relation = f'<relation ssid="{self._ssid()}" target-id="{other}" relation-type="related-to"/>'
        said = "IMO number: 9074729" if kind == "object" else f"Position: {self._prose(6)}"
        return (
            f"<{kind}{sex}{mark}>{identities}"
            f'<justification ssid="{self._ssid()}">{self._prose(self._random.randint(20, 100))}</justification>'
            f"{relation}"
            f'<other-information ssid="{self._ssid()}">{said}</other-information>'
            f'<other-information ssid="{self._ssid()}">{self._prose(15)}</other-information></{kind}>'
        )

    def _identity(self, kind: str, *, main: bool) -> str:
        person = kind == "individual"
        names = self._name("primary-name", person=person)
        for _ in range(self._random.choice((0, 0, 1, 1, 2, 3))):
            names += self._name("alias", person=person)
        pick, detail = self._random.randint, ""
        if person:
            born = f'day="{pick(1, 28)}" month="{pick(1, 12)}" year="{pick(1940, 1999)}"'
            code, country = self._random.choice(_COUNTRIES)
            detail = (
                f'<day-month-year ssid="{self._ssid()}" {born} calendar="Gregorian" quality="good"/>'
                f'<place-of-birth ssid="{self._ssid()}" place-id="{self._random.choice(self._places)}" quality="good"/>'
                f'<nationality ssid="{self._ssid()}"><country iso-code="{code}">{country}</country></nationality>'
            )
            if self._random.random() < 0.3:
                detail += (
                    f'<identification-document ssid="{self._ssid()}" document-type="{self._random.choice(_DOCUMENTS)}">'
                    f'<number>{pick(10**6, 10**8)}</number><issuer code="{code}">{country}</issuer>'
                    "</identification-document>"
                )
        if not person or self._random.random() < 0.3:
            detail += (
                f'<address ssid="{self._ssid()}" place-id="{self._random.choice(self._places)}" quality="good">'
                f"<address-details>{self._word()[0]} street {pick(1, 200)}</address-details>"
                f"<zip-code>{pick(1000, 9999)}</zip-code></address>"
            )
        return f'<identity ssid="{self._ssid()}" main="{"true" if main else "false"}">{names}{detail}</identity>'

    def _name(self, kind: str, *, person: bool) -> str:
        quality = "low" if kind == "alias" and self._random.random() < 0.2 else "good"
        types = ("family-name", "given-name", "father-name") if person else ("whole-name",)
        parts = "".join(self._part(at, each, long=not person) for at, each in enumerate(types, start=1))
        return f'<name ssid="{self._ssid()}" name-type="{kind}" quality="{quality}" lang="eng">{parts}</name>'

    def _part(self, order: int, kind: str, *, long: bool) -> str:
        words = [self._word() for _ in range(self._random.randint(2, 5) if long else 1)]
        latin, cyrillic = (" ".join(word[at] for word in words) for at in (0, 1))
        spelling = ""
        if self._random.random() < 0.4:
            spelling = (
                f'<spelling-variant ssid="{self._ssid()}" lang="RUS" script="CYRL" spelling-variant-type="not-defined">'
                f"{cyrillic}</spelling-variant>"
                f'<spelling-variant ssid="{self._ssid()}" lang="RUS" script="LATN" spelling-variant-type="not-defined">'
                f"{latin}o</spelling-variant>"
            )
        return (
            f'<name-part ssid="{self._ssid()}" order="{order}" name-part-type="{kind}">'
            f"<value>{latin}</value>{spelling}</name-part>"
        )


def write(path: Path, targets: int = TARGETS) -> int:
    """Write the list to a path and return its size in bytes."""
    data = "".join(_Maker(targets).document()).encode()
    path.write_bytes(data)
    return len(data)


if __name__ == "__main__":
    print(write(Path(sys.argv[1]), *(int(each) for each in sys.argv[2:3])))
