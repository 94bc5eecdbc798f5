"""Everybody of a regime, and all that any copy of any list says of how they are listed: a few queries, no judgement."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from kronika.ledger.store import Ledger

LISTING = ("entity", "listingDate", "endDate", "status", "program", "programId", "provisions", "reason")
"""Properties of a Sanction that are read; `entity` stands in every one."""
OWN = ("name", "alias", "weakAlias", "birthDate", "gender", "position")
"""Properties of a subject that are read."""
TIES = {
    True: ("nationality", "citizenship"),
    False: ("country", "jurisdiction", "mainCountry", "flag"),
}
"""Properties that tie a person (True), or a company or ship (False), to a country. Where a person was born does not: of
those born in a Soviet republic many never lived in the state that came after it. Nor does an address abroad."""


class Member(NamedTuple):
    """A subject of an identity that is of the regime."""

    subject: str
    identity: str
    source: str
    schema: str
    by_programme: bool
    """Whether some copy lists it under a programme of the regime."""
    by_country: bool
    """Whether some copy ties it to a country of the regime."""


class Printed(NamedTuple):
    """One value as a copy prints it."""

    copy: str
    subject: str
    entity: str
    prop: str
    value: str
    id: str
    printed: str
    document: str
    place: str


class Pair(NamedTuple):
    """A subject that could be one with a member and was not joined to it."""

    member: str
    other: str
    source: str
    name: str
    score: float
    status: str
    """undecided or apart."""
    evidence: tuple[str, ...]


class Differing(NamedTuple):
    """A value that records of one identity do not agree about."""

    identity: str
    about: str
    value: str
    subjects: tuple[str, ...]


@dataclass(frozen=True)
class Listings:
    """What the ledger holds of a regime."""

    members: Sequence[Member]
    facts: Sequence[Printed]
    """Of all copies, the oldest first."""
    near: Sequence[Pair]
    differing: Sequence[Differing]
    copies: Sequence[Mapping[str, Any]]
    """All good copies of the listing states' sources, the oldest first; columns of `copies` in schema.sql."""
    unprinted: Sequence[tuple[str, str]]
    """Source and programme that define the regime, where the source is held and no copy of it prints the programme."""


def read(ledger: Ledger, programmes: Mapping[str, Collection[str]], countries: Collection[str]) -> Listings:
    """Who is listed under one of these programmes (source → as printed), or is tied to one of these countries.

    All listings of an identity are read when one of its subjects is of the regime, and all its subjects. Who stands in
    earlier copies alone is an identity of its own unless the matcher knows better. Sources that no state answers for
    are left out. Raises UsageError where nobody has been resolved yet.
    """
    found = members(ledger, programmes, countries)
    files = {name: str(ledger.matched / f"{name}.parquet") for name in ("pairs", "conflicts")}
    facts = ledger.rows(_FACTS.format(every=ledger.history), {"listing": LISTING, "own": OWN})
    near = ledger.rows(_NEAR, {"pairs": files["pairs"]})
    differing = ledger.rows(_DIFFERING, {"conflicts": files["conflicts"]})
    return Listings(
        members=found,
        facts=[Printed(**row) for row in facts],
        near=[Pair(**{**row, "evidence": tuple(row["evidence"])}) for row in near],
        differing=[Differing(**{**row, "subjects": tuple(row["subjects"])}) for row in differing],
        copies=copies(ledger),
        unprinted=unprinted(ledger, programmes),
    )


def members(ledger: Ledger, programmes: Mapping[str, Collection[str]], countries: Collection[str]) -> Sequence[Member]:
    """The subjects of the identities of which one is of the regime, in any copy; see `read`.

    They stand in the table `member` of this ledger until others are asked for.
    """
    named = _named(programmes)
    asked = {"programmes": named, "countries": list(countries), "persons": TIES[True], "others": TIES[False]}
    ledger.rows(_TIED.format(every=ledger.history), asked)
    identities = {"identities": str(ledger.matched / "identities.parquet")}
    ledger.rows(_MEMBERS.format(every=ledger.history), identities)
    return [Member(**row) for row in ledger.rows("SELECT * FROM member ORDER BY identity, subject")]


