"""Reconciliation, version 0.2, as OpenRefine speaks it; every answer is held to the standard's own schemas."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from kronika.sample import EXAMPLE
from kronika.view.serve.settings import Service
from service import TestClient, asking

HERE = "/reconcile/default"
_TYPE = {
    "type": "object",
    "properties": {"id": {"type": "string"}, "name": {"type": "string"}},
    "required": ["id", "name"],
}
"""The standard's type.json, which the folder of schemas lacks."""
Fits = Callable[[str, Any], None]


@pytest.fixture
def fits(real: Path) -> Fits:
    """Holds an answer to one of the standard's schemas."""
    folder = real / "benchmarks" / "reconciliation_schemas_0.2"

    def schema(name: str) -> dict[str, Any]:
        found = _TYPE if name == "type" else json.loads((folder / f"{name}.json").read_bytes())
        return {**found, "$schema": "http://json-schema.org/draft-07/schema#"}

    def retrieve(uri: str) -> dict[str, Any]:
        return schema("openapi") if "swagger.io" in uri else schema(uri.rpartition("/")[2].removesuffix(".json"))

    def check(name: str, answer: Any) -> None:
        jsonschema_rs.validator_for(schema(name), retriever=retrieve).validate(answer)

    return check


def ask(client: TestClient, queries: object, **more: str) -> Any:
    answer = client.post(HERE, data={"queries": json.dumps(queries)}, params=more)
    assert answer.status_code == 200, answer.text
    return answer.json()


def known(client: TestClient) -> str:
    """The id of the example."""
    return str(ask(client, {"a": {"query": EXAMPLE, "type": "Person"}})["a"]["result"][0]["id"])


def test_the_manifest_says_what_can_be_asked_and_where(client: TestClient, fits: Fits) -> None:
    answer = client.get(HERE, params={"topics": "sanction"})
    manifest = answer.json()
    fits("manifest", manifest)
    assert {"Person", "Company", "LegalEntity"} <= {each["id"] for each in manifest["defaultTypes"]}
    assert "Sanction" not in {each["id"] for each in manifest["defaultTypes"]}
    services = [*manifest["suggest"].values(), manifest["extend"]["propose_properties"]]
    for each in services:
        assert each["service_path"].endswith("?topics=sanction")
        assert client.get(each["service_url"] + each["service_path"]).status_code == 200
    found = client.get(manifest["view"]["url"].replace("{{id}}", known(client)))
    assert found.status_code == 200


@pytest.mark.parametrize("how", ["form", "multipart", "json", "bare json", "address"])
def test_queries_come_as_form_as_json_and_in_the_address(client: TestClient, fits: Fits, how: str) -> None:
    queries = {"q0": {"query": EXAMPLE, "type": "Person", "type_strict": "any"}, "q1": {"query": "Nobody Atall"}}
    fits("reconciliation-query-batch", queries)
    said = {"queries": json.dumps(queries)}
    match how:
        case "form":
            answer = client.post(HERE, data=said)
        case "multipart":
            answer = client.post(HERE, files={"queries": (None, said["queries"])})
        case "json":
            answer = client.post(HERE, json={"queries": queries})
        case "bare json":
            answer = client.post(HERE, json=queries)
        case _:
            answer = client.get(HERE, params=said)
    assert answer.headers["x-batch-size"] == "2"
    found = answer.json()
    fits("reconciliation-result-batch", found)
    best = found["q0"]["result"][0]
    assert best["match"] is True
    assert 0.9 < best["score"] <= 1
    assert best["type"] == [{"id": "Person", "name": "People", "description": "Person"}]
    assert best["description"].startswith("Person, born ")
    assert {"surname", "patronymic"} <= {each["id"] for each in best["features"]}
    assert not [each for each in found["q1"]["result"] if each["match"]]


