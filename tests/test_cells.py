"""Every printed fact of the embedded casebook leads back to its cell by `text_at`, the way that --explain goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from documents import canada, crowd, document
from kronika import Casebook
from kronika.base.errors import ArchiveError
from kronika.collect.cells import text_at


def test_every_fact_of_the_sample_stands_where_the_ledger_says(tmp_path: Path) -> None:
    book = Casebook.demo(tmp_path / "demo")
    book.build()
    documents = {document.sha256: document for document in book.archive.documents()}
    with book.ledger() as ledger:
        facts = ledger.rows("SELECT *, coalesce(printed, value) AS shown FROM facts WHERE printed IS DISTINCT FROM ''")
    assert len({fact["source"] for fact in facts}) >= 5
    for fact in facts:
        text = text_at(documents[fact["document"]], fact["place"])
        assert text[fact["start"] : fact["end"]] == fact["shown"]


@pytest.mark.parametrize(
    "place",
    ["/data-set/record[9]/LastName[1]", "/other/record[1]", "/data-set/record[x]", "row 1, column x", "line 1, /x"],
)
def test_a_place_that_the_document_lacks_is_an_error_with_advice(tmp_path: Path, place: str) -> None:
    with pytest.raises(ArchiveError, match="has no place"):
        text_at(document(tmp_path / "list.xml", canada(*crowd(1))), place)
