"""The EU's acts: hand-written rows in the published columns; office holders of Belarus and invented people."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from documents import copy_of, document
from kronika.base.errors import CopyRefused
from kronika.base.model import Document
from kronika.collect.recognise import recognise
from kronika.collect.sources import eu_journal
from reading import checked

if TYPE_CHECKING:
    from kronika.base.model import Fact, Refusal

PRINTED = (
    "recordId,programKey,annex,measure,startDate,reason,schema,name,alias,weakAlias,previousName,country,nationality,"
    "jurisdiction,birthDate,birthPlace,position,passportNumber,gender,appearance,ethnicity,fatherName,motherName,"
    "incorporationDate,legalForm,sector,registrationNumber,taxNumber,idNumber,innCode,ogrnCode,kppCode,okpoCode,leiCode,"
    "swiftBic,ticker,imoNumber,mmsi,flag,address,phone,email,website,notes"
)
(CONSOLIDATED,) = csv.reader([f"celex,{PRINTED}"])
(AMENDMENT,) = csv.reader([f"amendedCelex,amendmentCelex,{PRINTED}"])
PERSON = {
    "celex": "32006R0765", "recordId": "6", "programKey": "EU-BLR", "annex": "I.A", "measure": "Asset freeze",
    "startDate": "6.11.2020", "reason": "Head of state.", "schema": "Person",
    "name": "Alexander (Alexandr) Grigorievich LUKASHENKO", "gender": "male.", "birthDate": "30.8.1954",
}  # fmt: skip
COMPANY = {
    "celex": "32014R0833", "programKey": "EU-RUS", "annex": "IV", "measure": "Export control", "schema": "Company",
    "name": "Invented Works", "recordId": "581",
}  # fmt: skip


def act(path: Path, *rows: dict[str, str], columns: list[str] = CONSOLIDATED, name: str = "act.csv") -> Document:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return document(path / name, out.getvalue(), source="eu_journal")


def read(doc: Document) -> tuple[list[Fact], list[Refusal]]:
    return checked(eu_journal.read(copy_of(doc)))


def stated(facts: list[Fact], prop: str, schema: str = "") -> list[str]:
    return [fact.value for fact in facts if fact.prop == prop and schema in (fact.schema, "")]


def test_a_row_is_a_subject_with_one_listing(tmp_path: Path) -> None:
    facts, refusals = read(act(tmp_path, PERSON))
    assert refusals == []
    assert {fact.subject for fact in facts} == {"eu-journal-32006R0765-I.A-6-EU-BLR-Asset-freeze-Person"}
    assert stated(facts, "birthDate") == ["1954-08-30"]
    assert stated(facts, "gender") == ["male"]
    listing = {fact.prop: (fact.value, fact.printed, fact.place) for fact in facts if fact.schema == "Sanction"}
    assert listing["listingDate"] == ("2020-11-06", "6.11.2020", "row 2, column startDate")
    assert listing["provisions"] == ("asset freeze", "Asset freeze", "row 2, column measure")
    assert listing["programId"] == ("EU-BLR", "EU-BLR", "row 2, column programKey")
    assert listing["description"] == ("32006R0765", "32006R0765", "row 2, column celex")
    assert listing["summary"] == ("annex I.A", "I.A", "row 2, column annex")
    assert listing["recordId"][0] == "6"
    assert listing["reason"][0] == "Head of state."
    assert listing["sourceUrl"][0].endswith("CELEX:32006R0765")


def test_a_bracketed_variant_is_an_alias_beside_the_main_form(tmp_path: Path) -> None:
    facts, _ = read(act(tmp_path, PERSON))
    assert stated(facts, "name") == ["Alexander Grigorievich LUKASHENKO"]
    assert stated(facts, "alias") == ["Alexandr Grigorievich LUKASHENKO"]
    assert {fact.printed for fact in facts if fact.prop in {"name", "alias"}} == {PERSON["name"]}


def test_every_form_of_a_name_is_an_alias_as_printed(tmp_path: Path) -> None:
    # Latin i in the second and third: kept as they stand
    forms = "Aliaksandr Ryhoravich LUKASHENKA; Аляксандр Рыгоравiч ЛУКАШЭНКА; Александр Григорьевич ЛУКАШЕНКО"
    facts, _ = read(act(tmp_path, PERSON | {"name": "A B", "alias": forms}))
    found = [(fact.value, fact.start, fact.end) for fact in facts if fact.prop == "alias"]
    assert [value for value, _, _ in found] == forms.split("; ")
    assert [forms[start:end] for _, start, end in found] == forms.split("; ")


@pytest.mark.parametrize(
    ("cell", "values", "printed"),
    [
        ("Judge; Deputy", ["Judge", "Deputy"], ["Judge", "Deputy"]),
        ('"Judge; of the court"; Deputy', ["Judge; of the court", "Deputy"], ["Judge; of the court", "Deputy"]),
        ('"Observer of ""Example Today"""', ['Observer of "Example Today"'], ['Observer of ""Example Today""']),
        ('Editor of "Example"; Deputy', ['Editor of "Example"', "Deputy"], ['Editor of "Example"', "Deputy"]),
        ("  Judge ;Deputy ", ["Judge", "Deputy"], ["Judge", "Deputy"]),
    ],
)
def test_a_cell_of_several_values_is_a_line_of_csv(
    tmp_path: Path, cell: str, values: list[str], printed: list[str]
) -> None:
    facts, refusals = read(act(tmp_path, PERSON | {"position": cell}))
    assert refusals == []
    by_csv = next(csv.reader([cell.strip()], delimiter=";", skipinitialspace=True))
    assert stated(facts, "position") == values == [value.strip() for value in by_csv]
    assert [fact.printed for fact in facts if fact.prop == "position"] == printed


