"""The embedded casebook: real holders of public office and state companies, and people who are plainly invented."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from kronika.base import config
from kronika.base.model import Copy, Document
from kronika.collect.recognise import recognise
from kronika.collect.sources import load

SAMPLE = Path(config.__file__).parents[1] / "sample"
LATEST = SAMPLE / "latest"
UK_FILES = (LATEST / "gb_uksl.csv", SAMPLE / "earlier" / "gb_uksl.csv")
JOURNAL = LATEST / "eu_journal" / "2026-08-14_32006R0765.csv"
SDN = LATEST / "us_sdn"
FSD = "{http://eu.europa.ec/fpi/fsd/export}"
INVENTED = re.compile(r"invented|выдуман|вымышлен", re.IGNORECASE)

OFFICES = {
    "President of Belarus": (
        "Alexander Ryhorovich LUKASHENKO",
        "Aliaksandr Ryhoravich LUKASHENKA",
        "LUKASHENKA, Alyaksandr Ryhorovich",
        "Aleksandr Grigoryevich Lukashenko",
    ),
    "President of the National Olympic Committee; former National Security Adviser to the President": (
        "Viktor Aliaksandravich LUKASHENKO",
        "Viktar Aliaksandravich LUKASHENKA",
        "LUKASHENKA, Viktar Aliaksandravich",
        "Viktor Aleksandrovich Lukashenko",
    ),
    "Chairman of the Presidential Sports Club": (
        "Dzmitry Aliaksandravich LUKASHENKA",
        "LUKASHENKA, Dzmitry Aliaksandravich",
        "Dmitry Lukashenko",
    ),
    "Chairman of the House of Representatives; former Head of the Presidential Administration": (
        "Igor Petrovich SERGEENKO",
        "Ihar Piatrovich SERGYAENKA",
    ),
    "Chairman of the State Security Committee (KGB)": (
        "Ivan Stanislavovich TERTEL",
        "Ivan Stanislavavich TERTEL",
        "TSERTSEL, Ivan Stanislavavich",
    ),
    "Press Secretary of the President": (
        "Natalia Nikolayevna EISMONT",
        "Natallia Mikalaeuna EISMANT",
        "EISMANT, Natallia Mikalaeuna",
        "Natalya Nikolayevna Eismont",
    ),
    "Commander of the KGB unit Alpha": (
        "Siarhei Yaugenavich ZUBKOU",
        "ZUBKOV, Sergei Yevgenevich",
        "Sergey Yevgenyevich Zubkov",
    ),
    "Chairman of the Constitutional Court": (
        "Pyotr Piatrovich MIKLASHEVICH",
        "MIKLASHEVICH, Petr Petrovich",
        "Petr Petrovich Miklashevich",
    ),
    "Former Minister of Internal Affairs": (
        "Yuri Khadzimuratovich KARAYEV",
        "Yuri Khadzimuratavich KARAEU",
        "KARAEU, Yuriy Khadzymuratavich",
        "Yuri Khadzhimuratovich Karaev",
    ),
    "Former First Deputy Minister of Internal Affairs": (
        "GENADZ ARKADZIEVICH KAZAKEVICH",
        "KAZAKEVICH, Henadz Arkadzievich",
        "Gennady Arkadyevich Kazakevich",
    ),
    "Former Deputy Minister of Internal Affairs": (
        "Alexander Petrovich BARSUKOV",
        "Aliaksandr Piatrovich BARSUKOU",
        "BARSUKOU, Alyaksandr Pyatrovich",
        "Aleksandr Petrovich Barsukov",
    ),
    "First Deputy Minister of Internal Affairs; former Commander of the Internal Troops": (
        "Yuri Gennadyevich NAZARENKO",
        "Yuri Genadzevich NAZARANKA",
        "NAZARANKA, Yuriy Henadzievich",
        "Yuri Gennadevich Nazarenko",
    ),
    "Former Deputy Commander of the Internal Troops": (
        "Khazalbek BAKHTIBEKOVICH ATABEKOV",
        "Khazalbek Baktibekavich ATABEKAU",
        "ATABEKAU, Khazalbek Bakhtsibekavich",
    ),
    "Former Commander of the Minsk riot police (OMON)": (
        "Dmitry Vladmirovich BALABA",
        "Dzmitry Uladzimiravich BALABA",
        "BALABA, Dzmitriy Uladzimiravich",
        "Dmitry Vladimirovich Balaba",
    ),
    "Minister of Internal Affairs": (
        "Ivan Vladimirovich KUBRAKOU",
        "Ivan Uladzimiravich KUBRAKOU",
        "KUBRAKOU, Ivan Uladzimiravich",
        "Ivan Vladimirovich Kubrakov",
    ),
    "Former Chairman of the State Security Committee (KGB)": (
        "Valeri Paulavich VAKULCHYK",
        "Valery Pavlovich Vakulchik",
    ),
    "Former Prosecutor General": ("ALIAKSANDR ULADZIMIRAVICH KANYUK", "Aleksandr Vladimirovich Konyuk"),
    "Former Chairwoman of the Central Election Commission": (
        "Lidzia Mihailauna YARMOSHINA",
        "YARMOSHINA, Lidziya Mihaulauna",
        "Lidia Mikhailovna Yermoshina",
    ),
    "Former Deputy Chairman of the Central Election Commission": (
        "Vadzim DZMITRYEVICH IPATAU",
        "IPATAU, Vadzim Dzmitrievich",
        "Vadim Dmitriyevich Ipatov",
    ),
    "Former Secretary of the Central Election Commission": (
        "ALENA MIKALAEUNA DMUHAILA",
        "DMUKHAYLA, Alena Mikalaeuna",
        "Yelena Nikolaevna Dmukhailo",
    ),
    "Minister of Defence": (
        "Viktor Gennadevich KHRENIN",
        "Viktar Genadzevich KHRENIN",
        "KHRENIN, Viktor Gennadievich",
        "Viktor Gennadyevich Khrenin",
    ),
    "Prosecutor General": ("Andrei Ivanavich SHVED", "SHVED, Andrei Ivanavich", "Andrey Ivanovich Shved"),
    "Chairwoman of the Council of the Republic": (
        "Natalia Ivanovna KOCHANOVA",
        "Natallia Ivanauna KACHANAVA",
        "KACHANAVA, Natallia Ivanauna",
    ),
    "Deputy Minister of Internal Affairs": (
        "Nikolai KARPENKOV",
        "Mikalai Mikalaevich KARPIANKAU",
        "KARPIANKOU, Mikalai",
        "Nikolay Nikolayevich Karpenkov",
    ),
    "Minister of Transport and Communications when listed": (
        "Aliaksei Mikalaevich AURAMENKA",
        "AURAMENKA, Aliaksei Mikalaevich",
        "Aleksey Nikolayevich Avramenko",
    ),
    "Minister of Foreign Affairs; former First Deputy Head of the Presidential Administration": (
        "Maksim RYZHENKOV",
        "Maxim Uladzimiravich RYZHANKOU",
        "Maxim Vladimirovich Ryzhenkov",
    ),
    "Chairman of the state broadcaster Belteleradio": (
        "Ivan Mikhailavich EISMONT",
        "Ivan Mikhailavich EISMANT",
        "Ivan Mikhailovich EISMANT",
    ),
    "Chairman of the Central Election Commission": ("Igor Vasilyevich KARPENKO", "Ihar Vasilievich KARPENKA"),
    "Former Head of the President's Property Management Directorate; former Prosecutor General": (
        "Viktar Uladzimiravich SHEIMAN",
        "Viktar Uladzimiravich SHEIMAN (Viktar Uladzimiravich SHEYMAN)",
        "SHEIMAN, Viktar Uladzimiravich",
    ),
    "Prime Minister when listed": ("Roman Aleksandrovich GOLOVCHENKO",),
    "state potash producer": (
        'OPEN JOINT STOCK COMPANY "BELARUSKALI"',
        "Open Joint Stock Company ‘Belaruskali’",
        "BELARUSKALI OAO",
    ),
    "state potash trader": (
        "Joint Stock Company ‘Belarusian Potash Company’",
        "OPEN JOINT STOCK COMPANY BELARUSIAN POTASH COMPANY",
        "Belarusian Potash Company",
    ),
    "state oil refinery": ("Open Joint Stock Company ‘Naftan’", "NAFTAN OAO", "Naftan Oil Refinery"),
    "state fertiliser producer": ("Open Joint Stock Company ‘Grodno Azot’", "GRODNO AZOT OAO"),
    "state maker of dump trucks": (
        "Belarusski Avtomobilnyi Zavod (BelAZ)",
        "Belarusski Avtomobilnyi Zavod BelAZ (Belarusian Automobile Plant)",
    ),
    "state maker of lorries": (
        "Minskii Avtomobilnyi Zavod (MAZ)",
        "Minskii Avtomobilnyi Zavod (MAZ) / OJSC ‘MAZ’",
        "Minski Avtomobilnyi Zavod MAZ (Minsk Automobile Plant)",
    ),
    "state air traffic control": (
        "BELAERONAVIGATSIA REPUBLICAN UNITARY AIR NAVIGATION SERVICES ENTERPRISE",
        "Belaeronavigatsia",
    ),
    "state airline": ("Open Joint Stock Company ‘Belavia Belarusian Airlines’",),
    "state maker of military vehicles": ("MZKT (MINSK WHEEL TRACTOR PLANT)", "MZKT", "MINSK WHEEL TRACTOR PLANT"),
    "state oil and chemistry concern": (
        "Belneftekhim – Belarusian State Concern for Oil and Chemistry",
        "BELNEFTEKHIM",
        "Belneftkhim",
    ),
    "state maker of chip equipment": ("JSC PLANAR", "OJSC Planar", "Planar JSC"),
    "state broadcaster": ("Belteleradio Company",),
    "state optics holding": ("BELOMO HOLDING",),
    "ministry of defence": ("Belarus Ministry of Defence",),
}
"""Public office or kind of state company → the names under which the lists of the sample have its holder."""
_LISTED_NAMES = {name.casefold() for names in OFFICES.values() for name in names}


def uk_rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()[1:], strict=True))


def journal_rows() -> list[dict[str, str]]:
    return list(csv.DictReader(JOURNAL.read_text(encoding="utf-8").splitlines(), strict=True))


def sdn_rows(part: str) -> list[list[str]]:
    text = (SDN / f"2023-01_{part}.csv").read_bytes().decode("ascii").removesuffix("\x1a")
    return list(csv.reader(text.split("\r\n")[:-1], strict=True))


def elements(name: str, path: str) -> list[etree._Element]:
    root = etree.parse(LATEST / name, etree.XMLParser(resolve_entities=False)).getroot()
    return root.findall(path)


def words(*texts: str | None) -> str:
    return " ".join(" ".join(filter(None, texts)).split())


def swiss_name(target: etree._Element) -> str:
    parts = {part.get("name-part-type"): part.findtext("value") for part in target.findall("*/identity[1]/name[1]/*")}
    return words(*(parts.get(kind) for kind in ("given-name", "father-name", "family-name", "whole-name")))


def subjects() -> Iterator[tuple[str, str]]:
    """Every subject's list and primary name."""
    for path in UK_FILES:
        for row in uk_rows(path):
            if row["Name type"] == "Primary Name":
                yield "gb_uksl", words(row["Name 1"], row["Name 2"], row["Name 6"])
    for entity in elements("eu_fsf.xml", f"{FSD}sanctionEntity"):
        yield "eu_fsf", entity.find(f"{FSD}nameAlias").get("wholeName")  # type: ignore[union-attr, misc]
    for row in journal_rows():
        yield "eu_journal", row["name"]
    for values in sdn_rows("sdn"):
        yield "us_sdn", values[1]
    for record in elements("2025-05_ca_sema.xml", "record"):
        yield "ca_sema", words(*(record.findtext(tag) for tag in ("GivenName", "LastName", "EntityOrShip")))
    for target in elements("ch_seco.xml", "target"):
        yield "ch_seco", swiss_name(target)


