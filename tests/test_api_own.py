"""Our own paths: identities with their facts and cells, documents, studies, judgements."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error, response_schema_conformance, status_code_conformance

from kronika import Casebook
from kronika.ledger.catalogue import Catalogue
from kronika.ledger.store import Ledger
from kronika.sample import EXAMPLE
from kronika.view.api import own_models
from kronika.view.api.dossier import dossier
from kronika.view.serve.app import make
from kronika.view.serve.settings import Service
from service import TOKEN, TestClient, asking, listening, wait, writing

API = "/api/v1"


@pytest.fixture
def book(sample: Path, tmp_path: Path) -> Path:
    """A casebook of one's own to write into."""
    root = tmp_path / "book"
    shutil.copytree(sample, root, ignore=shutil.ignore_patterns("serving", "screenings"))
    return root


@pytest.fixture
def writer(book: Path) -> Iterator[TestClient]:
    """Someone who may write into a casebook of their own."""
    with writing(book) as found:
        yield found


def example(client: TestClient) -> str:
    query = {"schema": "Person", "properties": {"name": [EXAMPLE]}}
    answer = client.post("/match/default", json={"queries": {"a": query}})
    return str(answer.json()["responses"]["a"]["results"][0]["id"])


@pytest.fixture(scope="module")
def identity(client: TestClient) -> dict[str, Any]:
    answer = client.get(f"{API}/identities/{example(client)}")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def test_every_value_of_an_identity_leads_to_its_cell(client: TestClient, identity: dict[str, Any]) -> None:
    printed = [fact for fact in identity["facts"] if fact["printed"]]
    assert len({fact["source"] for fact in printed}) >= 5
    for fact in printed:
        assert fact["document"] in identity["documents"]
        found = client.get(f"{API}/documents/{fact['document']}/cell", params={"place": fact["place"]})
        cell = found.json()
        assert cell["text"][fact["start"] : fact["end"]] == fact["printed"]
        here = [line["cells"][at] for line in cell["lines"] for at in line["here"]]
        assert all(text in cell["text"] for text in here)
        assert here


