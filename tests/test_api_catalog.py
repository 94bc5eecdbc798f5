"""Data sets, names of the comparison, and the look for a newer build, over HTTP."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kronika import Casebook
from kronika.view.serve.app import make
from kronika.view.serve.settings import Service
from service import TOKEN, asking

if TYPE_CHECKING:
    from service import TestClient


def test_the_catalogue_lists_every_data_set_and_the_one_that_holds_all(client: TestClient) -> None:
    said = client.get("/catalog").json()
    assert said.keys() == {"datasets", "current", "outdated", "index_stale"}
    sets = {each["name"]: each for each in said["datasets"]}
    assert sorted(sets["default"]["children"]) == sorted(said["current"]) == sorted(sets.keys() - {"default"})
    assert not sets["default"]["load"]
    for each in sets.values():
        assert each["title"]
        assert each["index_current"] is True
        assert each["index_version"] == each["version"]
        total = client.get(f"/search/{each['name']}", params={"limit": 0}).json()["total"]["value"]
        assert 0 < total <= each["entity_count"] <= sets["default"]["entity_count"]


def test_who_knows_the_catalogue_is_told_that_it_has_not_changed(client: TestClient) -> None:
    answer = client.get("/catalog")
    etag = answer.headers["etag"]
    assert answer.headers["cache-control"] == "public, max-age=300"
    for known in (etag, f'"other", {etag}', f"W/{etag}", "*"):
        again = client.get("/catalog", headers={"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert client.get("/catalog", headers={"If-None-Match": '"other"'}).status_code == 200
    assert client.get("/manifest").json() == answer.json()


def test_the_names_of_the_comparison_are_those_that_yente_lists(client: TestClient) -> None:
    said = client.get("/algorithms").json()
    names = [each["name"] for each in said["algorithms"]]
    assert names == ["logic-v2", "ofac-249", "name-based", "name-qualified", "logic-v1", "regression-v1"]
    assert (said["default"], said["best"]) == ("best", "logic-v2")
    for each in said["algorithms"]:
        assert each["description"]
        assert each["features"].keys() == each["docs"]["features"].keys()
    body = {"queries": {"q": {"schema": "Person", "properties": {"name": "Dzmitry Lukashenka"}}}}
    best = client.post("/match/default", json=body).json()["responses"]["q"]["results"][0]
    assert best["features"].keys() <= said["algorithms"][0]["features"].keys()


def test_a_look_for_a_newer_build_needs_the_token(sample: Path) -> None:
    with asking(sample) as nobody:
        assert nobody.post("/updatez").status_code == 403
        assert nobody.post("/updatez", params={"token": ""}).status_code == 403
    with asking(sample, Service(token=TOKEN)) as client:
        for wrong in ("", "wrong", "é"):
            assert client.post("/updatez", params={"token": wrong}).status_code == 403
        assert client.post("/updatez", params={"token": TOKEN}).json() == {"status": "ok"}
        assert client.post("/updatez", headers={"Authorization": f"ApiKey {TOKEN}"}).json() == {"status": "ok"}
        assert client.get("/updatez").status_code == 405


def test_who_waits_for_a_newer_build_is_answered_from_it(sample: Path, tmp_path: Path) -> None:
    root = tmp_path / "book"
    shutil.copytree(sample, root, ignore=shutil.ignore_patterns("serving"))
    with asking(root, Service(token=TOKEN)) as client:
        before = client.get("/readyz").json()["version"]
        some = client.get("/search/default", params={"q": "invented"}).json()["results"]
        left, right = [each["referents"][0] for each in some if each["referents"]][:2]
        book = Casebook.open(root)
        book.judgements().judge(left, right, "different", who="Ana", why="two of them")
        book.build()
        assert client.post("/updatez", params={"token": TOKEN, "sync": True}).json() == {"status": "ok"}
        assert client.get("/readyz").json()["version"] != before


@pytest.mark.parametrize("path", ["/match/default", "/search/default", "/entities/x", "/catalog"])
def test_without_a_build_an_answer_says_what_to_do(tmp_path: Path, path: str) -> None:
    from service import TestClient

    book = Casebook.init(tmp_path / "book")
    with TestClient(make(book.root, Service()), base_url="http://127.0.0.1:8000") as client:
        answer = client.post(path, json={"queries": {}}) if "match" in path else client.get(path)
        assert answer.status_code == 503
        assert answer.json()["detail"]