def copies(ledger: Ledger) -> Sequence[Mapping[str, Any]]:
    """All good copies of the listing states' sources, the oldest first; columns of `copies` in schema.sql."""
    return ledger.rows(_COPIES)


def unprinted(ledger: Ledger, programmes: Mapping[str, Collection[str]]) -> Sequence[tuple[str, str]]:
    """Source and programme, where the source is held and no copy of it prints the programme."""
    asked = {"programmes": _named(programmes)}
    printed = {row["named"] for row in ledger.rows(_PRINTED.format(every=ledger.history), asked)}
    held = {row["source"] for row in ledger.rows("SELECT DISTINCT source FROM copies")}
    return [
        (source, each)
        for source, some in sorted(programmes.items())
        for each in some
        if source in held and f"{source}\t{each}" not in printed
    ]


def _named(programmes: Mapping[str, Collection[str]]) -> list[str]:
    return [f"{source}\t{each}" for source, some in programmes.items() for each in some]


def of(ledger: Ledger, identity: str, likely: float) -> Listings:
    """The same of one identity, or of a subject that is none, whatever it is tied to. Nobody is of a regime here.

    Of the subjects that could be one with it there are those that are undecided, or score `likely` at least.
    `members` is empty where there is no such identity. Raises UsageError where nobody has been resolved yet.
    """
    folder = ledger.matched
    known = ledger.rows(_SUBJECTS, {"identities": str(folder / "identities.parquet"), "identity": identity})
    subjects = [row["subject"] for row in known] or [identity]
    # One subject at a time: DuckDB finds one quickly, and of several reads everything.
    sql = _ALL_OF.format(every=ledger.history)
    found = {subject: ledger.rows(sql, {"subject": subject, "listing": LISTING, "own": OWN}) for subject in subjects}
    members = [
        Member(subject, identity, row["source"], row["kind"], by_programme=False, by_country=False)
        for subject, rows in found.items()
        for row in [row for row in rows if row["entity"] == subject][-1:]
    ]
    facts = sorted((row for rows in found.values() for row in rows), key=lambda row: (row["published"], row["age"]))
    asked = {"pairs": str(folder / "pairs.parquet"), "subjects": subjects, "likely": likely}
    pairs = [
        (one, other, row)
        for row in _near_of(ledger, asked)
        for one, other in ((row["left"], row["right"]), (row["right"], row["left"]))
        if one in found and other not in found
    ]
    named = {other: ledger.rows(_NAMED, {"subject": other}) for other in {other for _, other, _ in pairs}}
    near = [
        Pair(one, other, said["source"], said["name"], row["score"], row["status"], tuple(row["evidence"]))
        for one, other, row in pairs
        for said in named[other]
    ]
    conflicts = {"conflicts": str(folder / "conflicts.parquet"), "identity": identity}
    return Listings(
        members=members,
        facts=[Printed(*(row[name] for name in Printed._fields)) for row in facts],
        near=near,
        differing=[
            Differing(**{**row, "subjects": tuple(row["subjects"])}) for row in ledger.rows(_CONFLICTS, conflicts)
        ],
        copies=copies(ledger),
        unprinted=[],
    )


