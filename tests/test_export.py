"""What is exported loads in FollowTheMoney's own loader and says what the ledger says."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from documents import canada, crowd
from followthemoney_peer import CSV_COLUMNS, Dataset, Statement, StatementEntity, model, read_csv_statements
from kronika import Casebook
from kronika.ledger.export import export

if TYPE_CHECKING:
    from kronika.ledger.store import Ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    book = Casebook.init(tmp_path / "book")
    (tmp_path / "book" / "casebook.toml").write_text('name = "test"\n[records]\nca_sema = [1, 100]\n')
    book = Casebook.open(tmp_path / "book")
    path = tmp_path / "2025-01-01_list.xml"
    path.write_text(canada(*crowd(3), born="1955-1958"))
    book.add([path])
    book.build()
    with book.ledger() as opened:
        yield opened


def test_entities_load_in_followthemoney(ledger: Ledger, tmp_path: Path) -> None:
    target = tmp_path / "entities.ftm.json"
    assert export(ledger, "ftm", target) == 6
    entities = [model.get_proxy(json.loads(line)) for line in target.read_text(encoding="utf-8").splitlines()]
    for entity in entities:
        entity.schema.validate(entity.to_dict())  # type: ignore[arg-type]
        for prop, value in entity.itervalues():
            assert prop.type.validate(value), f"{prop}: {value}"
    (person,) = (entity for entity in entities if entity.id == "ca-sema-Belarus-1-Part-1-1")
    assert person.get("topics") == ["sanction"]
    assert sorted(person.get("birthDate")) == ["1955", "1956", "1957", "1958"]
    (sanction,) = (entity for entity in entities if entity.get("entity", quiet=True) == [person.id])
    assert sanction.get("country") == ["ca"]
    assert sanction.get("listingDate") == ["2020-09-28"]


# FollowTheMoney's reader leaves the closing of its own wrapper to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_statements_load_in_followthemoney_with_what_was_printed(ledger: Ledger, tmp_path: Path) -> None:
    target = tmp_path / "statements.csv"
    count = export(ledger, "statements", target)
    with target.open("rb") as file:
        statements = list(read_csv_statements(file))
    assert target.read_text(encoding="utf-8").splitlines()[0] == ",".join(f'"{column}"' for column in CSV_COLUMNS)
    assert len(statements) == count
    for each in statements:
        assert each.id == Statement(each.entity_id, each.prop, each.schema, each.value, each.dataset, each.lang).id
    assert {statement.dataset for statement in statements} == {"ca_sema"}
    assert "1955-1958" in {statement.original_value for statement in statements}
    mine = [statement for statement in statements if statement.entity_id == "ca-sema-Belarus-1-Part-1-1"]
    assert (
        StatementEntity.from_statements(Dataset.make({"name": "ca_sema", "title": "t"}), mine).schema.name == "Person"
    )


def test_measures_that_follow_from_being_on_a_list_stand_beside_those_that_it_states(tmp_path: Path) -> None:
    book = Casebook.demo(tmp_path / "demo")
    book.build()
    with book.ledger() as ledger:
        export(ledger, "ftm", tmp_path / "entities.ftm.json")
    lines = (tmp_path / "entities.ftm.json").read_text(encoding="utf-8").splitlines()
    sanctions = [entity for line in lines if (entity := json.loads(line))["schema"] == "Sanction"]
    measures = {entity["datasets"][0]: entity["properties"].get("provisions", []) for entity in sanctions}
    assert measures["us_sdn"] == measures["eu_fsf"] == ["asset freeze"]
    assert measures["ca_sema"] == [], "what Canada imposes on whom its list does not say"


def test_every_entity_of_the_sample_is_valid_to_followthemoney(tmp_path: Path) -> None:
    book = Casebook.demo(tmp_path / "demo")
    book.build()
    with book.ledger() as ledger:
        export(ledger, "ftm", tmp_path / "entities.ftm.json")
    for line in (tmp_path / "entities.ftm.json").read_text(encoding="utf-8").splitlines():
        entity = model.get_proxy(json.loads(line))
        entity.schema.validate(json.loads(line))
        for prop, value in entity.itervalues():
            assert len(value) <= prop.max_length, f"{prop}: {value}"


def test_targets_are_one_line_a_listed_subject(ledger: Ledger, tmp_path: Path) -> None:
    target = tmp_path / "targets.simple.csv"
    assert export(ledger, "targets.simple.csv", target) == 3
    with target.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["name"] == "Invented 1 SAMPLEVICH1"
    assert rows[0]["sanctions"] == "Belarus / Bélarus"
    assert rows[0]["birth_date"] == "1955;1956;1957;1958"


def test_parquet_holds_every_fact(ledger: Ledger, tmp_path: Path) -> None:
    target = tmp_path / "facts.parquet"
    count = export(ledger, "parquet", target)
    assert pq.read_metadata(target).num_rows == count


def test_an_export_that_fails_leaves_nothing_behind(ledger: Ledger, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        export(ledger, "ftm", tmp_path / "missing" / "entities.ftm.json")
    assert not list(tmp_path.glob(".*partial"))