def test_what_is_known_beside_the_name_counts(client: TestClient) -> None:
    def score(*properties: dict[str, Any]) -> float:
        asked = {"query": EXAMPLE, "properties": [*properties]}
        found = ask(client, {"a": asked})["a"]["result"]
        return float(found[0]["score"]) if found else 0.0

    wrong = {"pid": "Person:birthDate", "v": "1901-01-01"}
    assert score(wrong) < score()
    assert score({"pid": "Person:birthDate", "v": [{"id": "x", "name": "1901-01-01"}]}) == score(wrong)
    assert score({"pid": "birthDate", "v": "1901-01-01"}) == score()  # of what has no type nobody says that it is born
    assert score({"pid": "Person:nationality", "v": {"id": "by", "name": "Belarus"}}) >= score()
    assert score({"pid": "nonsense", "v": True}, {"pid": "Person:height", "v": [None, 3.5]}) == score()


def test_a_type_bounds_what_is_found_and_several_do_so_together(client: TestClient) -> None:
    def types(kind: object) -> set[str]:
        found = ask(client, {"a": {"query": EXAMPLE, "type": kind}})["a"]["result"]
        return {each["type"][0]["id"] for each in found if each["match"]}

    assert types("Vessel") == types(["Vessel", "Company"]) == set()
    assert types("Person") == types(["Vessel", "Person"]) == types([]) == {"Person"}


def test_limit_threshold_data_set_and_topics_are_heeded(client: TestClient) -> None:
    def count(path: str = HERE, limit: int = 5, **more: str) -> int:
        queries = {"a": {"query": EXAMPLE, "type": "Person", "limit": limit}}
        answer = client.post(path, data={"queries": json.dumps(queries)}, params=more)
        return sum(each["match"] for each in answer.json()["a"]["result"])

    assert count() == 1
    assert count(limit=0) == count(limit=-1) == count(threshold="1.1") == count(topics="fin.bank") == 0
    assert count(exclude_schema="Person") == count(changed_since="2999-01-01") == 0
    mine = set(client.get(f"/entities/{known(client)}").json()["datasets"])
    for each in client.get("/catalog").json()["current"]:
        assert count(f"/reconcile/{each}") == (each in mine)


def test_a_query_that_holds_nothing_to_compare_has_no_candidates(client: TestClient, fits: Fits) -> None:
    found = ask(client, {"a": {"query": "…"}, "b": {}, "c": {"query": "=1+1"}})
    fits("reconciliation-result-batch", found)
    assert not found["a"]["result"]
    assert not found["b"]["result"]


@pytest.mark.parametrize(
    ("queries", "says"),
    [
        ("", "No queries"),
        ("{", "no JSON"),
        ('{"a": {"query": "\\ud800"}}', "no JSON"),
        ("[]", "not understood"),
        ('{"a": 1}', "not understood"),
        ('{"a": {"query": 1}}', "not understood"),
        ('{"a": {"query": "x", "limit": 100000}}', "limit"),
        ('{"a": {"query": "x", "type": "Banana"}}', "Banana"),
        ('{"a": {"query": "x", "type": "Sanction"}}', "Sanction"),
        (json.dumps({str(n): {"query": "x"} for n in range(10_000)}), "Too many"),
    ],
)
def test_queries_that_are_not_understood_are_refused_with_the_reason(
    client: TestClient, queries: str, says: str
) -> None:
    answer = client.post(HERE, data={"queries": queries})
    assert (answer.status_code, says in answer.json()["detail"]) == (400, True), answer.text


def test_bodies_that_are_none_are_refused(client: TestClient) -> None:
    as_json = {"content-type": "application/json"}
    for content, headers in ((b"", {}), (b"", as_json), (b"[1]", as_json), (b"\xff{", as_json), (b"a=b", {})):
        assert client.post(HERE, content=content, headers=headers).status_code == 400
    assert client.post("/reconcile/nowhere", data={"queries": '{"a": {"query": "x"}}'}).status_code == 404
    assert client.post(HERE, data={"queries": '{"a": {}}'}, params={"algorithm": "magic"}).status_code == 400
    assert client.get("/reconcile/nowhere").status_code == 404


