"""The paths, parameters and answers of yente, so that its clients can ask here: one router.

https://github.com/opensanctions/yente, version 5.5; `docs/api.md` says where the answers differ.
"""

from fastapi import APIRouter

from kronika.view.api import catalog, entities, match, search

router = APIRouter()
for each in (match, search, entities, catalog):
    router.include_router(each.router)