def test_a_document_is_the_bytes_as_they_were_published(client: TestClient, identity: dict[str, Any]) -> None:
    for sha256, origin in identity["documents"].items():
        answer = client.get(f"{API}/documents/{sha256}")
        assert hashlib.sha256(answer.content).hexdigest() == sha256
        assert len(answer.content) == origin["size"]
        assert answer.headers["content-disposition"].startswith("attachment")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in answer.headers["content-security-policy"]
        again = client.get(f"{API}/documents/{sha256}", headers={"if-none-match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_names_stand_by_script_and_language_with_who_states_them(identity: dict[str, Any]) -> None:
    names = identity["names"]
    assert {"Latn", "Cyrl"} <= {name["script"] for name in names}
    assert [name["script"] for name in names] == sorted(
        (name["script"] for name in names), key=lambda script: (script != "Latn", script)
    )
    ids = {fact["id"]: fact for fact in identity["facts"]}
    for name in names:
        assert {ids[each]["value"] for each in name["facts"]} == {name["text"]}
        assert {ids[each]["source"] for each in name["facts"]} == set(name["sources"])
    assert "bel" in {language for name in names for language in name["languages"]}


def test_listings_say_since_when_and_what_is_not_printed_is_null(identity: dict[str, Any]) -> None:
    listings = identity["listings"]
    assert {each["state"] for each in listings} >= {"gb", "eu", "ca"}
    assert {each["standing"] for each in listings} <= {"listed", "delisted"}
    ids = {fact["id"]: fact for fact in identity["facts"]}
    for each in listings:
        days = {ids[id_]["value"] for id_ in each["facts"] if ids[id_]["prop"] in {"listingDate", "startDate"}}
        assert each["since"] in days or (each["since"] is None and not days)
        assert all(each[name] is None or each[name] for name in ("measures", "reasons", "programmes", "until"))


def test_who_was_taken_off_a_list_is_shown_as_delisted_with_what_was_printed_last(
    client: TestClient, sample: Path, tmp_path: Path, identity: dict[str, Any]
) -> None:
    with Casebook.open(sample).ledger() as ledger:
        only = f"SELECT DISTINCT subject FROM {ledger.history} WHERE subject NOT IN (SELECT subject FROM facts)"  # noqa: S608
        gone = min(row["subject"] for row in ledger.rows(only))
        matched = ledger.matched
    shutil.copy(matched / "conflicts.parquet", tmp_path)
    known = pq.read_table(matched / "identities.parquet")
    former = {"subject": [gone], "identity": [identity["identity"]], "listed": [False]}
    pq.write_table(pa.concat_tables([known, pa.table(former, schema=known.schema)]), tmp_path / "identities.parquet")
    with (
        Ledger(sample / "ledger.duckdb", sample / "readings", identities=tmp_path / "identities.parquet") as ledger,
        Catalogue.open(matched) as catalogue,
    ):
        found = dossier(ledger, catalogue, identity, identity["identity"])
    assert next(each for each in found["members"] if each["id"] == gone)["listed"] is False
    assert {each["standing"] for each in found["listings"] if each["subject"] == gone} == {"delisted"}
    assert [fact for fact in found["facts"] if fact["subject"] == gone and fact["prop"] == "name"]
    assert len(found["facts"]) > len(identity["facts"])


def test_the_id_of_a_record_leads_to_its_identity(client: TestClient, identity: dict[str, Any]) -> None:
    for member in identity["members"]:
        answer = client.get(f"{API}/identities/{member['id']}")
        if member["listed"]:
            assert answer.status_code == 308
            assert answer.headers["location"] == f"{API}/identities/{identity['id']}"


def test_relations_and_conflicts_are_shown(client: TestClient, sample: Path) -> None:
    with Casebook.open(sample).ledger() as ledger:
        rows = ledger.rows("SELECT identity FROM read_parquet(?)", [str(ledger.matched / "conflicts.parquet")])
        related = ledger.rows(
            "SELECT DISTINCT subject FROM facts WHERE schema IN ('Family', 'UnknownLink', 'Ownership')"
        )
    for row in rows:
        found = client.get(f"{API}/identities/{row['identity']}").json()["conflicts"]
        assert all(len(conflict["values"]) > 1 for conflict in found)
    assert related
    ties = [
        tie
        for row in related
        for tie in client.get(f"{API}/identities/{row['subject']}", follow_redirects=True).json().get("relations", ())
    ]
    assert ties
    assert all(tie["other"]["id"] and tie["schema"] for tie in ties)


@pytest.mark.parametrize(
    "path",
    [
        "/identities/nobody", "/identities/..%2f..%2fcasebook.toml", "/identities/%27%20OR%201=1--",
        "/identities/{{7*7}}", "/identities/%00", "/documents/" + "0" * 64,
        "/documents/" + "0" * 64 + "/cell?place=row%201",
    ],
)  # fmt: skip
def test_what_is_not_there_is_404(client: TestClient, path: str) -> None:
    answer = client.get(API + path)
    assert (answer.status_code, set(answer.json())) == (404, {"detail"})


@pytest.mark.parametrize("sha256", ["..%2f..%2fservice.key", "x", "A" * 64, "0" * 63, "0" * 65])
def test_a_hash_that_is_none_reaches_no_file(client: TestClient, sha256: str) -> None:
    for path in ("", "/cell?place=x"):
        assert client.get(f"{API}/documents/{sha256}{path}").status_code in {404, 422}


@pytest.mark.parametrize(
    "place",
    [
        "row 0",
        "row 99999999999999999999",
        "row 1, column nothing",
        "line 1, /x",
        "/a/b[1]",
        "/a/@b",
        "row -1",
        "' + '",
        "\x00",
    ],
)
def test_a_place_that_a_document_lacks_is_404(client: TestClient, identity: dict[str, Any], place: str) -> None:
    for sha256 in identity["documents"]:
        answer = client.get(f"{API}/documents/{sha256}/cell", params={"place": place})
        assert answer.status_code == 404, answer.text
        assert "has no place" in answer.json()["detail"]


def test_a_document_whose_bytes_are_gone_says_so(book: Path) -> None:
    with asking(book) as client:
        kept = Casebook.open(book).archive.documents()[0]
        kept.path.unlink()
        answer = client.get(f"{API}/documents/{kept.sha256}")
        assert answer.status_code == 404
        assert "verify" in answer.json()["detail"]


def test_coverage_is_the_finding_that_the_casebook_gives(client: TestClient, sample: Path) -> None:
    found = client.get(f"{API}/coverage").json()
    finding = Casebook.open(sample).coverage()
    assert found["answer"] == list(finding.answer)
    assert found["tables"].keys() == {table.name for table in finding.tables}
    assert found["citations"].keys() == finding.cited.keys()
    some = client.get(f"{API}/coverage", params={"states": ["uk", "eu"], "least": 1, "as_of": "2023-01"}).json()
    assert some["as_of"] == "2023-01-31"
    assert some["question"] == found["question"]


def test_changes_are_the_finding_that_the_casebook_gives(client: TestClient, sample: Path) -> None:
    found = client.get(f"{API}/changes", params={"since": "2022-01-01"}).json()
    assert found["answer"] == list(Casebook.open(sample).changes("2022-01-01").answer)
    assert client.get(f"{API}/changes").status_code == 422


def test_the_questions_that_can_be_asked_are_listed_and_answer(client: TestClient) -> None:
    for each in client.get(f"{API}/findings").json():
        answer = client.get(each["path"], params={"since": "2022-01-01"})
        assert answer.json()["study"] == each["study"]
        assert each["caveats"]


@pytest.mark.parametrize(
    "query",
    ["regime=../../x", "regime=nowhere", "states=zz", "as_of=yesterday", "as_of=1066", "as_of=2023-02-30"],
)
def test_a_question_that_cannot_be_answered_is_400_with_the_reason(client: TestClient, query: str) -> None:
    answer = client.get(f"{API}/coverage?{query}")
    assert answer.status_code == 400
    assert len(answer.json()["detail"]) > 20


def test_the_status_counts_what_was_read_and_refused(client: TestClient) -> None:
    found = client.get(f"{API}/status").json()
    assert found["version"] == client.get("/readyz").json()["version"]
    assert found["identities"] > 50
    assert {"gb_uksl", "ca_sema"} <= {row["source"] for row in found["sources"]}


def pair(client: TestClient) -> dict[str, str]:
    found = client.get(f"{API}/judgements/undecided").json()
    first = found["pairs"][0]
    return {"left": first["left"], "right": first["right"], "judgement": "same", "who": "A. Reviewer", "why": "one"}


def test_a_judgement_is_kept_and_takes_its_pair_from_those_that_wait(writer: TestClient, book: Path) -> None:
    before = writer.get(f"{API}/judgements/undecided").json()["total"]
    said = pair(writer)
    made = writer.post(f"{API}/judgements", json=said)
    assert made.status_code == 201
    assert made.json() == {**said, "when": made.json()["when"]}
    assert writer.get(f"{API}/judgements").json() == {"judgements": [made.json()], "total": 1}
    assert writer.get(f"{API}/judgements", params={"subject": said["left"]}).json()["total"] == 1
    assert writer.get(f"{API}/judgements", params={"subject": "another"}).json()["total"] == 0
    assert writer.get(f"{API}/judgements/undecided").json()["total"] == before - 1
    assert len((book / "judgements.jsonl").read_text().splitlines()) == 1


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"left": "nobody"}, 400),
        ({"left": "' OR 1=1 --"}, 400),
        ({"why": " "}, 400),
        ({"who": " "}, 400),
        ({"who": ""}, 422),
        ({"judgement": "maybe"}, 422),
        ({"more": 1}, 422),
        ({"who": ["a"]}, 422),
    ],
)
def test_a_judgement_that_cannot_be_is_refused_and_nothing_is_written(
    writer: TestClient, book: Path, change: dict[str, Any], status: int
) -> None:
    said = pair(writer)
    assert writer.post(f"{API}/judgements", json={**said, **change}).status_code == status
    assert writer.post(f"{API}/judgements", json={**said, "right": said["left"]}).status_code == 400
    assert writer.post(f"{API}/judgements", content=b"{").status_code == 422
    assert not (book / "judgements.jsonl").exists()


