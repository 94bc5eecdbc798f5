"""A model that the user sets up may propose claims: nothing is sent unasked, and nothing of an answer is believed."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kronika.base.errors import ConfigError, FetchError
from kronika.casebook import Casebook
from kronika.collect import proposer
from kronika.collect import texts as converters
from kronika.collect.proposer import Endpoint
from kronika.study.claims import proposals
from kronika.study.claims.names import Lexicon, shipped
from kronika.study.claims.reading import Marked, mark
from kronika.study.claims.spans import Span
from kronika.view import claims as _claims  # noqa: F401 - its commands belong to the group
from kronika.view.cli import main

TEXT = "The harvest was poor. Jane Roe spoke of 300 empty villages in Belarus. The harvest was poor.\n"
QUOTED = "Jane Roe spoke of 300 empty villages"


class Model:
    """A stand-in for a model's server on this machine, which answers as it is told and remembers what it was sent."""

    def __init__(self) -> None:
        self.asked: list[dict[str, object]] = []
        self.keys: list[str | None] = []
        self.answer: Callable[[BaseHTTPRequestHandler], None] = lambda handler: None
        model = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                model.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                model.keys.append(self.headers["Authorization"])
                try:
                    model.answer(self)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is http.server's
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_port}/v1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def says(self, content: object, status: int = 200) -> None:
        """Answer with a chat completion of this content."""
        self.sends(json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode(), status)

    def sends(self, body: bytes, status: int = 200, **headers: str) -> None:
        """Answer with these bytes."""

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                handler.send_header(name, value)
            handler.end_headers()
            handler.wfile.write(body)

        self.answer = answer


@pytest.fixture
def model() -> Iterator[Model]:
    made = Model()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def marked() -> Marked:
    return mark(converters.read(TEXT.encode(), "a.txt"), Lexicon.build(shipped()))


def listed(*claims: object) -> str:
    return json.dumps({"claims": claims})


def claim(quotation: str = QUOTED, kind: str = "figure", speaker: str = "Jane Roe") -> dict[str, object]:
    return {"quotation": quotation, "kind": kind, "speaker": speaker}


def read(answer: str) -> tuple[list[proposals.Proposal], list[str]]:
    return proposals.read(answer, TEXT, Span(0, len(TEXT)), "parrot-1")


def kronika(root: Path, *words: str, expect: int = 0) -> Result:
    done = CliRunner().invoke(main, [*words, "--casebook", str(root)])
    assert done.exit_code == expect, done.output
    return done


def test_a_verbatim_proposal_becomes_a_claim_with_the_figures_of_our_rules(marked: Marked) -> None:
    found, problems = read(listed(claim()))
    assert problems == []
    made = [each for each in proposals.placed(marked, tuple(found)).claims if each.rules == ("proposer:parrot-1",)]
    assert [each.of(TEXT) for each in made] == [QUOTED]
    assert [each.value for each in made[0].quantities] == [300]
    assert (made[0].speaker.name, made[0].speaker.rule) == ("Jane Roe", "proposer:parrot-1")


def test_an_answer_in_a_fence_or_between_words_is_read() -> None:
    assert len(read(f"Sure!\n```json\n{listed(claim())}\n```\nAnything else?")[0]) == 1


@pytest.mark.parametrize(
    "proposed",
    [
        claim("Jane Roe spoke of 400 empty villages"), claim("The harvest was poor."), claim(""), claim("   "),
        claim(kind="opinion"), claim("x" * 5_000), {"quotation": 3, "kind": "figure"}, "a text", None, 7, [], {},
        claim("jane roe spoke"), claim("Jane  Roe spoke"),
    ],
)  # fmt: skip
def test_what_is_not_verbatim_once_in_the_text_is_dropped_and_counted(proposed: object) -> None:
    found, problems = read(listed(proposed))
    assert found == []
    assert problems == ["parrot-1: 1 proposals dropped: not verbatim once in the text, or of no known kind"]


def test_what_stands_twice_is_kept_where_the_passage_tells_which() -> None:
    found, _ = proposals.read(listed(claim("The harvest was poor.", "event", "")), TEXT, Span(30, len(TEXT)), "m")
    assert [each.start for each in found] == [TEXT.rindex("The harvest")]


