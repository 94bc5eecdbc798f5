"""The search: names in any script as they are typed, ids and numbers; filtered by state, type, programme and day."""

# No `from __future__ import annotations` here: FastAPI reads the annotations of routes when they are made.
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from kronika.base import names, states, vocabulary
from kronika.base.errors import UsageError
from kronika.ledger.catalogue import Entity, Search
from kronika.ledger.store import days
from kronika.match.profile import IDENTIFIERS, QUALITY
from kronika.view.desk.listed import Everybody, Listed, everybody
from kronika.view.desk.pages import page
from kronika.view.serve.held import Build, Held

router = APIRouter(include_in_schema=False)
_PAGE, _SUGGESTED = 25, 8
"""Rows on a page, and under the search box of other pages."""
_DEEP = 4000
"""Hits of the words that are looked through for a programme, a state or a day."""
_PROGRAMMES = 150
"""Programmes that are offered."""
TYPES = {"Person": "People", "Organization": "Organisations and companies", "Vessel": "Ships", "Airplane": "Aircraft"}
_OTHERS = tuple(vocabulary.descendants("Address") | vocabulary.descendants("Document"))
"""What is no one's name, and is found with those whom it belongs to."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the search is asked for."""

    q: str
    state: str
    type: str
    programme: str
    since: str
    page: int

    @property
    def filtered(self) -> bool:
        """Whether more is asked than words and a type."""
        return bool(self.state or self.programme or self.since)

    def parameters(self) -> dict[str, Any]:
        """How an address says this."""
        kept = {"q": self.q, "state": self.state, "type": self.type, "programme": self.programme, "since": self.since}
        return {**kept, "page": self.page if self.page > 1 else ""}


def _asked(
    q: Annotated[str, Query(max_length=200)] = "",
    state: str = "",
    type: str = "",  # noqa: A002 - the word in the address
    programme: str = "",
    since: str = "",
    page_: Annotated[int, Query(alias="page", ge=1, le=10_000)] = 1,
) -> Asked:
    return Asked(q.strip(), state, type if type in TYPES else "", programme.strip(), since.strip(), page_)


@router.get("/search")
def search(request: Request, held: Build, asked: Annotated[Asked, Depends(_asked)], part: str = "") -> Response:
    """The page; with `part` only its rows, or a few for the box of another page."""
    every = everybody(held)
    problem = ""
    most = _SUGGESTED if part == "suggest" else _PAGE
    try:
        total, ids = _found(held, asked, every, most)
    except UsageError as error:
        total, ids, problem = 0, (), str(error)
    rows = [_row(each, every, asked.q, held) for each in held.catalogue.entities(ids)]
    template = {"rows": "results.html", "suggest": "suggested.html"}.get(part, "search.html")
    return page(
        request, held, template, asked=asked, rows=rows, total=total, problem=problem, types=TYPES, size=_PAGE,
        states=[(code, states.short(code), states.full(code)) for code in every.states],
        programmes=list(islice(every.programmes, _PROGRAMMES)),
    )  # fmt: skip


def _found(held: Held, asked: Asked, every: Everybody, most: int) -> tuple[int, Sequence[str]]:
    """How many there are, and the ids of a page of them. The last word may be the beginning of one."""
    schema = "LegalEntity" if asked.type == "Organization" else asked.type or "Thing"
    left = (*_OTHERS, "Person") if asked.type == "Organization" else _OTHERS
    start = (asked.page - 1) * most
    if not asked.filtered:
        found = held.catalogue.search(
            Search(text=asked.q, schema=schema, without_schemata=left, typing=True, limit=most, offset=start)
        )
        return found.total, found.ids
    since = days(asked.since)[0].isoformat() if asked.since else ""
    right = {id_ for id_, mine in every.of.items() if _fits(mine, asked, since)}
    if not asked.q and not asked.type:
        chosen: Sequence[str] = sorted(
            right, key=lambda id_: (min(filter(None, every.of[id_].since.values()), default="~"), id_)
        )
    else:
        hits = held.catalogue.search(
            Search(text=asked.q, schema=schema, without_schemata=left, typing=True, limit=_DEEP)
        )
        chosen = [id_ for id_ in hits.ids if (held.catalogue.identity(id_) or id_) in right]
    return len(chosen), chosen[start : start + most]


def _fits(mine: Listed, asked: Asked, since: str) -> bool:
    """Whether somebody is listed by the state, under the programme, since the day or later; all of it by one state."""
    if asked.programme and asked.programme not in mine.programmes:
        return False
    chosen = [mine.since[asked.state]] if asked.state in mine.since else []
    chosen = chosen if asked.state else list(mine.since.values())
    return any(not since or day >= since for day in chosen)


def _row(entity: Entity, every: Everybody, q: str, held: Held) -> dict[str, Any]:
    identity = held.catalogue.identity(entity["id"]) or entity["id"]
    mine = every.of.get(identity)
    known = sorted(day for day in mine.since.values() if day) if mine else []
    return {
        "id": entity["id"],
        "caption": entity["caption"],
        "schema": entity["schema"],
        "matched": _matched(entity, q),
        "standings": every.standings(identity),
        "since": known[0] if known else "",
        "born": (entity["properties"].get("birthDate") or [""])[0],
    }


def _matched(entity: Entity, q: str) -> str:
    """The name or number that holds all of the words, where the caption does not; empty where none does."""
    words = names.fold(q).split()
    if not words or _holds(entity["caption"], words):
        return ""
    said = entity["properties"]
    texts = (value for prop in (*QUALITY, *sorted(IDENTIFIERS)) for value in said.get(prop, ()))
    return next((text for text in texts if _holds(text, words)), "")


def _holds(text: str, words: Sequence[str]) -> bool:
    mine = names.fold(text).split()
    return all(any(each.startswith(word) for each in mine) for word in words)