def _near_of(ledger: Ledger, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The pairs; to read what speaks for each of all pairs takes longer than the rest, and most subjects have none."""
    found = ledger.rows(_NEAR_OF.format(evidence="[] AS evidence"), asked)
    return ledger.rows(_NEAR_OF.format(evidence="evidence"), asked) if found else []


_SUBJECTS = "SELECT subject FROM read_parquet($identities) WHERE identity = $identity"
_ALL_OF = """
    SELECT f.copy, f.source, f.schema AS kind, c.published, c.rowid AS age,
        subject, entity, prop, value, id, coalesce(printed, value) AS printed, document, place
    FROM {every} f JOIN copies c ON c.copy = f.copy
    WHERE subject = $subject
        AND ((f.schema = 'Sanction' AND list_contains($listing, prop))
            OR (entity = subject AND list_contains($own, prop)))
    ORDER BY c.published, c.rowid
"""
_NEAR_OF = """
    SELECT "left", "right", score, status, {evidence} FROM read_parquet($pairs)
    WHERE status != 'merged' AND (status = 'undecided' OR score >= $likely)
        AND (list_contains($subjects, "left") OR list_contains($subjects, "right"))
    ORDER BY score DESC, "left", "right"
"""
_NAMED = """
    SELECT any_value(source) AS source, coalesce(first(value) FILTER (prop = 'name'), first(value)) AS name
    FROM facts WHERE subject = $subject AND entity = $subject AND fold IS NOT NULL HAVING count(*) > 0
"""
_CONFLICTS = (
    "SELECT identity, about, value, subjects FROM read_parquet($conflicts) WHERE identity = $identity ORDER BY ALL"
)
_TIED = """
    CREATE OR REPLACE TEMP TABLE tied AS
    SELECT subject,
        bool_or(entity != subject) AS by_programme, bool_or(entity = subject) AS by_country
    FROM {every} JOIN sources USING (source)
    WHERE country != '' AND (
        (prop IN ('program', 'programId') AND list_contains($programmes, source || chr(9) || value))
        OR (entity = subject AND list_contains($countries, value)
            AND list_contains(CASE schema WHEN 'Person' THEN $persons ELSE $others END, prop))
    )
    GROUP BY subject
"""
_MEMBERS = """
    CREATE OR REPLACE TEMP TABLE member AS
    WITH known AS (SELECT subject, identity FROM read_parquet($identities)),
    mine AS (SELECT DISTINCT identity FROM known JOIN tied USING (subject)),
    named AS (
        SELECT subject, identity FROM known WHERE identity IN (SELECT identity FROM mine)
        UNION ALL SELECT subject, subject FROM tied WHERE subject NOT IN (SELECT subject FROM known)
    ),
    kinds AS (
        SELECT subject, any_value(source) AS source, any_value(schema) AS schema FROM {every}
        WHERE entity = subject AND subject IN (SELECT subject FROM named) GROUP BY subject
    )
    SELECT subject, identity, kinds.source, schema,
        coalesce(by_programme, false) AS by_programme, coalesce(by_country, false) AS by_country
    FROM named JOIN kinds USING (subject) LEFT JOIN tied USING (subject)
"""
_FACTS = """
    SELECT f.copy, subject, entity, prop, value, id, coalesce(printed, value) AS printed, document, place
    FROM {every} f JOIN member USING (subject) JOIN copies c ON c.copy = f.copy
    WHERE (f.schema = 'Sanction' AND list_contains($listing, prop))
        OR (entity = subject AND list_contains($own, prop))
    ORDER BY c.published, c.rowid
"""
_PRINTED = """
    SELECT DISTINCT source || chr(9) || value AS named FROM {every}
    WHERE prop IN ('program', 'programId') AND list_contains($programmes, source || chr(9) || value)
"""
_NEAR = """
    WITH near AS (
        SELECT "left" AS member, "right" AS other, score, status, evidence FROM read_parquet($pairs)
        UNION ALL SELECT "right", "left", score, status, evidence FROM read_parquet($pairs)
    )
    SELECT near.member, other, any_value(source) AS source,
        coalesce(first(value) FILTER (prop = 'name'), first(value)) AS name, score, status, evidence
    FROM near JOIN facts f ON f.subject = other AND f.entity = other AND f.fold IS NOT NULL
    WHERE status != 'merged' AND near.member IN (SELECT subject FROM member)
    GROUP BY ALL ORDER BY score DESC, near.member, other
"""
_DIFFERING = """
    SELECT identity, about, value, subjects FROM read_parquet($conflicts)
    WHERE identity IN (SELECT identity FROM member) ORDER BY ALL
"""
_COPIES = """
    SELECT c.* FROM copies c JOIN sources USING (source)
    WHERE state != 'refused' AND country != '' ORDER BY published, c.rowid
"""
