"""OFAC's SDN list as CSV files: hand-written rows of the published format; every name in them is invented."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from documents import document
from kronika.base.errors import CopyRefused
from kronika.base.model import Correction
from kronika.collect.recognise import recognise
from kronika.collect.sources import us_sdn
from ofac_files import FILES, NULL, person, read, row

if TYPE_CHECKING:
    from pathlib import Path


def test_the_files_of_a_set_are_told_apart(tmp_path: Path) -> None:
    some = {
        "sdn": row(36, "INVENTED AIRLINES"),
        "add": f'36,25,{NULL},"Minsk","Belarus",{NULL}\r\n',
        "alt": f'36,12,"aka","SAMPLE AIR",{NULL}\r\n',
        "comments": '36,"est of a remark."\r\n',
        "list": "<sdnList><publshInformation><Publish_Date>03/28/2025</Publish_Date></publshInformation></sdnList>",
    }
    for part, content in some.items():
        doc = document(tmp_path / FILES[part], content)
        found = recognise(doc.path, doc.name)
        assert (found.source, found.part) == ("us_sdn", part)
        assert found.published == ("2025-03-28" if part == "list" else "")


def test_a_person_is_put_in_order_and_keeps_the_parts(tmp_path: Path) -> None:
    found = read(
        tmp_path, sdn=person(title="Invented Minister; Haji") + row(102, "EXAMPLE, Made Up, Jr.", "individual")
    )
    assert found.refusals == []
    names = [fact for fact in found.facts if fact.prop == "name"]
    assert [(f.value, f.printed) for f in names] == [
        ("Invented Ivan SAMPLEVICH", "SAMPLEVICH, Invented Ivan"),
        ("Made Up EXAMPLE Jr.", "EXAMPLE, Made Up, Jr."),
    ]
    assert [f.parts for f in names] == [
        "family=SAMPLEVICH|given=Invented Ivan",
        "family=EXAMPLE|given=Made Up|suffix=Jr.",
    ]
    assert names[0].place == "row 1, column SDN_Name"
    assert found.stated("lastName") == [("SAMPLEVICH", "SAMPLEVICH"), ("EXAMPLE", "EXAMPLE")]
    assert found.stated("nameSuffix") == [("Jr.", "Jr.")]
    assert found.stated("position") == [("Invented Minister", "Invented Minister")]
    assert found.stated("title") == [("Haji", "Haji")]


def test_one_listing_has_all_programmes_each_with_its_span(tmp_path: Path) -> None:
    found = read(tmp_path, sdn=row(36, "INVENTED WORKS", program="BELARUS] [BELARUS-EO14038"))
    programmes = [fact for fact in found.facts if fact.prop == "program"]
    assert [(f.value, f.start, f.end) for f in programmes] == [("BELARUS", 0, 7), ("BELARUS-EO14038", 10, 25)]
    assert {f.entity for f in programmes} == {"us-sdn-36-listing"}
    assert [f.value for f in found.facts if f.prop == "programId"] == ["BELARUS", "BELARUS-EO14038"]
    assert found.stated("recordId", "Sanction") == [("36", "36")]
    assert us_sdn.SOURCE.measures == ("asset freeze",)


def test_aliases_and_addresses_are_joined_to_their_subject(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        sdn=person() + row(102, "INVENTED WORKS"),
        alt=f'101,1,"aka","SAMPLEVICH, Ivan",{NULL}\r\n101,2,"fka","PREVICH, Ivan",{NULL}\r\n'
        f'102,3,"nka","NEW WORKS",{NULL}\r\n',
        add=f'101,1,"1 Sample St.","Minsk 220001","Belarus",{NULL}\r\n102,2,{NULL},{NULL},"Region: Gaza",{NULL}\r\n'
        f'102,3,{NULL},{NULL},"Region: Invented Hills",{NULL}\r\n102,4,{NULL},{NULL},{NULL},{NULL}\r\n',
    )
    assert found.refusals == []
    assert (found.read, found.subjects) == (9, 2)
    assert found.stated("alias") == [("Ivan SAMPLEVICH", "SAMPLEVICH, Ivan"), ("NEW WORKS", "NEW WORKS")]
    assert found.stated("previousName") == [("Ivan PREVICH", "PREVICH, Ivan")]
    assert found.stated("address") == [
        ("1 Sample St., Minsk 220001, Belarus", "1 Sample St. Minsk 220001 Belarus"),
        ("Invented Hills", "Region: Invented Hills"),
    ]
    assert found.stated("country") == [("by", "Belarus"), ("ps", "Gaza")]


def test_a_ship_has_its_columns(tmp_path: Path) -> None:
    ship = {"call": "T2EA4", "type": "Crude Oil Tanker", "tonnage": "159,681", "grt": "81,479", "flag": "Belarus"}
    remarks = "Former Vessel Flag Malta; Vessel Registration Identification IMO 9074729; MMSI 572469210."
    found = read(tmp_path, sdn=row(7, "INVENTED STAR", "vessel", owner="SAMPLE LINE", remarks=remarks, **ship))
    assert found.refusals == []
    vessel = found.entity("Vessel")
    assert vessel["callSign"] == ("T2EA4", "T2EA4")
    assert vessel["type"] == ("Crude Oil Tanker", "Crude Oil Tanker")
    assert vessel["tonnage"] == ("159681", "159,681")
    assert vessel["grossRegisteredTonnage"] == ("81479", "81,479")
    assert vessel["flag"] == ("by", "Belarus")
    assert vessel["pastFlags"] == ("mt", "Malta")
    assert vessel["imoNumber"] == ("IMO9074729", "9074729")
    assert vessel["mmsi"] == ("572469210", "572469210")
    assert found.entity("Ownership")["owner"] == ("us-sdn-7-named-sample-line", "SAMPLE LINE")
    assert found.stated("name", "LegalEntity") == [("SAMPLE LINE", "SAMPLE LINE")]


def test_an_aircraft_has_its_details(tmp_path: Path) -> None:
    remarks = (
        "Aircraft Manufacture Date 01 Dec 1981; Aircraft Model A300B4-603; Aircraft Operator Invented Airlines; "
        "Aircraft Manufacturer's Serial Number (MSN) 155; Previous Aircraft Tail Number EW-001."
    )
    found = read(tmp_path, sdn=row(36, "INVENTED AIRLINES") + row(7, "EW-000", "aircraft", remarks=remarks))
    assert found.refusals == []
    plane = found.entity("Airplane")
    assert plane["buildDate"] == ("1981-12-01", "01 Dec 1981")
    assert plane["model"] == ("A300B4-603", "A300B4-603")
    assert plane["operator"] == ("us-sdn-36", "Invented Airlines")
    assert plane["serialNumber"] == ("155", "155")
    assert plane["registrationNumber"] == ("EW-001", "EW-001")


def test_a_subject_without_primary_record_is_known_by_what_there_is(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        sdn=row(36, "INVENTED WORKS"),
        alt=f'101,1,"aka","SAMPLEVICH, Ivan",{NULL}\r\n',
        add=f'101,1,{NULL},"Minsk","Belarus",{NULL}\r\n',
    )
    assert (found.read, found.refused, found.refusals) == (3, 0, [])
    lonely = [fact for fact in found.facts if fact.subject == "us-sdn-101"]
    assert {(f.schema, f.prop, f.value) for f in lonely if f.schema == "LegalEntity"} == {
        ("LegalEntity", "alias", "SAMPLEVICH, Ivan"),
        ("LegalEntity", "address", "Minsk, Belarus"),
        ("LegalEntity", "country", "by"),
    }
    assert {f.mark for f in lonely} == {"the primary record is not in this copy"}
    assert {f.mark for f in found.facts if f.subject == "us-sdn-36"} == {""}


def test_a_row_that_says_nothing_of_an_unknown_subject_is_read_without_facts(tmp_path: Path) -> None:
    found = read(tmp_path, add=f"101,1,{NULL},{NULL},{NULL},{NULL}\r\n")
    assert (found.read, found.refused, found.facts, found.refusals) == (1, 0, [], [])


def test_the_end_mark_and_a_header_that_somebody_added_are_no_records(tmp_path: Path) -> None:
    header = "ID,Name,Type,Country,Title,Col_F,Col_G,Col_H,Col_I,Col_J,Col_K,Details\r\n"
    found = read(tmp_path, sdn=header + row(36, "INVENTED WORKS") + "\x1a,,,,,,,,,,,\r\n", alt="\x1a")
    assert (found.read, found.refused, found.refusals) == (1, 0, [])
    assert found.facts[0].place == "row 2"


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (row(36, "INVENTED WORKS", "robot"), "unknown kind 'robot', not one of entity, individual, vessel, aircraft"),
        (row(36, "WORKS") + row(36, "WORKS"), "several primary records or comments with the number 36"),
        (
            row(36, "A") + row(37, "B").replace("37", "no number", 1),
            "no number of a subject in the first column: 'no number'",
        ),
        (row(36, "A").replace('"A",', '"A",1,'), "13 cells in a row of a table of 12 columns"),
        (row(36, NULL), "a primary record without a name"),
    ],
)
def test_a_record_that_is_not_understood_is_refused_with_its_reason(tmp_path: Path, rows: str, reason: str) -> None:
    found = read(tmp_path, sdn=rows)
    assert set(found.reasons()) == {reason}
    assert found.refused == len(found.refusals)


def test_an_unknown_kind_of_alias_refuses_the_records_of_its_subject(tmp_path: Path) -> None:
    found = read(tmp_path, sdn=row(36, "A"), alt=f'36,1,"mka","B",{NULL}\r\n')
    assert (found.read, found.refused) == (0, 2)
    assert found.facts == []


def test_a_field_that_nothing_reads_is_refused(tmp_path: Path) -> None:
    found = read(tmp_path, sdn=row(36, "A", call="T2EA4"), add='36,1,"1 St.","Minsk","Belarus","a remark"\r\n')
    assert sorted(found.reasons()) == ["nothing reads the field Add_remarks", "nothing reads the field Call_Sign"]


def test_a_correction_reaches_the_fact(tmp_path: Path) -> None:
    fix = Correction(
        "us_sdn", "101", "SDN_Name", "SAMPLEVICH, Invented Ivan", "SAMPLEVICH, Ivan", "A", "2025-01-01", "B"
    )
    found = read(tmp_path, fix, sdn=person())
    assert found.stated("name") == [("Ivan SAMPLEVICH", "SAMPLEVICH, Invented Ivan")]
    assert all(fact.corrected for fact in found.facts if fact.prop in {"name", "lastName", "firstName"})


def test_a_file_cut_inside_a_quoted_cell_is_refused_whole(tmp_path: Path) -> None:
    with pytest.raises(CopyRefused, match="truncated"):
        read(tmp_path, sdn=person("DOB 1970; POB Min").rstrip()[:-1])
