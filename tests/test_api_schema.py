"""The API's description and docs/api.md are held to what the service answers."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error, response_schema_conformance, status_code_conformance

from kronika.view.api import algorithms, entities, match, models, search
from kronika.view.serve.app import make
from kronika.view.serve.settings import Service
from service import TOKEN, listening, wait
from test_docs import DOCS, fenced

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from service import TestClient

DOCUMENT = DOCS / "api.md"
YENTE = re.compile(r"/(match|search|entities|catalog|algorithms|updatez)\b")
TABLED = re.findall(r"^\| `(GET|POST) ([^`]+)` \|", DOCUMENT.read_text("utf-8"), re.MULTILINE)
PATHS = [(method, path) for method, path in TABLED if YENTE.match(path)]


@pytest.fixture(scope="session")
def address(sample: Path) -> Iterator[str]:
    """A real server of the embedded casebook."""
    import httpx

    with listening(make(sample, Service(token=TOKEN))) as found:
        with httpx.Client(base_url=found, trust_env=False) as client:
            wait(client)
        yield found


@pytest.fixture(scope="session")
def described(address: str) -> Any:
    """The service's description of itself."""
    import httpx

    return schemathesis.openapi.from_dict(httpx.get(f"{address}/openapi.json", trust_env=False).json())


@pytest.mark.parametrize(("method", "path"), PATHS)
def test_every_answer_is_of_a_form_that_the_description_has(
    described: Any, address: str, method: str, path: str
) -> None:
    @given(case=described[path][method].as_strategy())
    @settings(max_examples=30, suppress_health_check=list(HealthCheck))
    def answers(case: schemathesis.Case[Any]) -> None:
        answer = case.call(base_url=address)
        case.validate_response(
            answer, checks=[not_a_server_error, status_code_conformance, response_schema_conformance]
        )

    answers()


def test_answers_about_what_is_there_are_of_the_form_that_the_description_has(client: TestClient) -> None:
    found = client.get("/search/default", params={"limit": 500, "facets": ["schema", "datasets", "identifiers"]}).json()
    models.SearchAnswer.model_validate(found, extra="forbid")
    for each in found["results"]:
        path = f"/entities/{each['id']}"
        models.Entity.model_validate(client.get(path).json(), extra="forbid")
        models.AdjacentAnswer.model_validate(client.get(f"{path}/adjacent").json(), extra="forbid")
    models.CatalogAnswer.model_validate(client.get("/catalog").json(), extra="forbid")
    queries = {
        "q": {"schema": "Person", "properties": {"name": "Dzmitry Lukashenka"}},
        "r": {"schema": "Thing", "properties": {}},
    }
    answer = client.post("/match/default", params={"cutoff": 0}, json={"queries": queries})
    models.MatchAnswer.model_validate(answer.json(), extra="forbid")


def test_the_document_names_every_path_and_parameter_and_no_other(client: TestClient) -> None:
    text = DOCUMENT.read_text("utf-8")
    paths = client.get("/openapi.json").json()["paths"]
    mine = {(method.upper(), path) for path, methods in paths.items() for method in methods if YENTE.match(path)}
    assert set(PATHS) == mine
    sections = dict(re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))
    for title, parameters in (("Who could this be", match.Parameters), ("Words", search.Parameters)):
        rows = [line.split("|")[1] for line in sections[title].splitlines() if line.startswith("| `")]
        told = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
        names = {field.alias or name for name, field in parameters.model_fields.items()}
        assert told == names - {"simple"}, title
        assert "simple" in text
    assert f"at most {match.Parameters.model_fields['limit'].metadata[0].le}" in sections["Who could this be"]
    assert f"Up to {match.MOST_QUERIES} queries" in text
    assert entities.Page.model_fields["limit"].default == 10
    for name in algorithms.described():
        assert f"`{name.name}`" in text


def test_the_statuses_of_the_document_are_those_of_the_description(client: TestClient) -> None:
    text = DOCUMENT.read_text("utf-8")
    told = {int(each) for row in re.findall(r"^\| ([\d, ]+) \|", text, re.MULTILINE) for each in row.split(",")}
    paths = client.get("/openapi.json").json()["paths"]
    said = {
        int(status)
        for path, methods in paths.items()
        if YENTE.match(path)
        for method in methods.values()
        for status in method["responses"]
    }
    assert told >= (said - {200}) | {413, 408, 504}


@pytest.mark.parametrize("language", ["sh", "python"])
def test_the_examples_of_the_document_run(address: str, language: str, tmp_path: Path) -> None:
    examples = fenced(DOCUMENT, language)
    assert examples
    if language == "sh" and not shutil.which("curl"):
        pytest.skip("there is no curl")
    (tmp_path / "customers.csv").write_text("name\nDzmitry LUKASHENKA\n", encoding="utf-8")
    for example in examples:
        words = [sys.executable, "-c", example] if language == "python" else ["sh", "-euc", example]
        done = subprocess.run(
            words, cwd=tmp_path, capture_output=True, text=True, check=False,
            env={"PATH": os.environ["PATH"], "KRONIKA": address, "KRONIKA_TOKEN": TOKEN, "no_proxy": "*"},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert "LUKASHENKA" in done.stdout or '"Sanction"' in done.stdout, done.stdout
