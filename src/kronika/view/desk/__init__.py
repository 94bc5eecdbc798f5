"""The desk: pages for people, made on the server, readable without a script.

pages      how a page is made; static files
overview   search   identity   document            reading
screening  reviewing  coverage  changes  sources   working
"""

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

router = APIRouter(include_in_schema=False)
for _page in (pages, overview, search, identity, document, screening, reviewing, coverage, changes, sources):
    router.include_router(_page.router)
