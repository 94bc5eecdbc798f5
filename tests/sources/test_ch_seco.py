"""The Swiss list: hand-written targets in the published format; an office holder of Belarus and invented people."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from documents import copy_of, document
from kronika.base.errors import CopyRefused
from kronika.collect.recognise import recognise
from kronika.collect.sources import ch_seco
from reading import checked

if TYPE_CHECKING:
    from kronika.base.model import Document, Fact, Refusal

HEADING = "Art. 2 para. 1 (Freezing of assets) and Art. 3 (Entry and transit ban), Annex 1"
PROGRAMME = f"""<sanctions-program ssid="20" version-date="2024-05-21">
<program-key lang="ger">Weissrussland</program-key><program-key lang="eng">Belarus</program-key>
<program-name lang="eng">Ordinance on measures against Belarus</program-name>
<sanctions-set ssid="41" lang="ger">Art. 2 (Sperrung), Anhang</sanctions-set>
<sanctions-set ssid="41" lang="eng">{HEADING}</sanctions-set>
<sanctions-set ssid="42" lang="eng">article 16 -- Restrictions on the money market</sanctions-set><origin>EU</origin>
</sanctions-program>"""
PLACE = (
    '<place ssid="90"><location>Kopys</location><area>Vitebsk</area><country iso-code="BY">Belarus</country></place>'
)
LISTED = (
    '<modification modification-type="listed" enactment-date="2020-12-11" publication-date="2020-12-11"'
    ' effective-date="2020-12-12"/>'
)


def part(order: int, kind: str, value: str, *spellings: str) -> str:
    return f'<name-part order="{order}" name-part-type="{kind}"><value>{value}</value>{"".join(spellings)}</name-part>'


def spelling(lang: str, script: str, text: str) -> str:
    attributes = f'lang="{lang}" script="{script}" spelling-variant-type="not-defined"'
    return f"<spelling-variant {attributes}>{text}</spelling-variant>"


def named(*parts: str, kind: str = "primary-name", quality: str = "good") -> str:
    return f'<name ssid="3" name-type="{kind}" quality="{quality}" lang="eng">{"".join(parts)}</name>'


NAME = named(
    part(1, "family-name", "Lukashenka", spelling("RUS", "LATN", "Lukashenko"), spelling("BEL", "CYRL", "Лукашэнка")),
    part(2, "given-name", "Aliaksandr", spelling("BEL", "CYRL", "Аляксандр")),
    part(3, "father-name", "Ryhoravich"),
)


def target(
    *inside: str,
    body: str = "individual",
    identity: str = NAME,
    history: str = LISTED,
    sets: str = "41",
    ssid: str = "7",
) -> str:
    chosen = "".join(f"<sanctions-set-id>{each}</sanctions-set-id>" for each in sets.split())
    return (
        f'<target ssid="{ssid}">{chosen}<{body}><identity ssid="8" main="true">{identity}</identity>{"".join(inside)}'
        f"</{body.partition(' ')[0]}>{history}</target>"
    )


def listed(path: Path, *content: str, head: str = PROGRAMME) -> Document:
    root = '<swiss-sanctions-list list-type="whole-list" date="2025-03-04">'
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n{root}{head}{"".join(content)}</swiss-sanctions-list>'
    return document(path / "seco.xml", text, source="ch_seco")


def read(doc: Document) -> tuple[list[Fact], list[Refusal]]:
    return checked(ch_seco.read(copy_of(doc)))


def stated(facts: list[Fact], prop: str, schema: str = "") -> list[str]:
    return [fact.value for fact in facts if fact.prop == prop and schema in (fact.schema, "")]


def test_a_name_keeps_its_parts_in_the_order_of_the_list(tmp_path: Path) -> None:
    facts, refusals = read(listed(tmp_path, target()))
    assert refusals == []
    (name,) = (fact for fact in facts if fact.prop == "name")
    assert (name.value, name.printed, name.lang) == (*["Lukashenka Aliaksandr Ryhoravich"] * 2, "eng")
    assert name.parts == "family=Lukashenka|given=Aliaksandr|patronymic=Ryhoravich"
    assert name.place.endswith("name-part[1]/value[1] + " + name.place.partition(" + ")[2])
    assert set(stated(facts, "fatherName")) == {"Ryhoravich"}


def test_the_spellings_of_a_language_and_script_make_further_names(tmp_path: Path) -> None:
    facts, _ = read(listed(tmp_path, target()))
    assert [(fact.value, fact.lang) for fact in facts if fact.prop == "alias"] == [
        ("Lukashenko Aliaksandr Ryhoravich", "rus")
    ]
    # no spelling of the father's name in Cyrillic: a part of the name only
    assert [(fact.value, fact.lang) for fact in facts if fact.prop == "weakAlias"] == [("Лукашэнка Аляксандр", "bel")]


def test_several_spellings_are_combined_in_their_order_not_all_with_all(tmp_path: Path) -> None:
    name = named(
        part(2, "given-name", "Ann", spelling("RUS", "LATN", "Anna"), spelling("RUS", "LATN", "Hanna")),
        part(1, "family-name", "Example", *(spelling("RUS", "LATN", f"Eksampl{n}") for n in "abc")),
    )
    facts, _ = read(listed(tmp_path, target(identity=name)))
    assert stated(facts, "name") == ["Example Ann"]
    assert stated(facts, "alias") == ["Eksampla Anna", "Eksamplb Hanna", "Eksamplc Anna"]


def test_quality_and_type_of_a_name_choose_its_property(tmp_path: Path) -> None:
    whole = part(1, "whole-name", "{}")
    names = (
        NAME,
        named(whole.format("Good Alias"), kind="alias"),
        named(whole.format("Low Alias"), kind="alias", quality="low"),
        named(whole.format("Former Name"), kind="formerly-known-as"),
    )
    other = f'<identity ssid="9" main="false">{named(whole.format("Other Identity"))}</identity>'
    facts, refusals = read(listed(tmp_path, target(other, identity="".join(names))))
    assert refusals == []
    assert "Good Alias" in stated(facts, "alias")
    assert "Other Identity" in stated(facts, "alias")
    assert [(fact.value, fact.mark) for fact in facts if fact.value == "Low Alias"] == [("Low Alias", "low quality")]
    assert stated(facts, "previousName") == ["Former Name"]


def test_a_maiden_name_is_a_former_name_and_a_title_is_no_part(tmp_path: Path) -> None:
    name = named(
        part(1, "title", "Dr."),
        part(2, "family-name", "Example"),
        part(3, "given-name", "Ann"),
        part(4, "maiden-name", "Sample"),
    )
    facts, _ = read(listed(tmp_path, target(identity=name)))
    assert (stated(facts, "name"), stated(facts, "previousName")) == (["Example Ann"], ["Sample Ann"])
    assert stated(facts, "title") == ["Dr."]


def test_a_birth_refers_to_a_place_behind_the_targets(tmp_path: Path) -> None:
    born = (
        '<day-month-year ssid="1" day="30" month="8" year="1954" calendar="Gregorian" quality="good"/>'
        '<day-month-year ssid="1" year="1955" calendar="Gregorian" quality="low"/>'
        '<place-of-birth ssid="2" place-id="90" quality="good"/>'
        '<nationality ssid="3"><country iso-code="BY">Belarus</country></nationality>'
        '<address ssid="4" place-id="90" quality="good"><address-details>Example St. 1</address-details></address>'
    )
    facts, refusals = read(listed(tmp_path, target(identity=NAME + born), PLACE))
    assert refusals == []
    assert [(fact.value, fact.printed, fact.mark) for fact in facts if fact.prop == "birthDate"] == [
        ("1954-08-30", "1954 8 30", ""),
        ("1955", "1955", "low quality"),
    ]
    (place,) = (fact for fact in facts if fact.prop == "birthPlace")
    assert (place.value, place.printed) == ("Kopys, Vitebsk", "Kopys Vitebsk")
    assert place.place == "/swiss-sanctions-list/place[1]/location[1] + /swiss-sanctions-list/place[1]/area[1]"
    assert (stated(facts, "birthCountry"), stated(facts, "nationality")) == (["by"], ["by"])
    assert stated(facts, "address") == ["Example St. 1, Kopys, Vitebsk"]


def test_a_place_before_the_targets_is_read_as_well(tmp_path: Path) -> None:
    born = '<place-of-birth ssid="2" place-id="90" quality="good"/>'
    facts, refusals = read(listed(tmp_path, PLACE, target(identity=NAME + born)))
    assert refusals == []
    assert stated(facts, "birthPlace") == ["Kopys, Vitebsk"]


@pytest.mark.parametrize(
    ("part_", "words", "printed"),
    [
        ('<day-month-year day="1" month="5" year="1380" calendar="Hijri"/>', "another calendar: Hijri", "1380 5 1"),
        ('<day-month-year day="30" month="2" year="1954" calendar="Gregorian"/>', "no such day", "1954 2 30"),
        ('<day-month-year day="9" month="2" calendar="Gregorian"/>', "a day without a year", "2 9"),
        ('<place-of-birth place-id="91"/>', "no place has the number '91'", "91"),
        (
            '<name name-type="nickname" quality="good"><name-part><value>X</value></name-part></name>',
            "type of name",
            "X",
        ),
        (
            '<identification-document document-type="library-card"><number>1</number></identification-document>',
            "type",
            "1",
        ),
        ("<colour>red</colour>", "nothing reads the field individual/identity/colour", "red"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_is_printed(
    tmp_path: Path, part_: str, words: str, printed: str
) -> None:
    facts, (refusal,) = read(listed(tmp_path, target(identity=NAME + part_)))
    assert stated(facts, "name")
    assert words in refusal.reason
    assert (refusal.whole, refusal.printed) == (False, printed)


def test_a_listing_stands_for_each_set_of_measures(tmp_path: Path) -> None:
    reason = '<justification ssid="5">Head of state.</justification>'
    record = target(reason, sets="41 42").replace(
        "<individual>", "<foreign-identifier>QDi.012</foreign-identifier><individual>"
    )
    facts, refusals = read(listed(tmp_path, record))
    assert refusals == []
    first, second = ({f.prop: f for f in facts if f.entity == f"ch-seco-7-listing-{n}"} for n in ("41", "42"))
    assert (first["program"].value, first["programId"].value) == ("Belarus", "41")
    assert first["description"].value == "Ordinance on measures against Belarus"
    assert first["description"].place == "/swiss-sanctions-list/sanctions-program[1]/program-name[1]"
    assert (first["authorityId"].value, first["unscId"].value) == ("7", "QDi.012")
    assert first["reason"].value == "Head of state."
    measures = [(f.value, f.printed) for f in facts if f.prop == "provisions"]
    assert measures == [("asset freeze", "Freezing of assets"), ("travel ban", "Entry and transit ban")]
    assert second["summary"].value == "article 16 -- Restrictions on the money market"
    assert "provisions" not in second


def change(kind: str, day: str, inside: str = "") -> str:
    dates = f'enactment-date="{day}" publication-date="{day}" effective-date="{day}"'
    return f'<modification modification-type="{kind}" {dates}>{inside}</modification>'


def test_the_listing_dates_from_the_first_listing_and_counts_amendments(tmp_path: Path) -> None:
    history = (
        change("re-listed", "2023-01-01") + change("de-listed", "2022-01-01") + change("amended", "2021-05-05") + LISTED
    )
    facts, refusals = read(listed(tmp_path, target(history=history)))
    assert refusals == []
    assert (stated(facts, "listingDate"), stated(facts, "startDate")) == (["2020-12-11"], ["2020-12-12"])
    assert stated(facts, "modifiedAt") == ["2021-05-05", "2022-01-01", "2023-01-01"]
    assert stated(facts, "status") == stated(facts, "endDate") == []


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_who_was_delisted_last_is_read_and_no_longer_listed(tmp_path: Path, order: tuple[int, int]) -> None:
    # the date decides: the publisher's file has delistings that stand below an earlier change
    changes = (change("de-listed", "2024-06-20"), change("amended", "2024-06-03"))
    facts, refusals = read(listed(tmp_path, target(history="".join(changes[at] for at in order) + LISTED)))
    assert refusals == []
    assert stated(facts, "name") == ["Lukashenka Aliaksandr Ryhoravich"]
    (status,) = (fact for fact in facts if fact.prop == "status")
    assert (status.value, status.printed, status.entity) == ("de-listed", "de-listed", "ch-seco-7-listing-41")
    assert stated(facts, "endDate") == ["2024-06-20"]
    assert stated(facts, "modifiedAt") == ["2024-06-03"]


def test_old_copies_inside_a_modification_are_neither_read_nor_counted(tmp_path: Path) -> None:
    old = target(identity=named(part(1, "whole-name", "Old Name")))
    history = change("amended", "2021-05-05", f"<removed>{old}</removed><added>{old}</added>") + LISTED
    doc = listed(tmp_path, target(history=history), target(ssid="9"))
    reading = ch_seco.read(copy_of(doc))
    results = list(reading)
    assert (reading.read, reading.refused, reading.subjects) == (2, 0, 2)
    assert all(refusals == [] for _, refusals in results)
    assert not any("Old" in fact.value for facts, _ in results for fact in facts)
    assert {"modification/added", "modification/removed"} <= set(ch_seco.SOURCE.aside)


def test_relations_point_to_the_other_target(tmp_path: Path) -> None:
    relations = "".join(
        f'<relation ssid="{at}" target-id="9" relation-type="{kind}"><remark>as stated</remark></relation>'
        for at, kind in enumerate(("related-to", "owned-by", "family-member", "friend-of"))
    )
    facts, (refusal,) = read(listed(tmp_path, target(relations)))
    assert "'friend-of'" in refusal.reason
    link = [(f.prop, f.value, f.printed) for f in facts if f.schema == "UnknownLink"]
    assert link == [
        ("subject", "ch-seco-7", ""), ("object", "ch-seco-9", "9"), ("role", "related-to", "related-to"),
        ("summary", "as stated", "as stated"),
    ]  # fmt: skip
    assert stated(facts, "owner", "Ownership") == ["ch-seco-9"]
    assert stated(facts, "relative", "Family") == ["ch-seco-9"]
    assert stated(facts, "relationship", "Family") == ["family-member"]


def test_labelled_information_is_read_and_the_rest_is_a_note(tmp_path: Path) -> None:
    said = "".join(
        f'<other-information ssid="{at}">{text}</other-information>'
        for at, text in enumerate(("IMO Number: 9074729", "Sails: rarely", "Seen in 2020."))
    )
    attribute = '<generic-attribute name="Crew">twelve</generic-attribute>'
    name = named(part(1, "whole-name", "Invented Ship"))
    facts, refusals = read(
        listed(tmp_path, target(said + attribute, body='object object-type="vessel"', identity=name))
    )
    assert refusals == []
    assert stated(facts, "imoNumber", "Vessel") == ["IMO9074729"]
    assert stated(facts, "notes") == ["Sails: rarely", "Seen in 2020.", "Crew: twelve"]


def test_a_document_becomes_a_number_and_an_entity(tmp_path: Path) -> None:
    paper = (
        '<identification-document ssid="5" document-type="passport"><number>AB1234567</number>'
        '<issuer code="BY">Belarus</issuer><date-of-issue>2012-01-02</date-of-issue>'
        '<expiry-date day="2" month="1" year="2022"/><remark>invented</remark></identification-document>'
    )
    facts, refusals = read(listed(tmp_path, target(identity=NAME + paper)))
    assert refusals == []
    assert stated(facts, "passportNumber", "Person") == ["AB1234567"]
    assert [(fact.prop, fact.value) for fact in facts if fact.schema == "Passport"] == [
        ("holder", "ch-seco-7"), ("number", "AB1234567"), ("type", "passport"), ("country", "by"),
        ("startDate", "2012-01-02"), ("endDate", "2022-01-02"), ("summary", "invented"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (target(body='object object-type="spacecraft"'), "not a type of object: 'spacecraft'"),
        (target(history=LISTED.replace('"listed"', '"paused"')), "not a type of modification: 'paused'"),
        (target(identity=""), "no primary name"),
        (target(ssid=""), "a target without a number"),
        ('<target ssid="7"/>', "0 subjects in a target of one"),
    ],
)
def test_a_target_that_cannot_be_understood_is_refused_whole(tmp_path: Path, record: str, words: str) -> None:
    facts, (refusal,) = read(listed(tmp_path, record))
    assert (facts, refusal.whole) == ([], True)
    assert words in refusal.reason


def test_another_format_refuses_the_copy(tmp_path: Path) -> None:
    with pytest.raises(CopyRefused, match="unknown element <people>"):
        read(listed(tmp_path, "<people/>"))
    broken = listed(tmp_path, target())
    broken.path.write_bytes(broken.path.read_bytes()[:-40])
    with pytest.raises(CopyRefused, match="not whole XML"):
        read(broken)


def test_the_file_is_recognised_with_its_date(tmp_path: Path) -> None:
    doc = listed(tmp_path, target())
    assert (recognise(doc.path, doc.name).source, recognise(doc.path, doc.name).published) == ("ch_seco", "2025-03-04")
