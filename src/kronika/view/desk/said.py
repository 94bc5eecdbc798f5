"""What the page on an identity says, made of its facts and of what each state's lists say: values with their marks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from kronika.base import places, scripts, states, vocabulary
from kronika.base.errors import Unreadable
from kronika.match.profile import QUALITY
from kronika.view.desk.pages import language

if TYPE_CHECKING:
    from kronika.ledger.store import Ledger, StoredFact
    from kronika.study.coverage.domain import Listing, Standing
    from kronika.study.coverage.gather import Gathered
    from kronika.view.desk.footnotes import Footnotes, Mark

_SCRIPTS = {
    "Arab": "Arabic script", "Armn": "Armenian script", "Beng": "Bengali script", "Cyrl": "Cyrillic script",
    "Deva": "Devanagari", "Ethi": "Ethiopic script", "Geor": "Georgian script", "Grek": "Greek script",
    "Hang": "Hangul", "Hani": "Chinese characters", "Hebr": "Hebrew script", "Jpan": "Japanese script",
    "Latn": "Latin script", "Thai": "Thai script", "Zyyy": "no letters",
}  # fmt: skip
_FIRST = (
    "birthDate", "deathDate", "incorporationDate", "birthPlace", "gender", "nationality", "citizenship", "country",
    "jurisdiction", "flag", "position", "title", "education", "legalForm", "type", "imoNumber", "registrationNumber",
    "taxNumber", "innCode", "idNumber", "passportNumber", "address", "email", "phone", "website", "summary", "notes",
)  # fmt: skip
"""Properties that are shown first, in this order; the others follow by their names."""
_LEFT = frozenset(("topics", "sourceUrl", "createdAt", "modifiedAt"))
"""Properties that tell nothing of the identity itself."""


class Form(NamedTuple):
    """One form of a name."""

    text: str
    lang: str
    kinds: tuple[str, ...]
    """The properties that it is printed as, the best first."""
    lists: tuple[str, ...]
    """The states whose lists print it."""
    marks: list[Mark]


class Value(NamedTuple):
    """One value of a property."""

    text: str
    remarks: tuple[str, ...]
    """What must be known beside it."""
    lang: str
    marks: list[Mark]
    id: str = ""
    """Of another entity, which the value names."""


def told(ledger: Ledger, gathered: Gathered, facts: Sequence[StoredFact], notes: Footnotes) -> dict[str, Any]:
    """What the template is told of an identity's records: names, properties, what stands beside it, conflicts."""
    country = {
        name: states.short(source["country"]) if source["country"] else name for name, source in ledger.sources.items()
    }
    own = [fact for fact in facts if fact.entity == fact.subject and fact.printed]
    return {
        "names": _names(own, country, notes),
        "properties": _properties([fact for fact in own if fact.prop not in QUALITY], notes),
        "others": _others([fact for fact in facts if fact.entity != fact.subject and fact.schema != "Sanction"], notes),
        "members": _members(gathered, facts, ledger),
        "conflicts": _conflicts(gathered, facts, country),
    }


def _names(own: Iterable[StoredFact], country: Mapping[str, str], notes: Footnotes) -> list[tuple[str, list[Form]]]:
    """The forms of the name by script and language; in each the better kinds first, then what most lists print."""
    stated: dict[str, list[StoredFact]] = defaultdict(list)
    for fact in own:
        if fact.prop in QUALITY:
            stated[fact.value].append(fact)
    groups: dict[tuple[str, str], list[tuple[str, list[StoredFact]]]] = defaultdict(list)
    for text, some in stated.items():
        lang = next((fact.lang for fact in some if fact.lang), "") or scripts.language(text)
        groups[scripts.script(text), lang].append((text, some))
    shown = []
    for (script, lang), forms in sorted(
        groups.items(), key=lambda each: (each[0][0] != "Latn", each[0][1] != "", each[0])
    ):
        forms.sort(key=lambda each: (min(QUALITY[fact.prop] for fact in each[1]), -len(each[1]), each[0]))
        title = language(lang) if lang else _SCRIPTS.get(script, script)
        shown.append((title, [_form(text, lang, some, country, notes) for text, some in forms]))
    return shown


def _form(text: str, lang: str, some: Sequence[StoredFact], country: Mapping[str, str], notes: Footnotes) -> Form:
    kinds = sorted({fact.prop for fact in some}, key=lambda prop: QUALITY[prop])
    lists = tuple(dict.fromkeys(country[fact.source] for fact in some))
    return Form(text, lang, tuple(kinds), lists, notes.marks(fact.id for fact in some))


def _properties(facts: Iterable[StoredFact], notes: Footnotes) -> list[tuple[str, str, list[Value]]]:
    """Property, schema and values, each value once."""
    stated: dict[str, dict[str, list[StoredFact]]] = defaultdict(lambda: defaultdict(list))
    for fact in facts:
        if fact.prop not in _LEFT:
            stated[fact.prop][fact.value].append(fact)
    order = {prop: at for at, prop in enumerate(_FIRST)}
    return [
        (prop, _schema(prop, values), [_value(text, some, notes) for text, some in values.items()])
        for prop, values in sorted(stated.items(), key=lambda each: (order.get(each[0], len(order)), each[0]))
    ]


