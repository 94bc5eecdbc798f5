"""kronika read and kronika claims as a person uses them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kronika.casebook import Casebook
from kronika.view import claims as _claims  # noqa: F401 - its commands belong to the group
from kronika.view.cli import main

RELEASE = (
    "Freedonia must hold new elections\n\nOur government notes that more than 60,000 people were fined in Belarus and "
    "Freedonia last month.\n\nJohn Doe said that at least 88 individuals had been listed by the European Union.\n\n"
    "At least 88 individuals had been listed by the European Union.\n\nFreedonia must be free.\n"
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "release.txt").write_text(RELEASE, encoding="utf-8")
    return Casebook.init(tmp_path / "book").root


@pytest.fixture
def read(root: Path) -> Path:
    """A casebook with the release in it."""
    kronika(root, "read", str(root.parent / "release.txt"), "--date", "2020-11-05", "--by", "Ann")
    return root


def kronika(root: Path, *words: str, expect: int = 0, answers: str = "") -> Result:
    done = CliRunner().invoke(main, [*words, "--casebook", str(root)], input=answers)
    assert done.exit_code == expect, done.output
    if expect == 2:
        assert "Traceback" not in done.output
    return done


def flat(result: Result) -> str:
    return " ".join(result.output.split())


def states(root: Path) -> list[str]:
    data = json.loads(kronika(root, "claims", "release.txt", "--json").output)
    return [claim["state"] for claim in data[0]["claims"]]


def test_reading_says_title_author_date_language_and_claims_by_kind(root: Path) -> None:
    said = flat(kronika(root, "read", str(root.parent / "release.txt")))
    assert "by unnamed" in said
    assert "date: unknown: relative dates are left open (--date gives it)" in said
    assert "language: en" in said
    assert "× figure" in said
    given = flat(kronika(root, "read", str(root.parent / "release.txt"), "--author", "Jane Roe", "--date", "2020-11"))
    assert "by Jane Roe" in given
    assert "date: 2020-11 (given: given by " in given


def test_without_a_casebook_a_file_is_read_and_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "release.txt").write_text(RELEASE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["read", "release.txt"])
    assert done.exit_code == 0
    assert "No casebook here: nothing was kept" in done.output
    assert [path.name for path in tmp_path.iterdir()] == ["release.txt"]
    assert CliRunner().invoke(main, ["read", "release.txt", "--propose"]).exit_code == 2


def test_a_casebook_that_is_asked_for_must_be_there(tmp_path: Path) -> None:
    (tmp_path / "release.txt").write_text(RELEASE, encoding="utf-8")
    assert "kronika init" in kronika(tmp_path / "none", "read", str(tmp_path / "release.txt"), expect=2).output


def test_what_cannot_be_read_is_a_line_each_and_the_rest_is_kept(root: Path, tmp_path: Path) -> None:
    files = {"empty.txt": b"", "scan.png": b"\x89PNG\r\n\x1a\n" + bytes(60), "broken.pdf": b"%PDF-1.7\nnothing"}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    every = [str(tmp_path / name) for name in (*files, "release.txt", "none.txt")]
    done = kronika(root, "read", *every, expect=2)
    refused = [line for line in done.stderr.splitlines() if line.startswith("refused")]
    assert len(refused) == 4
    assert all(any(name in line for line in refused) for name in (*files, "none.txt"))
    assert [head["name"] for head in json.loads(kronika(root, "claims", "--json").output)] == ["release.txt"]


def test_a_language_without_rules_is_said(root: Path, tmp_path: Path) -> None:
    words = (
        "Это было в 2020 году, и об этом сообщили в Минске, как и о том, что для них было 15 % от всех денег на год. "
    )
    (tmp_path / "note.txt").write_text(words * 2, encoding="utf-8")
    assert "no rules for «ru»: mentions and numbers only" in flat(kronika(root, "read", str(tmp_path / "note.txt")))


def test_what_of_a_document_was_not_read_is_named(root: Path, tmp_path: Path) -> None:
    mail = (
        "From: press@example.org\nSubject: Elections in Freedonia\nMIME-Version: 1.0\n"
        'Content-Type: multipart/mixed; boundary="x"\n\n--x\nContent-Type: text/plain; charset=utf-8\n\n'
        "At least 88 people were detained in Belarus.\n--x\nContent-Type: application/zip\n"
        'Content-Disposition: attachment; filename="annex.zip"\nContent-Transfer-Encoding: base64\n\nUEsDBA==\n--x--\n'
    )
    (tmp_path / "release.eml").write_text(mail, encoding="utf-8")
    said = flat(kronika(root, "read", str(tmp_path / "release.eml")))
    assert "note:" in said
    assert "annex.zip" in said


@pytest.mark.parametrize("words", [("--date", "soon"), ("--language", "Klingon")])
def test_a_malformed_option_is_one_line_and_nothing_is_kept(root: Path, words: tuple[str, ...]) -> None:
    done = kronika(root, "read", str(root.parent / "release.txt"), *words, expect=2)
    assert done.stderr.strip().count("\n") == 0
    kronika(root, "claims", expect=1)


def test_the_documents_are_listed_and_one_is_shown_by_name_title_or_hash(read: Path) -> None:
    (head,) = json.loads(kronika(read, "claims", "--json").output)
    assert "release.txt" in flat(kronika(read, "claims")) or head["title"] in flat(kronika(read, "claims"))
    for words in ("release.txt", head["title"] or "release.txt", head["sha256"][:6]):
        assert "at least 60,000 people" in flat(kronika(read, "claims", words))
    assert "has no such text" in kronika(read, "claims", "other.txt", expect=2).output


def test_a_claim_is_shown_with_its_speaker_figures_days_and_actors(read: Path) -> None:
    said = flat(kronika(read, "claims", "release.txt"))
    assert "John Doe (indirect" in said
    assert "days: 2020-10" in said
    assert "Freedonia (unlinked)" in said
    assert "not reviewed" in said
    only = flat(kronika(read, "claims", "release.txt", "--kind", "demand"))
    assert "must be free" in only
    assert "60,000" not in only


def test_unlinked_names_are_listed_and_an_alias_links_all_their_places(read: Path) -> None:
    assert "Freedonia" in kronika(read, "claims", "release.txt", "--unlinked").output
    said = flat(kronika(read, "claims", "alias", "Freedonia", "Belarus", "--doc", "release.txt", "--by", "Ann"))
    assert said == "«Freedonia» means Belarus (by) in release.txt." or "means Belarus (by) in Freedonia" in said
    assert "Freedonia" not in kronika(read, "claims", "release.txt", "--unlinked").output
    assert "nobody listed has this id" in kronika(read, "claims", "alias", "X", "kr-0", expect=2).output
    assert "names nobody in all texts" in flat(kronika(read, "claims", "alias", "The Harvest", "", "--by", "Ann"))
    data = json.loads(kronika(read, "claims", "alias", "Zed", "Nobody Known", "--by", "Ann", "--json").output)
    assert data == {"form": "Zed", "name": "Nobody Known", "id": "", "document": ""}


def test_a_document_is_described_and_read_again(read: Path) -> None:
    said = flat(
        kronika(read, "claims", "describe", "release.txt", "--date", "2021-02-03", "--why", "site", "--by", "Ann")
    )
    assert "date: 2021-02-03 (given: given by Ann" in said
    assert "days: 2021-01" in flat(kronika(read, "claims", "release.txt"))
    assert "say something of it" in kronika(read, "claims", "describe", "release.txt", expect=2).output


def test_claims_are_accepted_rejected_corrected_and_passed_over_by_keys(read: Path) -> None:
    answers = "a\nr\nnot theirs\nc\nkind\nevent\na slip\nn\nq\n"
    said = flat(kronika(read, "claims", "review", "release.txt", "--by", "Ann", answers=answers))
    assert said.endswith("3 claims judged.")
    assert {"accepted", "rejected", "corrected", "not reviewed"} == set(states(read))


def test_a_rejection_or_correction_without_a_reason_or_that_cannot_be_is_not_written(read: Path) -> None:
    answers = "r\n\nc\ncolour\nc\nkind\nopinion\nc\nactor 9\nBelarus\nx\nq\n"
    said = flat(kronika(read, "claims", "review", "release.txt", "--by", "Ann", answers=answers))
    assert said.count("Not written") == 4
    assert said.endswith("0 claims judged.")
    assert set(states(read)) == {"not reviewed"}


def test_a_name_is_accepted_for_all_its_places_and_what_is_repeated_is_judged_once(read: Path) -> None:
    said = flat(kronika(read, "claims", "review", "release.txt", "--by", "Ann", answers="n\ne\nb\nq\n"))
    assert "Belarus → Belarus: accepted for 1 place" in said
    texts = Casebook.open(read).texts()
    assert [each.form for each in texts.reviews().aliases(texts.all()[0].sha256)] == ["Belarus"]


def test_an_input_that_ends_quits(read: Path) -> None:
    assert kronika(read, "claims", "review", "release.txt", "--by", "Ann").output.endswith("0 claims judged.\n")


def test_exports_go_to_standard_output_or_to_a_file(read: Path, tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(kronika(read, "claims", "--format", "csv").output)))
    assert {"figure", "demand"} <= {row["kind"] for row in rows}
    out = tmp_path / "claims.jsonld"
    assert "claims.jsonld: written" in flat(kronika(read, "claims", "--format", "jsonld", "-o", str(out)))
    assert len(json.loads(out.read_text(encoding="utf-8"))["items"]) == len(rows)
    nowhere = str(tmp_path / "none" / "claims.csv")
    assert "cannot be written" in kronika(read, "claims", "--format", "csv", "-o", nowhere, expect=2).output


def test_one_document_is_shown_as_a_page(read: Path) -> None:
    assert "<html" in kronika(read, "claims", "release.txt", "--format", "html").output
    other = read.parent / "other.txt"
    other.write_text("The government fined 5 people in Belarus.\n", encoding="utf-8")
    kronika(read, "read", str(other))
    assert "shows one document" in kronika(read, "claims", "--format", "html", expect=2).output


def test_checking_needs_a_ledger_and_says_so(read: Path) -> None:
    assert "kronika build" in kronika(read, "claims", "release.txt", "--check", expect=2).output


def test_claims_are_checked_and_only_accepted_ones_are_published(read: Path) -> None:
    Casebook.open(read).build()
    said = flat(kronika(read, "claims", "release.txt", "--check"))
    assert "→" in said
    assert json.loads(kronika(read, "claims", "release.txt", "--format", "claimreview").output)["@graph"] == []
    data = json.loads(kronika(read, "claims", "release.txt", "--check", "--json").output)
    verdicts = [verdict for claim in data[0]["claims"] for verdict in claim["verdicts"]]
    assert all(verdict["state"] == "not reviewed" for verdict in verdicts)


def test_nobody_has_read_anything_yet(root: Path) -> None:
    assert "kronika read FILE" in kronika(root, "claims", expect=1).output
    assert "has no such text" in kronika(root, "claims", "review", "x", expect=2).output


def test_the_help_names_each_command_once() -> None:
    assert sorted(main.commands["claims"].commands) == ["alias", "describe", "review", "show"]  # type: ignore[attr-defined]
