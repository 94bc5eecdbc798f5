"""Matching over HTTP: who of the listed these could be, asked as clients of yente ask."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kronika import Casebook
from service import asking

if TYPE_CHECKING:
    from service import TestClient

PRESIDENT = {
    "schema": "Person",
    "properties": {"name": ["Аляксандр Лукашэнка"], "birthDate": ["1954-08-30"], "nationality": ["Belarus"]},
}
TRADE = {"schema": "Company", "properties": {"name": "Invented Sample Trade"}}


def post(client: TestClient, queries: dict[str, Any], dataset: str = "default", **given: Any) -> Any:
    body: dict[str, Any] = {name: given.pop(name) for name in ("config", "weights") if name in given}
    body["queries"] = queries
    return client.post(f"/match/{dataset}", params=given, json=body)


def matched(client: TestClient, query: dict[str, Any], dataset: str = "default", **given: Any) -> Any:
    answer = post(client, {"q": query}, dataset, **given)
    assert answer.status_code == 200, answer.text
    return answer.json()["responses"]["q"]


def captions(found: Any) -> list[str]:
    return [each["caption"] for each in found["results"]]


def test_a_name_in_another_script_and_spelling_is_found(client: TestClient) -> None:
    found = matched(client, PRESIDENT)
    best = found["results"][0]
    assert best["caption"] == "Aliaksandr Ryhoravich LUKASHENKA"
    assert best["match"] is True
    assert best["score"] > 0.9
    assert found["total"] == {"value": 1, "relation": "eq"}


def test_an_answer_has_the_shape_that_clients_of_yente_read(client: TestClient) -> None:
    answer = post(client, {"a": PRESIDENT, "b": TRADE}, limit=3)
    assert answer.headers["x-batch-size"] == "2"
    said = answer.json()
    assert said.keys() == {"responses", "limit"}
    assert said["limit"] == 3
    assert list(said["responses"]) == ["a", "b"]
    found = said["responses"]["a"]
    assert found.keys() == {"status", "results", "total", "query"}
    assert found["results"][0].keys() == {
        "id", "caption", "schema", "properties", "datasets", "referents", "target", "first_seen", "last_seen",
        "last_change", "score", "match", "features", "explanations",
    }  # fmt: skip


def test_a_score_says_in_words_what_it_rests_on(client: TestClient) -> None:
    best = matched(client, PRESIDENT)["results"][0]
    assert best["explanations"]["birth_date"] == {
        "detail": "both 1954-08-30", "score": 0.75, "query": None, "candidate": None,
    }  # fmt: skip
    assert best["features"] == {name: each["score"] for name, each in best["explanations"].items()}
    assert {"whole_name", "surname", "given_name"} <= best["features"].keys()


def test_the_query_is_repeated_as_it_was_read(client: TestClient) -> None:
    query = {
        "id": "customer-1",
        "schema": "Person",
        "properties": {
            "name": "  Aliaksandr   Lukashenka ",
            "birthDate": ["30 August 1954", "the day before yesterday"],
            "nationality": ["Belarus", "Atlantis"],
            "sanctions": ["eu-1"],
            "shoeSize": ["44"],
            "idNumber": [4711],
        },
    }
    found = matched(client, query)
    assert found["query"] == {
        "id": "customer-1",
        "schema": "Person",
        "properties": {
            "name": ["Aliaksandr Lukashenka"],
            "birthDate": ["1954-08-30"],
            "nationality": ["by"],
            "idNumber": ["4711"],
        },
    }
    assert found["results"][0]["score"] > 0.9


def test_what_is_below_the_threshold_is_shown_down_to_the_cutoff_and_is_no_match(client: TestClient) -> None:
    query = {"schema": "Person", "properties": {"name": ["Dzmitry Lukashenka"]}}
    strict = matched(client, query, threshold=1.01)
    assert strict["total"]["value"] == 0
    assert strict["results"], "the cutoff is 0.7 unless another is said"
    assert not any(each["match"] for each in strict["results"])
    low = matched(client, query, cutoff=0)
    assert len(low["results"]) > len([each for each in low["results"] if each["match"]]) > 0
    high = matched(client, query, threshold=0.3, cutoff=0.9)
    assert all(each["match"] for each in high["results"]), "a cutoff above the threshold is the threshold"


def test_the_total_counts_matches_beyond_the_limit(client: TestClient) -> None:
    query = {"schema": "LegalEntity", "properties": {"name": ["Belaruskali"]}}
    found = matched(client, query, limit=1)
    assert len(found["results"]) == 1
    assert found["total"]["value"] == 3
    assert matched(client, query, limit=0)["total"]["value"] == 3
    assert matched(client, query, limit=-5)["results"] == []


def test_filters_leave_out_before_the_limit_cuts(client: TestClient) -> None:
    query = {"schema": "LegalEntity", "properties": {"name": ["Belaruskali"]}}
    every = matched(client, query)["results"]
    for each in every:
        others = [other["id"] for other in every if other != each]
        assert matched(client, query, limit=1, exclude_entity_ids=others)["results"] == [each]
    for kind in {each["schema"] for each in every}:
        left = matched(client, query, exclude_schema=kind)["results"]
        assert left == [each for each in every if each["schema"] != kind]
    assert [each["datasets"] for each in matched(client, query, limit=1, include_dataset="ca_sema")["results"]] == [
        ["ca_sema"]
    ]
    assert matched(client, query, "ca_sema") == matched(client, query, include_dataset="ca_sema")
    without = matched(client, query, exclude_dataset=["ca_sema", "gb_uksl"])["results"]
    assert without == [each for each in every if set(each["datasets"]) - {"ca_sema", "gb_uksl"}]
    recent = matched(client, query, changed_since="2026-01-01")["results"]
    assert recent == [each for each in every if each["last_change"] > "2026"]
    assert matched(client, query, topics=["role.pep", "sanction"])["results"] == every
    assert matched(client, query, topics="role.pep")["results"] == []
    assert matched(client, query, include_dataset="nobody")["results"] == []


def test_an_entity_is_excluded_by_the_id_of_any_of_its_records(client: TestClient) -> None:
    best = matched(client, PRESIDENT)["results"][0]
    for referent in (best["id"], best["referents"][0], best["referents"][-1]):
        assert matched(client, PRESIDENT, exclude_entity_ids=[referent, "nobody"])["results"] == []


def test_a_result_could_be_of_the_schema_that_is_asked_for(client: TestClient) -> None:
    name = {"name": ["Invented Sample Star"]}
    kinds = {
        schema: {each["schema"] for each in matched(client, {"schema": schema, "properties": name})["results"]}
        for schema in ("Vessel", "Person", "Company", "Thing")
    }
    assert kinds["Vessel"] == {"Vessel"}
    assert "Vessel" not in kinds["Person"] | kinds["Company"]
    assert "Vessel" in kinds["Thing"]


def test_all_of_yentes_algorithms_are_answered_and_others_refused(client: TestClient) -> None:
    logic, by_name = ["logic-v2", "logic-v1", "ofac-249"], ["name-based", "name-qualified"]
    for name in (*logic, *by_name, "regression-v1", "regression-v2", "regression-v3", "BEST", "auto", "kronika"):
        assert captions(matched(client, PRESIDENT, algorithm=name)) == ["Aliaksandr Ryhoravich LUKASHENKA"]
    answer = post(client, {"q": PRESIDENT}, algorithm="astrology")
    assert (answer.status_code, answer.json()["detail"]) == (400, "Invalid algorithm: astrology")


def test_by_names_alone_another_birth_date_does_not_count(client: TestClient) -> None:
    query = {"schema": "Person", "properties": {**PRESIDENT["properties"], "birthDate": ["1991-01-01"]}}  # type: ignore[dict-item]
    assert matched(client, query)["results"] == []
    found = matched(client, query, algorithm="name-based")
    assert captions(found) == ["Aliaksandr Ryhoravich LUKASHENKA"]
    assert found["query"]["properties"]["birthDate"] == ["1991-01-01"]


def test_a_query_without_anything_that_can_be_compared_says_so(client: TestClient) -> None:
    nothing: list[dict[str, Any]] = [{}, {"birthDate": ["1954-08-30"]}, {"name": ["…", None, {}]}]
    for properties in nothing:
        found = matched(client, {"schema": "Person", "properties": properties})
        assert (found["status"], found["results"], found["total"]["value"]) == (400, [], 0)
        assert "no name" in found["detail"]


def test_a_ship_of_another_name_is_found_by_its_number(client: TestClient) -> None:
    star = client.get("/search/default", params={"q": "invented sample star"}).json()["results"][0]
    number = star["properties"]["imoNumber"][0]
    query = {"schema": "Vessel", "properties": {"name": "Renamed Vessel", "imoNumber": number}}
    assert captions(matched(client, query)) == ["INVENTED SAMPLE STAR"]


def test_a_batch_is_answered_as_its_queries_are_one_by_one(client: TestClient) -> None:
    names = [each["caption"] for each in client.get("/search/default", params={"limit": 100}).json()["results"]]
    queries = {str(at): {"schema": "Thing", "properties": {"name": [name]}} for at, name in enumerate(names)}
    together = post(client, queries).json()["responses"]
    assert together == {key: matched(client, query) for key, query in queries.items()}
    assert all(each["total"]["value"] for each in together.values())


def test_who_has_been_dismissed_is_shown_with_the_reason_and_is_no_match(sample: Path, tmp_path: Path) -> None:
    root = tmp_path / "book"
    shutil.copytree(sample, root, ignore=shutil.ignore_patterns("serving", "*.lock"))
    query = {"schema": "Person", "properties": {"name": ["Aliaksandr Lukashenka"]}}
    book = Casebook.open(root)
    book.clear(query, book.screener().screen(query)[0].id, who="Ana", why="a namesake in Vilnius")
    with asking(root) as client:
        found = matched(client, query)
    assert "a namesake in Vilnius" in found["results"][0]["dismissed"]
    assert found["results"][0]["match"] is False
    assert found["total"]["value"] == 0


@pytest.mark.parametrize(
    ("given", "queries", "status", "said"),
    [
        ({}, {}, 400, "No queries provided"),
        ({}, {str(at): TRADE for at in range(101)}, 400, "Too many queries in one batch (limit: 100)"),
        ({"dataset": "atlantis"}, {"q": TRADE}, 404, "No such dataset"),
        ({}, {"q": {**TRADE, "schema": "Banana"}}, 400, "Unknown schema: 'Banana'"),
        ({}, {"q": TRADE, "r": {**TRADE, "schema": "Sanction"}}, 400, "Non-matchable schema"),
        ({"config": {"banana": 1}}, {"q": TRADE}, 400, "Invalid configuration parameter: banana"),
        ({}, {"q": {"properties": {}}}, 422, "Field required"),
        ({}, {"q": {"schema": "Person"}}, 422, "Field required"),
        ({}, {"q": {"schema": "Person", "properties": {"name": 1}}}, 422, "valid list"),
        ({}, {"q": None}, 422, "dictionary"),
        ({"limit": 501}, {"q": TRADE}, 422, "less than or equal to 500"),
        ({"limit": "many"}, {"q": TRADE}, 422, "integer"),
        ({"threshold": "nan"}, {"q": TRADE}, 422, "finite"),
        ({"cutoff": "inf"}, {"q": TRADE}, 422, "finite"),
        ({"changed_since": "yesterday"}, {"q": TRADE}, 422, "match pattern"),
        ({"exclude_entity_ids": ["a"] * 51}, {"q": TRADE}, 422, "at most 50"),
    ],
)  # fmt: skip
def test_a_request_that_is_not_understood_is_refused(
    client: TestClient, given: dict[str, Any], queries: dict[str, Any], status: int, said: str
) -> None:
    answer = post(client, queries, **given)
    assert answer.status_code == status
    assert said in answer.text


def test_what_yentes_own_algorithm_is_tuned_with_is_taken_and_has_no_effect(client: TestClient) -> None:
    tuned = post(client, {"q": PRESIDENT}, weights={"name_literal_match": 0.0}, config={"nm_number_mismatch": 0.9})
    assert tuned.json() == post(client, {"q": PRESIDENT}).json()


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff\xfe", b'{"queries": 7}', b'{"queries": {"a": ['])
def test_a_malformed_body_is_refused(client: TestClient, body: bytes) -> None:
    assert client.post("/match/default", content=body).status_code in (400, 422)


def test_a_body_that_is_json_needs_no_header_to_say_so(client: TestClient) -> None:
    body = b'{"queries": {"q": {"schema": "Company", "properties": {"name": "Invented Sample Trade"}}}}'
    answer = client.post("/match/default", content=body)
    assert captions(answer.json()["responses"]["q"]) == ["INVENTED SAMPLE TRADE LLC"]


@pytest.mark.parametrize(
    "name",
    [
        "'; DROP TABLE entities; --",
        "{{ 7 * 7 }} ${7*7} <script>alert(1)</script>",
        "\x00\x1b[31m\u202eadreverse",
        "a" * 100_000,
        "Иванов " * 10_000,
        "=cmd|' /C calc'!A1",
        "../../etc/passwd",
        "𝕴𝖛𝖆𝖓 👩‍👩‍👧 \u0301\u0301\u0301",
    ],
)
def test_a_hostile_name_is_a_name_like_any_other(client: TestClient, name: str) -> None:
    found = matched(client, {"schema": "Thing", "properties": {"name": [name], "alias": [name] * 5}})
    assert found["status"] in (200, 400)
    assert found["results"] == []


def test_half_a_character_is_no_reason_to_fail(client: TestClient) -> None:
    query = rb'{"id": "\ud800", "schema": "Person", "properties": {"name": "Ana\ud800", "\ud800": []}}'
    body = rb'{"queries": {"\ud800": ' + query + b"}}"
    answer = client.post("/match/default", content=body)
    assert answer.json()["responses"]["?"]["query"] == {
        "id": "?", "schema": "Person", "properties": {"name": ["Ana?"]},
    }  # fmt: skip
    assert client.post("/match/default", content=body.replace(b'"Person"', rb'"\ud800"')).status_code == 400