def test_a_speaker_whom_the_text_does_not_name_is_not_taken(marked: Marked) -> None:
    found, _ = read(listed(claim(speaker="Vladimir Invented")))
    made = next(each for each in proposals.placed(marked, tuple(found)).claims if "parrot" in each.rules[0])
    assert (made.speaker.name, made.speaker.how) == ("", "author")


@pytest.mark.parametrize(
    "answer",
    ["", "no", "{", "[]", "{}", '{"claims": 3}', '{"claims": {}}', "[" * 100_000, '{"claims": ' * 50_000 + "}", "null"],
)
def test_an_answer_that_is_not_what_was_asked_for_gives_nothing_and_says_so(answer: str) -> None:
    assert read(answer) == ([], ["parrot-1: its answer is not the JSON that was asked for"])


def test_of_very_many_proposals_the_first_are_looked_at() -> None:
    found, problems = read(listed(*[claim()] * 5_000))
    assert len(found) == 200
    assert "more than 200 claims in one passage" in problems[0]


def test_what_the_rules_found_in_the_same_place_is_not_doubled(marked: Marked) -> None:
    mine = marked.claims[0]
    proposal = proposals.Proposal(mine.of(TEXT), "event", "", "m", mine.start)
    assert proposals.placed(marked, (proposal, proposal)) == marked


def test_a_long_text_is_asked_about_in_passages_that_leave_nothing_out() -> None:
    words = (
        "\n\n".join(f"Sentence number {number} of the report is short." for number in range(1_000))
        + "\n\n"
        + "x" * 20_000
    )
    prose = converters.read(words.encode(), "a.txt")
    found = list(proposals.passages(prose))
    assert max(each.end - each.start for each in found) <= 6_000
    assert "".join("".join(each.of(prose.text) for each in found).split()) == "".join(prose.text.split())


def test_the_model_is_asked_with_the_text_and_its_answer_is_given_back(model: Model) -> None:
    model.says("hello")
    assert proposer.ask(Endpoint(model.address, "parrot-1", "s3cret"), "mark it", TEXT) == "hello"
    assert model.asked[0]["model"] == "parrot-1"
    assert TEXT in json.dumps(model.asked[0], ensure_ascii=False).replace("\\n", "\n")
    assert model.keys == ["Bearer s3cret"]
    assert "s3cret" not in repr(Endpoint(model.address, "parrot-1", "s3cret"))


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"{}", b'{"choices": []}', b'{"choices": [{"message": {"content": 5}}]}', b"[" * 100_000]
)
def test_an_answer_that_is_no_chat_completion_is_one_line(model: Model, body: bytes) -> None:
    model.sends(body)
    with pytest.raises(FetchError) as told:
        proposer.ask(Endpoint(model.address, "m"), "mark it", TEXT)
    assert "\n" not in str(told.value)


def test_a_refusal_of_the_server_is_told_without_what_steers_a_terminal(model: Model) -> None:
    model.sends(b"no\x1b[2J\nmoney", 402)
    with pytest.raises(FetchError, match=r"status 402: no\[2J money"):
        proposer.ask(Endpoint(model.address, "m"), "mark it", TEXT)


def test_a_redirect_is_not_followed(model: Model) -> None:
    model.sends(b"", 307, Location="http://127.0.0.1:1/v1/chat/completions")
    with pytest.raises(FetchError, match="status 307"):
        proposer.ask(Endpoint(model.address, "m", "key"), "mark it", TEXT)


def test_an_answer_without_end_is_not_read(model: Model) -> None:
    model.sends(b"x" * (5 << 20))
    with pytest.raises(FetchError, match="more than 4 MiB"):
        proposer.ask(Endpoint(model.address, "m"), "mark it", TEXT)


