"""The desk: pages for people, made on the server, readable without a script.

pages      how a page is made; static files
overview   search   identity   document            reading
screening  reviewing  coverage  changes  sources   working
elections  texts                                        measurements and words
"""

from fastapi import APIRouter

from kronika.view.desk import (
    changes,
    coverage,
    document,
    elections,
    identity,
    overview,
    pages,
    reviewing,
    screening,
    search,
    sources,
    texts,
)

router = APIRouter(include_in_schema=False)
for _page in (
    pages,
    overview,
    search,
    identity,
    document,
    screening,
    reviewing,
    coverage,
    changes,
    elections,
    texts,
    sources,
):
    router.include_router(_page.router)