def test_every_subject_is_marked_as_invented_or_is_a_known_office_or_state_company() -> None:
    strangers = [
        pair for pair in subjects() if not INVENTED.search(pair[1]) and pair[1].casefold() not in _LISTED_NAMES
    ]
    assert strangers == []


def test_no_office_stands_in_the_table_that_no_list_of_the_sample_names() -> None:
    printed = {name.casefold() for _, name in subjects()}
    assert _LISTED_NAMES - printed == set()


def test_the_president_is_on_all_five_lists_and_the_act() -> None:
    names = {name.casefold() for name in OFFICES["President of Belarus"]}
    assert {source for source, name in subjects() if name.casefold() in names} == {source for source, _ in subjects()}


def test_at_least_twelve_people_are_on_all_five_lists() -> None:
    lists: dict[str, set[str]] = {}
    for source, name in subjects():
        lists.setdefault(name.casefold(), set()).add(source)
    five = {"gb_uksl", "eu_fsf", "us_sdn", "ca_sema", "ch_seco"}
    everywhere = [
        office for office, names in OFFICES.items() if five <= set().union(*(lists[name.casefold()] for name in names))
    ]
    assert len(everywhere) >= 12


@pytest.mark.parametrize("path", UK_FILES, ids=lambda path: path.parent.name)
def test_the_uk_file_has_a_report_date_and_58_columns_in_every_row(path: Path) -> None:
    first, *rest = path.read_text(encoding="utf-8").splitlines()
    assert re.fullmatch(r"Report Date: \d\d-[A-Z][a-z]{2}-\d{4}", first)
    assert {len(row) for row in csv.reader(rest, strict=True)} == {58}