def test_a_server_that_is_silent_or_sends_byte_by_byte_is_left(model: Model) -> None:
    def silent(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(1)

    def slow(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(20):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.05)

    for answer in (silent, slow):
        model.answer = answer
        with pytest.raises(FetchError, match=r"answer within 0\.3 s"):
            proposer.ask(Endpoint(model.address, "m", patience=0.3), "mark it", TEXT)


def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(FetchError, match="cannot be asked"):
        proposer.ask(Endpoint("http://127.0.0.1:1/v1", "m", patience=2), "mark it", TEXT)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("", "nothing is set up"),
        ("proposer = 3", "nothing is set up"),
        ('[proposer]\naddress = "http://localhost:1/v1"', "proposer.model"),
        ('[proposer]\nmodel = "m"', "proposer.address"),
        ('[proposer]\nmodel = "m"\naddress = "ftp://x/v1"', "proposer.address"),
        ('[proposer]\nmodel = "m"\naddress = "http://[x/v1"', "proposer.address"),
        ('[proposer]\nmodel = "m"\naddress = 3', "proposer.address"),
        ('[proposer]\nmodel = "m"\naddress = "http://localhost/v1"\nkey = "NOT_SET"', "NOT_SET, which is not set"),
        ('[proposer]\nmodel = "m"\naddress = "http://api.example/v1"\nkey = "SET"', "must be https"),
        ('[proposer]\nmodel = "m"\naddress = "http://localhost/v1"\ntoken = "x"', "unknown key proposer.token"),
        ('[proposer]\nmodel = "m"\naddress = "http://localhost/v1"\npatience = -1', "proposer.patience"),
    ],
)
def test_a_malformed_setting_is_named(tmp_path: Path, table: str, words: str) -> None:
    file = tmp_path / "casebook.toml"
    file.write_text(table, encoding="utf-8")
    with pytest.raises(ConfigError, match=words):
        proposer.endpoint(file, {"SET": "s3cret"})


def test_a_key_is_taken_from_the_environment_alone(tmp_path: Path) -> None:
    file = tmp_path / "casebook.toml"
    file.write_text('[proposer]\nmodel = "m"\naddress = "https://api.example/v1/"\nkey = "SET"\n', encoding="utf-8")
    found = proposer.endpoint(file, {"SET": "s3cret"})
    assert (found.address, found.key) == ("https://api.example/v1", "s3cret")


@pytest.fixture
def root(tmp_path: Path, model: Model) -> Path:
    root = Casebook.init(tmp_path / "book").root
    with (root / "casebook.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[proposer]\naddress = "{model.address}"\nmodel = "parrot-1"\n')
    (tmp_path / "harvest.txt").write_text(TEXT, encoding="utf-8")
    return root


def test_nothing_is_sent_unless_it_is_asked_for(root: Path, model: Model) -> None:
    kronika(root, "read", str(root.parent / "harvest.txt"))
    assert model.asked == []


def test_proposals_are_kept_marked_and_outlive_a_new_reading(root: Path, model: Model) -> None:
    model.says(listed(claim(), claim("an invention")))
    said = kronika(root, "read", str(root.parent / "harvest.txt"), "--propose").output
    assert "1 proposals dropped" in " ".join(said.split())
    texts = Casebook.open(root).texts()
    (head,) = texts.all()
    texts.reviews().describe([head.sha256], {"date": "2020-01-01"}, who="Ann")
    again = texts.text(head.sha256)
    assert [each.claim.of(TEXT) for each in again.claims if each.claim.rules == ("proposer:parrot-1",)] == [QUOTED]
    assert {each.state for each in again.claims} == {"not reviewed"}


def test_a_model_that_fails_takes_nothing_with_it(root: Path, model: Model) -> None:
    model.sends(b"down", 503)
    said = kronika(root, "read", str(root.parent / "harvest.txt"), "--propose").output
    assert "no claims were proposed" in said
    assert len(Casebook.open(root).texts().all()) == 1


def test_asking_a_model_that_is_not_set_up_is_refused(tmp_path: Path) -> None:
    root = Casebook.init(tmp_path / "book").root
    (tmp_path / "harvest.txt").write_text(TEXT, encoding="utf-8")
    assert "nothing is set up" in kronika(root, "read", str(tmp_path / "harvest.txt"), "--propose", expect=2).output