def test_a_customer_that_was_cleared_is_shown_as_dismissed_from_then_on(writer: TestClient) -> None:
    query = {"schema": "Person", "properties": {"name": [EXAMPLE]}}

    def first() -> dict[str, Any]:
        found: dict[str, Any] = writer.post("/match/default", json={"queries": {"a": query}}).json()
        return dict(found["responses"]["a"]["results"][0])

    hit = first()
    said = {"query": query, "identity": hit["id"], "who": "A. Reviewer", "why": "=another man"}
    made = writer.post(f"{API}/clearances", json=said)
    assert made.status_code == 201
    assert made.json()["customer_name"] == EXAMPLE
    assert (first()["match"], "=another man" in first()["dismissed"]) == (False, True)
    for change, status in (
        ({"identity": "nobody"}, 400), ({"query": {"schema": "Banana", "properties": {}}}, 400), ({"query": 1}, 422),
        ({"why": ""}, 422), ({"query": {}}, 400),
    ):  # fmt: skip
        assert writer.post(f"{API}/clearances", json={**said, **change}).status_code == status


def test_who_may_not_write_does_not(book: Path) -> None:
    with asking(book, Service(token=TOKEN)) as client:
        said = pair(client)
        for path in ("judgements", "clearances"):
            assert client.post(f"{API}/{path}", json=said).status_code == 401
        right = {"authorization": f"Bearer {TOKEN}"}
        assert client.post(f"{API}/judgements", json=said, headers={"authorization": "Bearer x"}).status_code == 401
        assert client.post(f"{API}/judgements", json=said, headers=right).status_code == 201
    with writing(book) as client:
        foreign = {"origin": "https://example.org"}
        assert client.post(f"{API}/judgements", json=said, headers=foreign).status_code == 403