@pytest.mark.parametrize(("part", "columns"), [("sdn", 12), ("add", 6), ("alt", 5), ("sdn_comments", 2)])
def test_the_ofac_files_have_their_columns_and_speak_of_known_entries(part: str, columns: int) -> None:
    rows = sdn_rows(part)
    assert {len(row) for row in rows} == {columns}
    assert {row[0] for row in rows} <= {row[0] for row in sdn_rows("sdn")}


def test_the_ofac_file_ends_in_0x1a_and_cuts_the_remarks_that_the_comments_continue_at_a_thousand_characters() -> None:
    assert (SDN / "2023-01_sdn.csv").read_bytes().endswith(b"\r\n\x1a")
    cut = [row[0] for row in sdn_rows("sdn") if len(row[11]) == 1000]
    assert cut == [row[0] for row in sdn_rows("sdn_comments")]


def test_the_journal_file_is_as_wide_as_its_heading() -> None:
    assert all(None not in row and None not in row.values() for row in journal_rows())


@pytest.mark.parametrize("path", UK_FILES, ids=lambda path: path.parent.name)
def test_the_uk_file_holds_no_document_number_and_no_way_to_reach_anyone(path: Path) -> None:
    columns = ("National Identifier number", "Passport number", "Phone number", "Email address", "Website")
    assert [row[column] for row in uk_rows(path) for column in columns if row[column]] == []