def test_entities_are_suggested_while_a_name_is_typed(client: TestClient, fits: Fits) -> None:
    typed = client.get(f"{HERE}/suggest/entity", params={"prefix": EXAMPLE[:-2].lower()}).json()
    fits("suggest-entities-response", typed)
    assert typed["prefix"] == EXAMPLE[:-2].lower()
    assert typed["result"][0]["id"] == known(client)
    assert typed["result"][0]["notable"] == typed["result"][0]["type"]
    mine = set(client.get(f"/entities/{known(client)}").json()["datasets"])
    for name, value, found in (
        ("include_dataset", min(mine), True), ("exclude_dataset", min(mine), len(mine) > 1),
        ("topics", "fin.bank", False), ("topics", "sanction", True), ("exclude_schema", "Person", False),
        ("changed_since", "2999-01-01", False),
    ):  # fmt: skip
        asked = client.get(f"{HERE}/suggest/entity", params={"prefix": EXAMPLE, name: value})
        assert bool(asked.json()["result"]) is found, (name, value)
    for prefix in ("", "  ", "%", '"', "' OR 1=1 --", "<script>", "x" * 500):
        answer = client.get(f"{HERE}/suggest/entity", params={"prefix": prefix})
        assert (answer.status_code, answer.json()["result"]) == (200, [])
    assert client.get(f"{HERE}/suggest/entity", params={"prefix": "a", "limit": 501}).status_code == 422
    assert client.get("/reconcile/nowhere/suggest/entity").status_code == 404


def test_types_and_properties_are_suggested_by_their_names_and_labels(client: TestClient, fits: Fits) -> None:
    types = client.get(f"{HERE}/suggest/type", params={"prefix": "peop"}).json()
    fits("suggest-types-response", types)
    assert [each["id"] for each in types["result"]] == ["Person"]
    for prefix in ("birthD", "birth d"):
        properties = client.get(f"{HERE}/suggest/property", params={"prefix": prefix}).json()
        fits("suggest-properties-response", properties)
        assert properties["result"][0]["id"] == "Person:birthDate"
    for kind in ("type", "property"):
        assert client.get(f"{HERE}/suggest/{kind}").json()["result"] == []


def test_properties_that_could_extend_a_table_are_proposed(client: TestClient, fits: Fits) -> None:
    answer = client.get(f"{HERE}/extend/property", params={"type": "Person", "limit": 3}).json()
    fits("data-extension-property-proposal", answer)
    assert "name" in {each["id"] for each in answer["properties"]}
    assert len(answer["properties"]) == 3
    names = [each["name"] for each in client.get(f"{HERE}/extend/property").json()["properties"]]
    assert names == sorted(names)
    assert client.get(f"{HERE}/extend/property", params={"type": "Banana"}).status_code == 400


def test_a_table_is_extended_by_what_is_known_of_its_entities(client: TestClient, fits: Fits) -> None:
    id_ = known(client)
    record = client.get(f"/entities/{id_}").json()["referents"][0]
    asked = {
        "ids": [id_, record, "nobody"],
        "properties": [
            {"id": "birthDate"},
            {"id": "Person:nationality"},
            {"id": "alias", "settings": {"limit": 1}},
            {"id": "nationality", "settings": {"render": "raw"}},
            {"id": "sanctions"},
            {"id": "nonsense"},
        ],
    }
    fits("data-extension-query", asked)
    answer = client.post(HERE, data={"extend": json.dumps(asked)})
    found = answer.json()
    fits("data-extension-response", found)
    assert answer.headers["x-batch-size"] == "3"
    row = found["rows"][id_]
    assert row["Person:nationality"] == [{"str": "Belarus"}]
    assert row["nationality"] == [{"str": "by"}]
    assert len(row["alias"]) == 1
    assert found["rows"][record] == row
    assert found["rows"]["nobody"] == {}
    assert {"id": "birthDate", "name": "Birth date"} in found["meta"]
    assert client.get(HERE, params={"extend": json.dumps(asked)}).json() == found
    assert client.post(HERE, json={"extend": asked}).json() == found


@pytest.mark.parametrize("extend", ["[]", "1", '{"ids": "a", "properties": []}', '{"ids": ["a"]}', "{"])
def test_an_extension_that_is_not_understood_is_refused(client: TestClient, extend: str) -> None:
    assert client.post(HERE, data={"extend": extend}).status_code == 400


def test_a_page_of_another_site_may_read_if_it_has_been_named(sample: Path) -> None:
    refine = "http://127.0.0.1:3333"
    with asking(sample, Service(origins=refine)) as client:
        for origin, allowed in ((refine, refine), ("https://example.org", None)):
            answer = client.get(HERE, headers={"origin": origin})
            assert answer.headers.get("access-control-allow-origin") == allowed
