"""Who may ask, who may write, what every answer forbids."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import pytest
from fastapi import FastAPI, Form, Request

from kronika.base.errors import ConfigError, UsageError
from kronika.view.serve import guard, session
from kronika.view.serve.app import make
from kronika.view.serve.session import Sessions
from kronika.view.serve.settings import Service
from service import HERE, TOKEN, TestClient


@pytest.fixture
def app(sample: Path) -> FastAPI:
    made = make(sample, Service(token=TOKEN, names="lists.example.org"))

    @made.post("/judge")
    def judge(request: Request, verdict: Annotated[str, Form()] = "") -> dict[str, str]:
        return {"verdict": verdict}

    @made.get("/mark")
    def mark(request: Request) -> str:
        return guard.mark(request)

    return made


@pytest.fixture
def reader(app: FastAPI) -> Iterator[TestClient]:
    """Someone without a session."""
    with TestClient(app, base_url=HERE, follow_redirects=False) as found:
        yield found


@pytest.fixture
def writer(reader: TestClient, app: FastAPI) -> TestClient:
    """Someone with a session."""
    assert reader.get("/enter", params={"key": app.state.sessions.ticket()}).status_code == 303
    return reader


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8000", "[::1", "x" * 300]
)
def test_a_page_whose_name_is_made_to_point_here_reads_nothing(reader: TestClient, host: str) -> None:
    answer = reader.get("/healthz", headers={"host": host})
    assert answer.status_code == 421
    assert "KRONIKA_NAMES" in answer.json()["detail"]


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.0.0.1:9",
        "localhost:8000",
        "[::1]:8000",
        "192.0.2.1",
        "lists.example.org",
        "LISTS.example.org:1",
    ],
)
def test_an_address_and_a_name_that_was_told_are_answered(reader: TestClient, host: str) -> None:
    assert reader.get("/healthz", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("path", ["/healthz", "/nothing", "/enter", "/judge"])
def test_every_answer_forbids_what_is_not_of_this_server(reader: TestClient, path: str) -> None:
    headers = reader.get(path).headers
    policy = dict(each.strip().split(" ", 1) for each in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == headers["cross-origin-resource-policy"] == "same-origin"


def test_a_route_may_set_a_stricter_policy(app: FastAPI, reader: TestClient) -> None:
    from starlette.responses import Response

    @app.get("/bytes")
    def read() -> Response:
        return Response(b"<script>", headers={"Content-Security-Policy": "sandbox"})

    assert reader.get("/bytes").headers.get_list("content-security-policy") == ["sandbox"]


def test_who_has_neither_token_nor_session_asks_but_does_not_write(reader: TestClient) -> None:
    assert reader.post("/match/default", json={}).status_code not in {401, 403}
    answer = reader.post("/judge", data={"verdict": "same"})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "POST"])
@pytest.mark.parametrize("path", ["/match/a/b", "/match/../judge", "/judge", "/enter/x", "/no-such-route"])
def test_what_is_not_known_only_to_ask_is_guarded(reader: TestClient, method: str, path: str) -> None:
    assert reader.request(method, HERE + path).status_code == 401


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "ApiKey"])
def test_the_token_writes(reader: TestClient, scheme: str) -> None:
    answer = reader.post("/judge", data={"verdict": "same"}, headers={"authorization": f"{scheme} {TOKEN}"})
    assert answer.json() == {"verdict": "same"}


@pytest.mark.parametrize(
    "header", [TOKEN, "Bearer", "Bearer wrong", f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer \xff"]
)
def test_another_token_does_not(reader: TestClient, header: str) -> None:
    assert reader.post("/judge", headers={"authorization": header.encode("latin-1")}).status_code == 401


def test_without_a_token_set_no_token_writes(sample: Path) -> None:
    with TestClient(make(sample, Service()), base_url=HERE) as reader:
        for header in ("Bearer ", "Bearer", "ApiKey "):
            assert reader.post("/judge", headers={"authorization": header}).status_code == 401
        assert reader.post("/enter", data={"token": ""}).status_code in {401, 422}


def test_a_form_with_its_sessions_mark_writes(writer: TestClient) -> None:
    mark = writer.get("/mark").json()
    for form in (
        {"data": {"csrf": mark, "verdict": "same"}},
        {"files": {"csrf": (None, mark), "verdict": (None, "same")}},
    ):
        answer = writer.post("/judge", **form)
        assert answer.json() == {"verdict": "same"}
    assert writer.post("/judge", headers={"x-csrf-token": mark}).status_code == 200


def test_a_long_form_arrives_whole_behind_its_mark(writer: TestClient) -> None:
    long = "ў" * 100_000
    answer = writer.post("/judge", data={"csrf": writer.get("/mark").json(), "verdict": long})
    assert answer.json() == {"verdict": long}


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"data": {"verdict": "same"}},
        {"data": {"csrf": "", "verdict": "same"}},
        {"data": {"csrf": "0" * 64, "verdict": "same"}},
        {"files": {"csrf": (None, "0" * 64)}},
        {"json": {"csrf": "0" * 64}},
        {"headers": {"x-csrf-token": "0" * 64}},
        {"content": b"csrf=\xff\xff", "headers": {"content-type": "application/x-www-form-urlencoded"}},
    ],
)
def test_without_the_mark_a_session_writes_nothing(writer: TestClient, form: dict[str, object]) -> None:
    assert writer.post("/judge", **form).status_code == 403


def test_the_mark_must_be_the_first_field(writer: TestClient) -> None:
    mark = writer.get("/mark").json()
    assert writer.post("/judge", data={"verdict": "same", "csrf": mark}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9000"},
        {"origin": "https://127.0.0.1:8000"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": HERE},
        {"sec-fetch-site": "none"},
    ],
)
def test_a_judgement_from_a_foreign_page_is_refused_even_with_the_mark(
    writer: TestClient, headers: dict[str, str]
) -> None:
    answer = writer.post("/judge", headers=headers | {"x-csrf-token": writer.get("/mark").json()})
    assert answer.status_code == 403
    assert "another site" in answer.json()["detail"]


def test_a_judgement_from_our_own_page_is_taken(writer: TestClient) -> None:
    headers = {"origin": HERE, "sec-fetch-site": "same-origin", "x-csrf-token": writer.get("/mark").json()}
    assert writer.post("/judge", headers=headers).status_code == 200


def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(reader: TestClient, app: FastAPI) -> None:
    ticket = app.state.sessions.ticket()
    cookie = reader.get("/enter", params={"key": ticket}).headers["set-cookie"]
    assert re.search("HttpOnly", cookie)
    assert re.search("SameSite=strict", cookie, re.IGNORECASE)
    assert "Secure" not in cookie
    assert f"Max-Age={session.LASTS}" in cookie


def test_a_ticket_is_good_once(reader: TestClient, app: FastAPI) -> None:
    ticket = app.state.sessions.ticket()
    assert reader.get("/enter", params={"key": ticket}).status_code == 303
    assert reader.get("/enter", params={"key": ticket}).status_code == 303  # the same browser: it is in already
    reader.cookies.clear()
    assert reader.get("/enter", params={"key": ticket}).status_code == 403
    assert "set-cookie" not in reader.get("/enter", params={"key": ticket}).headers


@pytest.mark.parametrize("key", ["x", "1.2.3", "..", "9999999999.00.00", "\ud83d", "../../x"])
def test_a_made_up_ticket_is_good_for_nothing(reader: TestClient, key: str) -> None:
    answer = reader.get("/enter", params={"key": key.encode("utf-8", "surrogatepass")})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_the_token_opens_a_session(reader: TestClient) -> None:
    assert 'action="/enter"' in reader.get("/enter").text
    assert reader.post("/enter", data={"token": "wrong"}).status_code == 401
    assert reader.post("/enter", data={"token": TOKEN}).status_code == 303
    assert reader.get("/mark").json()
    assert reader.post("/leave", headers={"x-csrf-token": reader.get("/mark").json()}).status_code == 303
    assert not reader.get("/mark").json()


def test_a_session_ends(tmp_path: Path) -> None:
    now = [1_000_000.0]
    sessions = Sessions(tmp_path, now=lambda: now[0])
    begun = sessions.begin()
    assert sessions.holds(begun)
    now[0] += session.LASTS + 1
    assert not sessions.holds(begun)


def test_what_is_signed_is_for_one_use_one_casebook_and_one_token(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    sessions, later = Sessions(tmp_path), Sessions(tmp_path)
    changed, other = Sessions(tmp_path, TOKEN), Sessions(tmp_path / "other")
    begun = sessions.begin()
    assert later.holds(begun)
    assert not sessions.redeem(begun)
    assert not sessions.holds(sessions.ticket())
    assert not changed.holds(begun)
    assert not other.holds(begun)
    assert sessions.mark(begun) != sessions.mark(sessions.begin())
    assert not sessions.holds(f"9{begun}")


def test_the_key_is_its_owners_alone(tmp_path: Path) -> None:
    Sessions(tmp_path)
    key = tmp_path / "service.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    key.chmod(0o644)
    with pytest.raises(ConfigError, match="chmod 600"):
        Sessions(tmp_path)
    key.chmod(0o600)
    key.write_bytes(b"short")
    with pytest.raises(ConfigError, match="no key"):
        Sessions(tmp_path)


def test_others_can_reach_it_only_with_a_token() -> None:
    for host in ("0.0.0.0", "192.0.2.7", "::", "lists.example.org"):  # noqa: S104 - that is the question
        with pytest.raises(UsageError, match="KRONIKA_TOKEN"):
            Service(host=host).check_host()
        Service(host=host, token=TOKEN).check_host()
    for host in ("127.0.0.1", "127.9.9.9", "::1", "localhost"):
        Service(host=host).check_host()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"), ("PORT", "70000"), ("WORKERS", "0"), ("TOKEN", "short"), ("TOKEN", "with a space in it"),
        ("BODY", "-1"), ("SECONDS", "soon"), ("SECONDS", "nan"), ("LOG_QUERIES", "perhaps"), ("QUERIES", "0"),
    ],
)  # fmt: skip
def test_a_malformed_setting_is_named(name: str, value: str) -> None:
    with pytest.raises(ConfigError, match=f"KRONIKA_{name}"):
        Service.read({f"KRONIKA_{name}": value})


def test_settings_go_through_the_environment_unchanged() -> None:
    told = Service("0.0.0.0", 0, TOKEN, 3, "a.example", "*", 1, 2, 3, 4.5, 6.0, log_queries=True)  # noqa: S104
    assert Service.read(told.environment()) == told
    assert Service.read({}) == Service()


def test_a_site_that_was_named_may_read(sample: Path) -> None:
    asked = {"origin": "https://refine.example.org"}
    with TestClient(make(sample, Service(origins="https://refine.example.org")), base_url=HERE) as reader:
        answer = reader.get("/healthz", headers=asked)
        assert answer.headers["access-control-allow-origin"] == "https://refine.example.org"
        assert (
            "access-control-allow-origin" not in reader.get("/healthz", headers={"origin": "https://b.example"}).headers
        )
    with TestClient(make(sample, Service()), base_url=HERE) as reader:
        assert "access-control-allow-origin" not in reader.get("/healthz", headers=asked).headers