def test_every_path_of_ours_is_described(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    mine = {path: methods for path, methods in paths.items() if path.startswith(API)}
    assert len(mine) >= 12
    for methods in mine.values():
        for described in methods.values():
            assert described["description"]
            assert json.dumps(described).count('"schema": {}') == 0 or "result" in described["operationId"]


@pytest.fixture(scope="module")
def address(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real server of a casebook of its own, whose token is TOKEN."""
    root = tmp_path_factory.mktemp("schema") / "book"
    shutil.copytree(sample, root, ignore=shutil.ignore_patterns("serving", "screenings"))
    with listening(make(root, Service(token=TOKEN))) as found:
        with httpx.Client(base_url=found, trust_env=False) as client:
            wait(client)
        yield found


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/v1/identities/{id}"),
        ("GET", "/api/v1/documents/{sha256}"),
        ("GET", "/api/v1/documents/{sha256}/cell"),
        ("GET", "/api/v1/coverage"),
        ("GET", "/api/v1/changes"),
        ("GET", "/api/v1/findings"),
        ("GET", "/api/v1/status"),
        ("GET", "/api/v1/judgements"),
        ("GET", "/api/v1/judgements/undecided"),
        ("POST", "/api/v1/judgements"),
        ("POST", "/api/v1/clearances"),
        ("GET", "/api/v1/screenings"),
        ("POST", "/api/v1/screenings"),
        ("GET", "/api/v1/screenings/{id}"),
        ("GET", "/api/v1/screenings/{id}/result"),
        ("DELETE", "/api/v1/screenings/{id}"),
        ("GET", "/reconcile/{dataset}"),
        ("POST", "/reconcile/{dataset}"),
        ("GET", "/reconcile/{dataset}/suggest/entity"),
        ("GET", "/reconcile/{dataset}/suggest/type"),
        ("GET", "/reconcile/{dataset}/suggest/property"),
        ("GET", "/reconcile/{dataset}/extend/property"),
    ],
)
def test_every_answer_is_of_a_form_that_the_description_has(address: str, method: str, path: str) -> None:
    schema = schemathesis.openapi.from_dict(httpx.get(f"{address}/openapi.json", trust_env=False).json())

    @given(case=schema[path][method].as_strategy())
    @settings(max_examples=15, suppress_health_check=list(HealthCheck))
    def answers(case: schemathesis.Case[Any]) -> None:
        answer = case.call(base_url=address, headers={"authorization": f"Bearer {TOKEN}"})
        case.validate_response(
            answer, checks=[not_a_server_error, status_code_conformance, response_schema_conformance]
        )

    answers()


def test_answers_about_what_is_there_are_of_the_form_that_the_description_has(
    client: TestClient, identity: dict[str, Any]
) -> None:
    own_models.Identity.model_validate(identity, extra="forbid")
    fact = next(fact for fact in identity["facts"] if fact["printed"])
    cell = client.get(f"{API}/documents/{fact['document']}/cell", params={"place": fact["place"]}).json()
    own_models.CellAnswer.model_validate(cell, extra="forbid")
    for path in ("/coverage", "/changes?since=2022-01-01"):
        own_models.FindingAnswer.model_validate(client.get(API + path).json(), extra="forbid")
    own_models.StatusAnswer.model_validate(client.get(f"{API}/status").json(), extra="forbid")
    own_models.Undecided.model_validate(client.get(f"{API}/judgements/undecided").json(), extra="forbid")
