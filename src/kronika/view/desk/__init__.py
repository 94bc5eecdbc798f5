"""The desk: pages for people, made on the server, readable without a script.

pages      how a page is made; static files        kept    what is worked out once a build
overview   search   identity   document            reading
screening  reviewing  coverage  changes  sources   working
"""

from typing import TYPE_CHECKING

from fastapi import APIRouter

from kronika.view.desk import (
    changes,
    coverage,
    document,
    identity,
    overview,
    pages,
    reviewing,
    screening,
    search,
    sources,
)

if TYPE_CHECKING:
    from kronika.view.serve.held import Held

router = APIRouter(include_in_schema=False)
for _page in (pages, overview, search, identity, document, screening, reviewing, coverage, changes, sources):
    router.include_router(_page.router)


def warm(held: "Held") -> None:
    """Work out what pages keep of a build, before somebody waits for it."""
    overview.made(held)
    reviewing.undecided(held)