def test_a_cell_that_is_no_such_line_is_refused(tmp_path: Path) -> None:
    facts, (refusal,) = read(act(tmp_path, PERSON | {"position": '"Judge" of a court; Deputy'}))
    assert stated(facts, "position") == []
    assert refusal.place == "row 2, column position"
    assert not refusal.whole


def test_numbers_and_contacts_are_read_out_of_their_prose(tmp_path: Path) -> None:
    facts, refusals = read(act(tmp_path, COMPANY | {
        "registrationNumber": "7707083893 (Tax ID/INN)", "kppCode": "773601001", "imoNumber": "9074729",
        "email": "info@example.com, press@example.com", "website": "www.example.com", "phone": "+375 17 000 00 00",
    }))  # fmt: skip
    assert refusals == []
    assert stated(facts, "innCode") == ["7707083893"]
    assert stated(facts, "imoNumber") == ["IMO9074729"]
    assert stated(facts, "email") == ["info@example.com", "press@example.com"]
    assert stated(facts, "website") == ["www.example.com"]
    assert len(stated(facts, "phone")) == 1


def test_one_unreadable_nationality_of_several_spoils_only_itself(tmp_path: Path) -> None:
    facts, (refusal,) = read(act(tmp_path, PERSON | {"nationality": "(a) Jordanian, (b) Ruritanian"}))
    assert stated(facts, "nationality") == ["jo"]
    assert refusal.printed == "Ruritanian"


def test_an_amendment_speaks_of_the_subject_of_the_consolidated_file(tmp_path: Path) -> None:
    consolidated, _ = read(act(tmp_path, COMPANY))
    amended = {name: text for name, text in COMPANY.items() if name != "celex"}
    amended |= {"amendedCelex": "32014R0833", "amendmentCelex": "32026R1848", "name": "Invented Works (new)"}
    amendment, refusals = read(act(tmp_path, amended, columns=AMENDMENT, name="amendment.csv"))
    assert refusals == []
    assert {fact.subject for fact in amendment} == {fact.subject for fact in consolidated}
    assert stated(amendment, "description") == ["32014R0833", "32026R1848"]


def test_an_entry_without_a_number_is_named_by_its_name_and_told_from_its_double(tmp_path: Path) -> None:
    nameless = PERSON | {"recordId": "", "name": "Invented SAMPLE"}
    facts, refusals = read(act(tmp_path, nameless | {"address": "Here"}, nameless | {"address": "There"}))
    assert refusals == []
    assert list(dict.fromkeys(fact.subject for fact in facts)) == [
        "eu-journal-32006R0765-I.A-Invented-SAMPLE-EU-BLR-Asset-freeze-Person",
        "eu-journal-32006R0765-I.A-Invented-SAMPLE-EU-BLR-Asset-freeze-Person-2",
    ]


