"""Fetching through the casebook: a publisher that fails does not keep the others from being read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from documents import canada, crowd
from kronika import Casebook, KronikaError
from kronika.collect.sources import ca_sema, un_sc
from publisher import Publisher, Reply


@pytest.fixture
def publisher(monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    """A server that stands for Canada's and the UN's."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with Publisher() as server:
        for module, path in ((ca_sema, "/ca.xml"), (un_sc, "/un.xml")):
            moved = replace(module.SOURCE, addresses={"list": f"{server.address}{path}"})
            monkeypatch.setattr(module, "SOURCE", moved)
        server.says(Reply(canada(*crowd(1_200)).encode()), path="/ca.xml")
        server.says(Reply(b"<html><body>Maintenance</body></html>"), path="/un.xml")
        yield server


@pytest.mark.usefixtures("publisher")
def test_what_one_publisher_sends_is_kept_when_another_sends_an_error_page(tmp_path: Path) -> None:
    book = Casebook.init(tmp_path / "book")
    failed, good = book.fetch(["un_sc", "ca_sema"])
    assert "un.xml" in failed.reason
    assert "HTML" in failed.reason
    assert [event.document.source for event in good.events] == ["ca_sema"]
    assert not book.build().refused
    with book.ledger() as ledger:
        assert ledger.rows("SELECT source, subjects FROM copies") == [{"source": "ca_sema", "subjects": 1_200}]


@pytest.mark.usefixtures("publisher")
def test_a_source_without_an_address_cannot_be_fetched(tmp_path: Path) -> None:
    with pytest.raises(KronikaError, match="eu_journal: has no address"):
        Casebook.init(tmp_path / "book").fetch(["eu_journal"])
