"""All that is known of one identity, each value with the facts that state it: what `/api/v1/identities` answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from kronika.base import scripts, vocabulary
from kronika.ledger.store import StoredFact
from kronika.match.profile import QUALITY

if TYPE_CHECKING:
    from kronika.ledger.catalogue import Catalogue, Entity
    from kronika.ledger.store import Ledger

_SINCE = ("listingDate", "startDate")
"""Properties of a Sanction that say since when, the better one first."""
_LISTING = {
    "programmes": ("program", "programId"),
    "measures": ("provisions",),
    "reasons": ("reason",),
    "legal_basis": ("description",),
    "statuses": ("status",),
    "until": ("endDate",),
}
"""What is told of a listing, and the properties of a Sanction that say it."""
_FACT = (
    "id", "subject", "entity", "schema", "prop", "value", "printed", "mark", "corrected", "source", "document", "place",
    "start", "end",
)  # fmt: skip
_MOST_RELATIONS = 500


def dossier(ledger: Ledger, catalogue: Catalogue, entity: Entity, identity: str) -> dict[str, Any]:
    """What is known of an identity, as `own_models.Identity` describes it.

    `entity` is what the catalogue has of it. What a list does not print is null, never a «no».
    """
    members = _members(ledger, identity)
    facts = _facts(ledger, members)
    own = [fact for fact in facts if fact.entity == fact.subject]
    return {
        "id": entity["id"],
        "identity": identity,
        "caption": entity["caption"],
        "schema": entity["schema"],
        "members": members,
        "names": _names(own),
        "listings": _listings(ledger, members, facts),
        "conflicts": _conflicts(ledger, identity),
        "relations": list(_relations(catalogue, entity["id"])),
        "facts": [_fact(fact) for fact in facts],
        "documents": _documents(ledger, facts),
    }


def _members(ledger: Ledger, identity: str) -> list[dict[str, Any]]:
    """The subjects that are this identity: where and when they stand, the oldest listing first."""
    known = "SELECT subject FROM read_parquet($file) WHERE identity = $identity"
    mine = ledger.rows(known, {"file": str(ledger.matched / "identities.parquet"), "identity": identity})
    sql = f"""
        SELECT f.subject AS id, f.source, any_value(s.title) AS title, any_value(s.country) AS state,
            bool_or(c.state = 'current') AS listed,
            min(c.published) AS first_copy, max(c.published) AS last_copy,
            arg_max(f.copy, (c.state = 'current', c.published)) AS copy
        FROM {ledger.history} f JOIN copies c USING (copy) JOIN sources s ON s.source = f.source
        WHERE f.subject IN ({", ".join("?" * len(mine))}) AND f.entity = f.subject
        GROUP BY f.subject, f.source ORDER BY listed DESC, first_copy, f.subject
    """  # noqa: S608 - the view's name is the ledger's own
    return ledger.rows(sql, [row["subject"] for row in mine])


def _facts(ledger: Ledger, members: Sequence[dict[str, Any]]) -> list[StoredFact]:
    """The facts of these subjects in their newest copies; `facts` has those of the current ones at hand."""
    newest = {member["id"]: member.pop("copy") for member in members}
    found: list[StoredFact] = []
    for listed, table in ((True, "facts"), (False, ledger.history)):
        subjects = [member["id"] for member in members if member["listed"] is listed]
        if subjects:
            marks = ", ".join("?" * len(subjects))
            sql = f"SELECT * REPLACE (coalesce(printed, value) AS printed) FROM {table} WHERE subject IN ({marks})"  # noqa: S608
            found += [StoredFact(**row) for row in ledger.rows(sql, subjects)]
    return [fact for fact in found if fact.copy == newest[fact.subject]]


def _names(own: Iterable[StoredFact]) -> list[dict[str, Any]]:
    """The forms of the name by script: the letters, the languages where known, how good it is, who states it."""
    found: dict[str, list[StoredFact]] = defaultdict(list)
    for fact in own:
        if fact.prop in QUALITY:
            found[fact.value].append(fact)
    names = [
        {
            "text": text,
            "script": scripts.script(text),
            "languages": sorted({lang for fact in stated if (lang := fact.lang or scripts.language(text))}),
            "kinds": sorted({fact.prop for fact in stated}, key=lambda prop: QUALITY[prop]),
            "sources": sorted({fact.source for fact in stated}),
            "facts": _ids(stated),
        }
        for text, stated in found.items()
    ]
    return sorted(names, key=lambda name: (name["script"] != "Latn", name["script"], QUALITY[name["kinds"][0]]))


def _listings(ledger: Ledger, members: list[dict[str, Any]], facts: Iterable[StoredFact]) -> list[dict[str, Any]]:
    """Each listing by the state that lists: since when, under what, with which measures, why."""
    of = {member["id"]: member for member in members}
    sanctions: dict[str, list[StoredFact]] = defaultdict(list)
    for fact in facts:
        if fact.schema == "Sanction":
            sanctions[fact.entity].append(fact)
    found = []
    for entity, stated in sanctions.items():
        member = of[stated[0].subject]
        said = {name: _values(stated, props) or None for name, props in _LISTING.items()}
        declared = ledger.sources[stated[0].source]["measures"]
        since = _values(stated, _SINCE[:1]) or _values(stated, _SINCE[1:])
        found.append(
            {
                "id": entity,
                "subject": member["id"],
                "source": member["source"],
                "title": member["title"],
                "state": member["state"],
                "standing": "listed" if member["listed"] else "delisted",
                "since": min(since, default=None),
                "first_copy": member["first_copy"],
                "last_copy": member["last_copy"],
                **said,
                "measures_of_list": [each for each in declared if each not in (said["measures"] or ())],
                "facts": _ids(stated),
            }
        )
    return sorted(found, key=lambda each: (each["state"], each["since"] or "9999", each["id"]))


def _values(stated: Iterable[StoredFact], props: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(fact.value for fact in stated if fact.prop in props))


def _ids(stated: Iterable[StoredFact]) -> list[str]:
    return list(dict.fromkeys(fact.id for fact in stated))


def _conflicts(ledger: Ledger, identity: str) -> list[dict[str, Any]]:
    sql = "SELECT about, value, subjects FROM read_parquet($file) WHERE identity = $identity ORDER BY about, value"
    rows = ledger.rows(sql, {"file": str(ledger.matched / "conflicts.parquet"), "identity": identity})
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row["about"]].append({"value": row["value"], "subjects": row["subjects"]})
    return [{"about": about, "values": values} for about, values in found.items()]


def _relations(catalogue: Catalogue, id_: str) -> Iterable[dict[str, Any]]:
    """Who it is tied to by what has two ends: an Ownership, a Directorship, a Family."""
    for prop, found in catalogue.adjacent(id_, limit=_MOST_RELATIONS).items():
        for entity in found.entities:
            edge = vocabulary.known(entity["schema"]).edge
            ends = [value for name in edge for value in entity["properties"].get(name, ())]
            for other in ends:
                yield {
                    "property": prop,
                    "schema": entity["schema"],
                    "id": entity["id"],
                    "says": _says(entity),
                    "other": _end(other),
                }


def _says(entity: Entity) -> list[str]:
    """What a relation itself tells: «deputy director», «wife», «75 %»."""
    described = vocabulary.known(entity["schema"]).properties
    told = ("role", "relationship", "status", "percentage", "summary", "description")
    return [value for prop in told if prop in described for value in entity["properties"].get(prop, ())]


def _end(other: Entity | str) -> dict[str, Any]:
    if isinstance(other, str):
        return {"id": other, "caption": None, "schema": None}
    return {key: other[key] for key in ("id", "caption", "schema")}


def _fact(fact: StoredFact) -> dict[str, Any]:
    all_ = asdict(fact)
    return {**{key: all_[key] for key in _FACT}, "language": fact.lang}


def _documents(ledger: Ledger, facts: Iterable[StoredFact]) -> dict[str, Any]:
    """Where each document that a fact stands in comes from, by its SHA-256."""
    sql = """
        SELECT d.document, d.name, c.source, s.title, s.publisher, d.address, d.fetched, d.size, c.published
        FROM documents d JOIN copies c USING (copy) JOIN sources s USING (source)
        WHERE list_contains($pairs, d.copy || ' ' || d.document) ORDER BY c.published, d.name
    """
    rows = ledger.rows(sql, {"pairs": sorted({f"{fact.copy} {fact.document}" for fact in facts})})
    return {row.pop("document"): row for row in rows}