def test_the_other_files_hold_no_document_number_of_a_person() -> None:
    numbers = ("passportNumber", "idNumber", "taxNumber", "phone", "email", "website")
    assert [row[column] for row in journal_rows() for column in numbers if row[column]] == []
    people = [row[11] for row in sdn_rows("sdn") if row[2] == "individual"]
    assert [text for text in people if re.search(r"Passport|\bID\b|Tax|Identification", text)] == []
    entities = elements("eu_fsf.xml", f"{FSD}sanctionEntity")
    persons = [each for each in entities if each.find(f"{FSD}subjectType").get("code") == "person"]  # type: ignore[union-attr]
    assert [each for each in persons if each.find(f"{FSD}identification") is not None] == []
    assert elements("ch_seco.xml", ".//identification-document") == []


def test_no_address_of_a_person_has_a_street() -> None:
    assert [
        row for row in uk_rows(UK_FILES[0]) if row["Designation Type"] == "Individual" and row["Address Line 1"]
    ] == []
    people = {row[0] for row in sdn_rows("sdn") if row[2] == "individual"}
    assert [row for row in sdn_rows("add") if row[0] in people and row[2].strip() != "-0-"] == []
    assert elements("ch_seco.xml", "target/individual//address") == []
    assert [row for row in journal_rows() if row["schema"] == "Person" and row["address"]] == []