def test_one_entry_under_two_measures_is_two_subjects(tmp_path: Path) -> None:
    facts, refusals = read(act(tmp_path, COMPANY, COMPANY | {"measure": "Services ban"}))
    assert refusals == []
    assert len({fact.subject for fact in facts}) == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"schema": "Building"}, "not a schema"),
        ({"schema": ""}, "not a schema"),
        ({"name": ""}, "no name"),
        ({"celex": ""}, "no CELEX number"),
    ],
)
def test_a_row_that_cannot_be_understood_is_refused_whole(tmp_path: Path, changes: dict[str, str], words: str) -> None:
    facts, (refusal,) = read(act(tmp_path, PERSON | changes))
    assert facts == []
    assert refusal.whole
    assert words in refusal.reason


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"measure": "House arrest"}, "provisions"),
        ({"flag": "Cameroon"}, "a Person has no flag"),
        ({"birthDate": "Qom"}, "birthDate"),
    ],
)
def test_a_value_that_cannot_be_read_is_refused_alone(tmp_path: Path, changes: dict[str, str], words: str) -> None:
    facts, (refusal,) = read(act(tmp_path, PERSON | changes))
    assert stated(facts, "name")
    assert not refusal.whole
    assert words in refusal.reason


def test_unknown_columns_and_truncated_files_refuse_the_copy(tmp_path: Path) -> None:
    with pytest.raises(CopyRefused, match="unknown column 'colour'"):
        read(act(tmp_path, PERSON | {"colour": "red"}, columns=[*CONSOLIDATED, "colour"]))
    with pytest.raises(CopyRefused, match="lacks the column 'notes'"):
        read(act(tmp_path, PERSON, columns=CONSOLIDATED[:-1]))
    broken = document(tmp_path / "broken.csv", ",".join(CONSOLIDATED) + '\n32006R0765,"', source="eu_journal")
    with pytest.raises(CopyRefused, match="truncated"):
        read(broken)


def test_the_act_is_the_series(tmp_path: Path) -> None:
    doc = act(tmp_path, PERSON)
    assert recognise(doc.path, doc.name).series == "32006R0765"
    amended = PERSON | {"amendedCelex": "32006R0765", "amendmentCelex": "32026R1817"}
    amended.pop("celex")
    doc = act(tmp_path, amended, columns=AMENDMENT)
    assert (recognise(doc.path, doc.name).source, recognise(doc.path, doc.name).series) == ("eu_journal", "32026R1817")


def test_a_file_of_headings_alone_is_a_copy_and_named_by_its_file(tmp_path: Path) -> None:
    doc = act(tmp_path)
    assert recognise(doc.path, "consolidated__32004R0314.csv").series == "32004R0314"
    assert read(doc) == ([], [])


def kept(path: Path) -> Document:
    return Document(path.name, path, path.name, path.stat().st_size, "eu_journal")


@pytest.mark.parametrize(("name", "persons", "others"), [("32006R0765", 312, 96), ("32014R0269", 1984, 818)])
def test_the_counts_of_the_real_acts_come_out(name: str, persons: int, others: int, real: Path) -> None:
    reading = eu_journal.read(copy_of(kept(real / "sanctions" / "eu_journal" / f"consolidated__{name}.csv")))
    subjects = {(fact.subject, fact.schema) for facts, _ in reading for fact in facts if fact.prop == "name"}
    assert (reading.read, reading.refused, reading.subjects) == (persons + others, 0, persons + others)
    assert sum(schema == "Person" for _, schema in subjects) == persons


def test_no_key_comes_twice_in_any_real_act(real: Path) -> None:
    found = 0
    for path in sorted((real / "sanctions" / "eu_journal").glob("*.csv")):
        reading = eu_journal.read(copy_of(kept(path)))
        refusals = [refusal for _, some in reading for refusal in some if refusal.whole]
        assert refusals == []
        assert reading.subjects == reading.read
        assert recognise(path, path.name).series == path.stem.rpartition("_")[2]
        found += reading.read
    assert found == 8_434
