"""Our own paths, under `/api/v1`: identities with their facts and cells, documents, studies, judgements, screenings."""

from fastapi import APIRouter

from kronika.view.api import documents, identities, judging, screenings, studies

router = APIRouter(prefix="/api/v1")
for each in (identities, documents, studies, judging, screenings):
    router.include_router(each.router)
