"""The page on an identity: its names, who lists it since when and why, what is known of it, each with its cell."""

# No `from __future__ import annotations` here: FastAPI reads the annotations of routes when they are made.
from dataclasses import replace

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from kronika.study.coverage import gather, matrix, standing
from kronika.study.finding import Finding
from kronika.view import pictures
from kronika.view.desk import said, ties
from kronika.view.desk.footnotes import Footnotes, cited
from kronika.view.desk.pages import identity_url, page, picture_file
from kronika.view.serve.held import Build

router = APIRouter(include_in_schema=False)


@router.get("/identities/{id}")
def identity(request: Request, held: Build, id: str) -> Response:  # noqa: A002 - what it is
    """The page on an identity; subjects and former ids lead to it."""
    entity = held.catalogue.entity(id)
    if entity is None:
        raise HTTPException(404, "No list in this casebook has anybody with this id: the search finds names and ids.")
    if entity["id"] != id:
        return RedirectResponse(identity_url(entity["id"]), 308)
    known = held.catalogue.identity(id)
    with held.ledger() as ledger:
        gathered = gather.one(ledger, known or id)
        view = standing.view(gathered, gather.states(gathered))
        facts = [fact for subject in gathered.own for fact in ledger.facts(subject)]
        notes = Footnotes({**gathered.cited, **cited(ledger, facts)})
        told = said.told(ledger, gathered, facts, notes)
    standings = next(iter(view.standings.values()), {})
    listings = said.listings(gathered, standings, notes)
    return page(
        request, held, "identity.html", entity=entity, known=known, notes=notes, states=said.standings_of(standings),
        listings=listings, reasons=said.reasons(listings), began=said.began(standings),
        ties=ties.read(held.catalogue, id), **told,
    )  # fmt: skip


@router.get("/identities/{id}/timeline.svg")
def timeline(held: Build, id: str, narrow: bool = False) -> Response:  # noqa: A002 - what it is
    """The listings of an identity as a picture: a file of its own, as it takes longer to draw than a page may."""
    with held.ledger() as ledger:
        gathered = gather.one(ledger, held.catalogue.identity(id) or id)
        view = standing.view(gathered, gather.states(gathered))
    finding = Finding("listings", "", (), (matrix.long(view),), (), gathered.newest.isoformat())
    drawn = pictures.timeline(finding, held.catalogue.identity(id) or id)
    if drawn is None:
        raise HTTPException(404, "Nobody lists it.")
    return picture_file(replace(drawn, wide=drawn.narrow) if narrow else drawn)
