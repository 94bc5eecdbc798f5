"""Entities over HTTP: by their id or one that they had, with what is tied to them."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pytest

from kronika import Casebook
from kronika.base import vocabulary
from service import asking

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service import TestClient


def first(client: TestClient, q: str) -> Any:
    return client.get("/search/default", params={"q": q, "limit": 1}).json()["results"][0]


def test_an_entity_comes_with_what_is_tied_to_it(client: TestClient) -> None:
    flat = first(client, "aliaksandr ryhoravich lukashenka")
    nested = client.get(f"/entities/{flat['id']}").json()
    assert client.get(f"/entities/{flat['id']}", params={"nested": False}).json() == flat
    assert {**nested, "properties": {**nested["properties"], **flat["properties"]}}.keys() == flat.keys()
    sanctions = nested["properties"]["sanctions"]
    assert {each["schema"] for each in sanctions} == {"Sanction"}
    assert {each for one in sanctions for each in one["datasets"]} == set(flat["datasets"])
    assert "sanctions" not in flat["properties"]


def test_an_id_that_was_merged_leads_to_the_entity_with_the_query_kept(client: TestClient) -> None:
    flat = first(client, "aliaksandr ryhoravich lukashenka")
    for referent in flat["referents"]:
        for path in ("", "/adjacent", "/adjacent/sanctions"):
            answer = client.get(f"/entities/{referent}{path}?nested=false&limit=3&sort=caption%3Adesc")
            assert answer.status_code == 308
            assert answer.headers["location"] == (
                f"/entities/{flat['id']}{path}?nested=false&limit=3&sort=caption%3Adesc"
            )
    assert client.get(f"/entities/{flat['referents'][0]}", follow_redirects=True).json()["id"] == flat["id"]
    assert client.get(f"/entities/{flat['referents'][0]}").headers["location"] == f"/entities/{flat['id']}"


def test_neighbours_come_page_by_page_and_property_by_property(client: TestClient) -> None:
    flat = first(client, "aliaksandr ryhoravich lukashenka")
    said = client.get(f"/entities/{flat['id']}/adjacent", params={"limit": 2}).json()
    assert said.keys() == {"entity", "adjacent"}
    assert said["entity"] == flat
    page = said["adjacent"]["sanctions"]
    assert page.keys() == {"results", "total", "limit", "offset"}
    assert (len(page["results"]), page["limit"], page["offset"]) == (2, 2, 0)
    total = page["total"]["value"]
    one_by_one = [
        client.get(f"/entities/{flat['id']}/adjacent/sanctions", params={"limit": 1, "offset": at}).json()
        for at in range(total)
    ]
    assert [each["results"][0] for each in one_by_one][:2] == page["results"]
    assert {each["total"]["value"] for each in one_by_one} == {total}
    assert len({each["results"][0]["id"] for each in one_by_one}) == total


def test_neighbours_are_sorted_as_asked(client: TestClient) -> None:
    flat = first(client, "aliaksandr ryhoravich lukashenka")
    for sort, reverse in (("id", False), ("id:desc", True)):
        path = f"/entities/{flat['id']}/adjacent/sanctions"
        ids = [each["id"] for each in client.get(path, params={"sort": sort, "limit": 50}).json()["results"]]
        assert ids == sorted(ids, reverse=reverse)
        assert [client.get(path, params={"sort": sort, "limit": 1, "offset": 1}).json()["results"][0]["id"]] == ids[1:2]
    dated = client.get(path, params={"sort": "properties.startDate:desc", "limit": 50}).json()["results"]
    days = [min(each["properties"].get("startDate", [""])) for each in dated]
    assert days == sorted(days, reverse=True)


def test_a_property_without_neighbours_is_an_empty_page_and_none_is_not_found(client: TestClient) -> None:
    flat = first(client, "aliaksandr ryhoravich lukashenka")
    said = client.get(f"/entities/{flat['id']}/adjacent/cryptoWallets").json()
    assert said == {"results": [], "total": {"value": 0, "relation": "eq"}, "limit": 10, "offset": 0}
    for name in ("birthDate", "banana", "ownedShoes"):
        answer = client.get(f"/entities/{flat['id']}/adjacent/{name}")
        assert (answer.status_code, answer.json()["detail"]) == (404, "No such property!")


@pytest.mark.parametrize(
    "entity_id",
    ["nobody", "..%2F..%2Fetc%2Fpasswd", "%00", "'; DROP TABLE ids; --", "a" * 3000, "{id}", "%F0%9F%98%80", "%FF"],
)
def test_an_id_that_nobody_has_is_not_found(client: TestClient, entity_id: str) -> None:
    for path in ("", "/adjacent", "/adjacent/sanctions"):
        assert client.get(f"/entities/{entity_id}{path}").status_code == 404


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, dict[str, Any]]]:
    """Two data sets in the vocabulary of FollowTheMoney as they were published, served; and their entities."""
    from conftest import REAL, needs_real_files

    needs_real_files()
    paths = sorted((REAL / "benchmarks").glob("yente_test_*.entities.ftm.json"))
    lines = [line for path in paths for line in path.read_text("utf-8").splitlines()]
    book = Casebook.init(tmp_path_factory.mktemp("files") / "book")
    for path in paths:
        assert all(each.event for each in book.add([path], source="ftm"))
    book.build()
    with asking(book.root) as client:
        yield client, {each["id"]: each for each in map(json.loads, lines)}


def test_every_entity_of_a_file_is_served_under_its_id(files: tuple[TestClient, dict[str, Any]]) -> None:
    client, entities = files
    assert len(entities) > 500
    root = client.app.state.holder.current().book.root  # type: ignore[attr-defined]
    with Casebook.open(root).ledger() as ledger:
        refused = {row["printed"] for row in ledger.rows("SELECT printed FROM refusals")}
    for key, entity in entities.items():
        answer = client.get(f"/entities/{key}", params={"nested": False})
        assert answer.status_code == 200, key
        said = answer.json()
        assert said["schema"] == entity["schema"]
        for prop in set(entity["properties"]) - set(said["properties"]):
            assert all(value in refused for value in entity["properties"][prop]), (key, prop)
        if entity.get("datasets"):
            assert set(said["datasets"]) == set(entity["datasets"])


def test_what_points_to_an_entity_of_a_file_is_its_neighbour(files: tuple[TestClient, dict[str, Any]]) -> None:
    client, entities = files
    expected: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for key, entity in entities.items():
        properties = vocabulary.known(entity["schema"]).properties
        for name, values in entity["properties"].items():
            for other in values:
                if properties[name].type == "entity" and other in entities:
                    expected[key][name].add(other)
                    if properties[name].reverse:
                        expected[other][properties[name].reverse].add(key)
    assert len(expected) > 100
    for key, found in expected.items():
        said = client.get(f"/entities/{key}/adjacent", params={"limit": 500}).json()["adjacent"]
        assert {name: {each["id"] for each in page["results"]} for name, page in said.items()} == found


def test_a_relation_shows_who_is_at_its_other_end(files: tuple[TestClient, dict[str, Any]]) -> None:
    client, entities = files
    owned = next(each for each in entities.values() if each["schema"] == "Ownership")["properties"]
    said = client.get(f"/entities/{owned['owner'][0]}").json()
    ends = [end for one in said["properties"]["ownershipOwner"] for end in one["properties"]["asset"]]
    assert owned["asset"][0] in [end["id"] for end in ends]


def test_people_and_companies_of_a_file_are_searched_and_matched(files: tuple[TestClient, dict[str, Any]]) -> None:
    client, entities = files
    asked = {key: each for key, each in entities.items() if each["schema"] in {"Person", "Company", "Organization"}}
    queries = {key: {"schema": each["schema"], "properties": each["properties"]} for key, each in asked.items()}
    keys = list(queries)
    for at in range(0, len(keys), 50):
        some = {key: queries[key] for key in keys[at : at + 50]}
        answers = client.post("/match/default", params={"limit": 10}, json={"queries": some}).json()["responses"]
        for key, answer in answers.items():
            assert key in [each["id"] for each in answer["results"] if each["match"]], asked[key]
    for key, each in asked.items():
        name = each["properties"]["name"][0]
        said = client.get("/search/default", params={"q": f'"{name}"', "limit": 100}).json()
        assert key in [one["id"] for one in said["results"]], name