def _schema(prop: str, values: Mapping[str, Sequence[StoredFact]]) -> str:
    every = [fact.schema for some in values.values() for fact in some]
    return next((schema for schema in every if prop in vocabulary.known(schema).properties), every[0])


def _value(text: str, some: Sequence[StoredFact], notes: Footnotes) -> Value:
    remarks = dict.fromkeys(fact.mark for fact in some if fact.mark)
    if any(fact.corrected for fact in some):
        remarks["corrected by a person"] = None
    lang = next((fact.lang for fact in some if fact.lang), "")
    marks = notes.marks(fact.id for fact in some)
    described = vocabulary.known(some[0].schema).properties.get(some[0].prop)
    if described and described.type == "entity":
        return Value(some[0].printed, tuple(remarks), "", marks, text)
    readable = _country(text) if described and described.type == "country" else text
    return Value(readable, tuple(remarks), lang or "", marks)


def _country(code: str) -> str:
    """A country by its name; its code where it has none."""
    try:
        return places.name(code)
    except Unreadable:
        return code


def _others(facts: Iterable[StoredFact], notes: Footnotes) -> list[tuple[str, list[tuple[str, str, list[Value]]]]]:
    """What stands beside the subjects in their records, each with its schema: addresses, passports, relations."""
    groups: dict[str, list[StoredFact]] = defaultdict(list)
    for fact in facts:
        if fact.printed:
            groups[fact.entity].append(fact)
    found = [(some[0].schema, _properties(some, notes)) for some in groups.values()]
    return sorted(found, key=lambda each: each[0])


def standings_of(standings: Mapping[str, Standing]) -> list[dict[str, str]]:
    """What each state's lists say, those that list first."""
    order = ("listed", "delisted", "unknown", "not listed")
    shown = [
        {
            "name": states.short(code),
            "full": states.full(code),
            "status": each.status.value,
            "why": each.why or (f"since {each.since}" if each.since else ""),
        }
        for code, each in standings.items()
    ]
    return sorted(shown, key=lambda each: (order.index(each["status"]), each["name"]))


def listings(gathered: Gathered, standings: Mapping[str, Standing], notes: Footnotes) -> list[dict[str, Any]]:
    """All listings, those that stand first, then the oldest first."""
    every = [(code, each) for code, said in standings.items() for each in said.every]
    every.sort(key=lambda each: (each[1].until is not None, each[1].since.high, each[0]))
    return [_listing(code, each, gathered, notes) for code, each in every]


def began(standings: Mapping[str, Standing]) -> str:
    """The day of the first listing that has one; empty where none has."""
    return min((str(each.since) for said in standings.values() for each in said.every if each.since.exact), default="")


def _listing(code: str, each: Listing, gathered: Gathered, notes: Footnotes) -> dict[str, Any]:
    by_prop: dict[str, list[str]] = defaultdict(list)
    for cite in each.cites:
        by_prop[gathered.cited[cite].prop].append(cite)
    declared = set(gathered.sources[each.source]["measures"])
    return {
        "state": states.short(code),
        "status": "delisted" if each.until else "listed",
        "list": gathered.sources[each.source]["title"],
        "source": each.source,
        "since": str(each.since),
        "printed": each.printed,
        "until": str(each.until) if each.until else "",
        "seen": each.seen[1].published,
        "programmes": each.programmes,
        "measures": each.measures,
        "declared": declared,
        "reason": each.reason,
        "marks": {
            "since": notes.marks(by_prop["listingDate"]),
            "programmes": notes.marks([*by_prop["program"], *by_prop["programId"]]),
            "measures": notes.marks(by_prop["provisions"]),
            "reason": notes.marks(by_prop["reason"]),
        },
    }


def reasons(some: Iterable[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The reasons that are given, each with the listings that give it."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for each in some:
        if each["reason"]:
            found[each["reason"]].append(each)
    return list(found.items())


def _members(gathered: Gathered, facts: Sequence[StoredFact], ledger: Ledger) -> list[dict[str, Any]]:
    """The records that are this identity."""
    current = {fact.subject: fact.source for fact in facts}
    case = next(iter(gathered.cases), None)
    former = {each.subject: each.source for each in case.listings} if case else {}
    found = []
    for subject in gathered.own:
        source = current.get(subject) or former.get(subject, "")
        name = case.names.get(subject, subject) if case else subject
        title = ledger.sources[source]["title"] if source else ""
        found.append({"id": subject, "name": name, "list": title, "now": subject in current})
    return found


def _conflicts(
    gathered: Gathered, facts: Sequence[StoredFact], country: Mapping[str, str]
) -> list[tuple[str, list[tuple[str, list[str]]]]]:
    """About what the records differ: the values of each matter, and whose lists state them."""
    source = {fact.subject: country[fact.source] for fact in facts}
    found: dict[str, list[tuple[str, list[str]]]] = defaultdict(list)
    for some in gathered.differing.values():
        for each in some:
            lists = dict.fromkeys(source[subject] for subject in each.subjects if subject in source)
            found[each.about].append((each.value, list(lists)))
    return list(found.items())