def test_every_listing_has_its_date() -> None:
    day = re.compile(r"\d{4}-\d\d-\d\d")
    assert all(re.fullmatch(r"\d\d/\d\d/\d{4}", row["Date Designated"]) for path in UK_FILES for row in uk_rows(path))
    assert all(day.fullmatch(e.get("designationDate", "")) for e in elements("eu_fsf.xml", f"{FSD}sanctionEntity"))
    assert all(day.fullmatch(r.findtext("DateOfListing") or "") for r in elements("2025-05_ca_sema.xml", "record"))
    assert all(row["startDate"] for row in journal_rows() if row["measure"] == "Asset freeze")
    for target in elements("ch_seco.xml", "target"):
        assert all(day.fullmatch(change.get("effective-date", "")) for change in target.findall("modification"))


def test_one_swiss_listing_has_ended() -> None:
    newest = [target.find("modification") for target in elements("ch_seco.xml", "target")]
    assert [change.get("modification-type") for change in newest if change is not None].count("de-listed") == 1


def test_what_is_invented_says_so_in_its_reason_too() -> None:
    rows = [row for path in UK_FILES for row in uk_rows(path) if row["Unique ID"] >= "BEL9"]
    assert rows
    assert all(INVENTED.search(row["UK Statement of Reasons"]) for row in rows)
    assert all(INVENTED.search(row[11]) for row in sdn_rows("sdn") if INVENTED.search(row[1]))
    assert all(INVENTED.search(row["reason"]) for row in journal_rows() if INVENTED.search(row["name"]))
    for target in elements("ch_seco.xml", "target"):
        if INVENTED.search(swiss_name(target)):
            assert INVENTED.search(target.findtext("*/justification") or "")


def test_the_earlier_uk_copy_differs_by_listings_a_delisting_and_one_invented_office() -> None:
    latest, earlier = ({row["Unique ID"]: row for row in uk_rows(path)} for path in UK_FILES)
    assert len(latest.keys() - earlier.keys()) >= 3
    assert all(latest[key]["Date Designated"][-4:] > "2022" for key in latest.keys() - earlier.keys())
    assert earlier.keys() - latest.keys() == {"BEL9003"}
    changed = {key for key in earlier.keys() & latest.keys() if earlier[key]["Position"] != latest[key]["Position"]}
    assert changed == {"BEL9002"}


def test_the_settings_and_the_correction_are_valid_and_the_correction_finds_what_it_corrects() -> None:
    assert config.settings(SAMPLE / "casebook.toml").regime.countries == ("by",)
    (correction,) = config.corrections(SAMPLE / "corrections.csv")
    records = elements("2025-05_ca_sema.xml", "record")
    keys = {words("Belarus", record.findtext("Schedule"), record.findtext("Item")): record for record in records}
    record = keys[correction.record]
    assert record.findtext(correction.field) == correction.printed
    assert INVENTED.search(record.findtext("GivenName") or "")


def copies() -> Iterator[Copy]:
    """The documents of the sample as copies of their lists."""
    found: dict[tuple[str, str, str], list[Document]] = {}
    for path in sorted(each for each in SAMPLE.glob("*/**/*") if each.suffix in {".csv", ".xml"}):
        seen = recognise(path, path.name)
        document = Document(path.name, path, path.name, path.stat().st_size, seen.source, seen.part, seen.series)
        found.setdefault((seen.source, seen.series, seen.published), []).append(document)
    corrections = config.corrections(SAMPLE / "corrections.csv")
    for key, documents in found.items():
        yield Copy(*key, tuple(documents), tuple(each for each in corrections if each.source == key[0]))


def test_every_document_is_recognised_and_dated_and_its_reader_refuses_nothing() -> None:
    records = config.settings(SAMPLE / "casebook.toml").records
    read = list(copies())
    for copy in read:
        reading = load(copy.source).read(copy)
        assert [refusal for _, refused in reading for refusal in refused] == []
        low, high = records.get(copy.source, (1, 100))
        assert low <= reading.read <= high
        assert copy.published
    assert sorted(copy.source for copy in read if copy.source != "figures") == sorted([*records, "gb_uksl"])
