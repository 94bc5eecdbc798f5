"""The United Nations' list: hand-written entries in the published format; every person in them is invented."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from documents import copy_of, document
from kronika.base.errors import CopyRefused
from kronika.collect.recognise import recognise
from kronika.collect.sources import un_sc
from reading import checked

if TYPE_CHECKING:
    from kronika.base.model import Document, Fact, Refusal

PERSON = """
      <DATAID>6900001</DATAID><VERSIONNUM>1</VERSIONNUM>
      <FIRST_NAME> INVENTED </FIRST_NAME><SECOND_NAME>IBN SAMPLE</SECOND_NAME><THIRD_NAME>EXAMPLE</THIRD_NAME>
      <FOURTH_NAME/><UN_LIST_TYPE>DRC</UN_LIST_TYPE><REFERENCE_NUMBER>CDi.999</REFERENCE_NUMBER><LISTED_ON>2012-12-31</LISTED_ON>
"""
BLANKS = """
      <TITLE><VALUE/></TITLE><DESIGNATION><VALUE> </VALUE></DESIGNATION><NATIONALITY><VALUE>na</VALUE></NATIONALITY>
      <LIST_TYPE><VALUE>UN List</VALUE></LIST_TYPE><LAST_DAY_UPDATED><VALUE/></LAST_DAY_UPDATED>
      <INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS><INDIVIDUAL_ADDRESS><COUNTRY/></INDIVIDUAL_ADDRESS>
      <INDIVIDUAL_DATE_OF_BIRTH/><INDIVIDUAL_PLACE_OF_BIRTH/><INDIVIDUAL_DOCUMENT/><SORT_KEY/><SORT_KEY_LAST_MOD/>
"""
ENTITY = """
      <DATAID>110001</DATAID><VERSIONNUM>1</VERSIONNUM>
      <FIRST_NAME>INVENTED AIRLINES (IA) ; SAMPLE LAKES COMPANY</FIRST_NAME>
      <UN_LIST_TYPE>DRC</UN_LIST_TYPE><REFERENCE_NUMBER>CDe.999 </REFERENCE_NUMBER><LISTED_ON>2007-03-29</LISTED_ON>
"""


def listed(path: Path, *, people: str = "", entities: str = "") -> Document:
    return document(
        path / "un.xml",
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<CONSOLIDATED_LIST xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xsi:noNamespaceSchemaLocation="https://www.un.org/sc/resources/sc-sanctions.xsd" '
        'dateGenerated="2026-02-27T00:00:09.554Z">\n'
        f"<INDIVIDUALS>{people}</INDIVIDUALS>\n<ENTITIES>{entities}</ENTITIES>\n</CONSOLIDATED_LIST>\n",
        source="un_sc",
    )


def read(doc: Document) -> tuple[list[Fact], list[Refusal]]:
    return checked(un_sc.read(copy_of(doc)))


def person(path: Path, more: str = "") -> tuple[list[Fact], list[Refusal]]:
    return read(listed(path, people=f"<INDIVIDUAL>{PERSON}{more}</INDIVIDUAL>"))


def stated(facts: list[Fact], prop: str, schema: str = "") -> list[tuple[str, str]]:
    return [(fact.value, fact.printed) for fact in facts if fact.prop == prop and schema in (fact.schema, "")]


def test_the_names_keep_their_order_and_none_is_claimed_to_be_the_family_name(tmp_path: Path) -> None:
    facts, refusals = person(tmp_path, BLANKS)
    assert refusals == []
    (name,) = [fact for fact in facts if fact.prop == "name"]
    assert (name.subject, name.schema, name.value) == ("un-sc-CDi.999", "Person", "INVENTED IBN SAMPLE EXAMPLE")
    assert name.parts == "first name=INVENTED|second name=IBN SAMPLE|third name=EXAMPLE"
    root = "/CONSOLIDATED_LIST/INDIVIDUALS[1]/INDIVIDUAL[1]"
    assert name.place == f"{root}/FIRST_NAME[1] + {root}/SECOND_NAME[1] + {root}/THIRD_NAME[1]"
    assert not {"firstName", "secondName", "lastName"} & {fact.prop for fact in facts}


def test_blank_elements_state_nothing_and_the_listing_is_complete(tmp_path: Path) -> None:
    more = "<LAST_DAY_UPDATED><VALUE>2013-05-31</VALUE><VALUE>2020-08-19</VALUE></LAST_DAY_UPDATED>"
    facts, refusals = person(tmp_path, BLANKS + more)
    assert refusals == []
    assert {(fact.prop, fact.value) for fact in facts if fact.schema == "Sanction"} == {
        ("entity", "un-sc-CDi.999"),
        ("program", "DRC"),
        ("unscId", "CDi.999"),
        ("authorityId", "CDi.999"),
        ("recordId", "6900001"),
        ("listingDate", "2012-12-31"),
        ("modifiedAt", "2013-05-31"),
        ("modifiedAt", "2020-08-19"),
    }
    assert {fact.prop for fact in facts if fact.schema == "Person"} == {"name"}


def alias(quality: str, name: str, *more: str) -> str:
    inner = f"<QUALITY>{quality}</QUALITY><ALIAS_NAME>{name}</ALIAS_NAME>"
    return f"<INDIVIDUAL_ALIAS>{inner}{''.join(more)}</INDIVIDUAL_ALIAS>"


def test_the_quality_of_an_alias_decides_what_it_is(tmp_path: Path) -> None:
    entity = "".join(alias(*each) for each in (("a.k.a.", "IA Cargo"), ("f.k.a.", "Old Invented Air")))
    doc = listed(
        tmp_path,
        people=f"<INDIVIDUAL>{PERSON}{alias('Good', 'Sample Example')}{alias('Low', 'Abu Sample')}</INDIVIDUAL>",
        entities=f"<ENTITY>{ENTITY}{entity.replace('INDIVIDUAL_ALIAS', 'ENTITY_ALIAS')}</ENTITY>",
    )
    facts, refusals = read(doc)
    assert refusals == []
    assert stated(facts, "alias", "Person") == [("Sample Example", "Sample Example")]
    assert stated(facts, "weakAlias") == [("Abu Sample", "Abu Sample")]
    assert stated(facts, "previousName") == [("Old Invented Air", "Old Invented Air")]
    assert stated(facts, "name", "LegalEntity")[0][1] == "INVENTED AIRLINES (IA)"
    assert {"SAMPLE LAKES COMPANY", "IA Cargo"} <= {value for value, _ in stated(facts, "alias", "LegalEntity")}
    assert {fact.subject for fact in facts if fact.schema == "LegalEntity"} == {"un-sc-CDe.999"}


def test_several_aliases_in_one_element_and_other_scripts_are_told_apart(tmp_path: Path) -> None:
    more = (
        alias("Good", "Sample One; Sample Two b) Sample Three; Sample Four")
        + alias("Low", "Abu Primer (original script: Абу Пример)")
        + alias("Good", "Primer", "<NOTE>original script: Пример</NOTE>")
        + "<NAME_ORIGINAL_SCRIPT>مثال</NAME_ORIGINAL_SCRIPT>"
    )
    facts, refusals = person(tmp_path, more)
    assert refusals == []
    assert [value for value, _ in stated(facts, "alias")] == [
        "Sample One", "Sample Two", "Sample Three", "Sample Four", "Primer", "Пример", "مثال",
    ]  # fmt: skip
    assert stated(facts, "weakAlias") == [("Abu Primer", "Abu Primer"), ("Абу Пример", "Абу Пример")]


def test_a_script_that_the_list_names_is_the_language(tmp_path: Path) -> None:
    facts, _ = person(tmp_path, "<NAME_ORIGINAL_SCRIPT>ምሳሌ (Tigrinya)</NAME_ORIGINAL_SCRIPT>")
    assert [(fact.value, fact.lang, fact.printed) for fact in facts if fact.prop == "alias"] == [("ምሳሌ", "tir", "ምሳሌ")]


def test_what_is_said_of_an_alias_is_kept_with_its_words_and_marked(tmp_path: Path) -> None:
    born = "<DATE_OF_BIRTH>1958 - 1964</DATE_OF_BIRTH><CITY_OF_BIRTH>Tunis</CITY_OF_BIRTH>"
    born += "<COUNTRY_OF_BIRTH>Tunisia</COUNTRY_OF_BIRTH>"
    facts, refusals = person(tmp_path, alias("Low", "Abu Sample", "<NOTE>nom de guerre</NOTE>", born))
    assert refusals == []
    assert stated(facts, "notes") == [("Abu Sample nom de guerre", "Abu Sample nom de guerre")]
    marked = [(fact.prop, fact.value) for fact in facts if fact.mark == "given with an alias"]
    assert marked == [("birthDate", "[1958..1964]"), ("birthPlace", "Tunis"), ("birthCountry", "tn")]


@pytest.mark.parametrize(
    ("inner", "value", "printed"),
    [
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1966-06-21</DATE>", "1966-06-21", "1966-06-21"),
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><YEAR>1966</YEAR>", "1966", "1966"),
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><NOTE>Sep.</NOTE><YEAR>1958</YEAR>", "1958-09", "Sep. 1958"),
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><NOTE>Between Aug. and Sep. 1977</NOTE>", "[1977-08..1977-09]", None),
        ("<TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1963</YEAR>", "1963~", "APPROXIMATELY 1963"),
        (
            "<TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1955</FROM_YEAR><TO_YEAR>1958</TO_YEAR>",
            "[1955..1958]",
            "BETWEEN 1955 1958",
        ),
        (
            "<TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1955</FROM_YEAR><TO_YEAR>1958</TO_YEAR><NOTE>Approximately</NOTE>",
            "[1955~..1958~]",
            "BETWEEN 1955 1958 Approximately",
        ),
    ],
)
def test_a_date_of_birth_is_as_exact_as_its_type_says(
    tmp_path: Path, inner: str, value: str, printed: str | None
) -> None:
    facts, refusals = person(tmp_path, f"<INDIVIDUAL_DATE_OF_BIRTH>{inner}</INDIVIDUAL_DATE_OF_BIRTH>")
    assert refusals == []
    ((found, shown),) = stated(facts, "birthDate")
    assert (found, shown) == (value, printed or shown)


def test_a_date_with_a_remark_is_marked_and_one_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    dates = (
        "<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1979-03-03</DATE><NOTE>from false passport</NOTE>",
        "<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><NOTE>24/06/1402 (Hijri Calendar)</NOTE>",
        "<TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1955</FROM_YEAR>",
    )
    more = "".join(f"<INDIVIDUAL_DATE_OF_BIRTH>{each}</INDIVIDUAL_DATE_OF_BIRTH>" for each in dates)
    facts, refusals = person(tmp_path, more)
    assert [(f.value, f.mark) for f in facts if f.prop == "birthDate"] == [("1979-03-03", "from false passport")]
    assert [refusal.printed for refusal in refusals] == ["24/06/1402 (Hijri Calendar)", "BETWEEN 1955"]


def test_addresses_and_places_of_birth_are_joined_and_their_notes_kept(tmp_path: Path) -> None:
    more = """
      <INDIVIDUAL_ADDRESS><STREET>1 Invented Street</STREET><CITY>Goma</CITY>
        <COUNTRY>Democratic Republic of the Congo</COUNTRY>
        <NOTE>previous address</NOTE></INDIVIDUAL_ADDRESS>
      <INDIVIDUAL_ADDRESS><COUNTRY>Uganda</COUNTRY></INDIVIDUAL_ADDRESS>
      <INDIVIDUAL_PLACE_OF_BIRTH><CITY>Kabul</CITY><COUNTRY>Afghanistan</COUNTRY></INDIVIDUAL_PLACE_OF_BIRTH>"""
    facts, refusals = person(tmp_path, more)
    assert refusals == []
    address = "1 Invented Street Goma Democratic Republic of the Congo"
    assert stated(facts, "address") == [(address, address)]
    assert stated(facts, "notes") == [(f"{address} previous address", f"{address} previous address")]
    assert [value for value, _ in stated(facts, "country")] == ["cd", "ug"]
    assert stated(facts, "birthPlace") == [("Kabul", "Kabul")]
    assert stated(facts, "birthCountry") == [("af", "Afghanistan")]


def test_a_branch_office_in_a_note_is_an_address(tmp_path: Path) -> None:
    note = "Branch Office 2: Invented Road, Peshawar, Pakistan;"
    facts, _ = read(
        listed(tmp_path, entities=f"<ENTITY>{ENTITY}<ENTITY_ADDRESS><NOTE>{note}</NOTE></ENTITY_ADDRESS></ENTITY>")
    )
    assert stated(facts, "address") == [(note, note)]


def test_a_passport_of_which_more_is_known_than_the_number_is_a_document(tmp_path: Path) -> None:
    more = """<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT>
      <NUMBER>Afghan passport number OA000001</NUMBER><ISSUING_COUNTRY>Afghanistan</ISSUING_COUNTRY>
      <CITY_OF_ISSUE>Kabul</CITY_OF_ISSUE><DATE_OF_ISSUE>2001-01-02</DATE_OF_ISSUE>
      <NOTE>expired on 11 Aug.
2013</NOTE></INDIVIDUAL_DOCUMENT>
      <INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>National Identification Number</TYPE_OF_DOCUMENT>
        <NUMBER>12345</NUMBER></INDIVIDUAL_DOCUMENT>
      <INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>National Identification Number</TYPE_OF_DOCUMENT>
        <TYPE_OF_DOCUMENT2>Afghan national identification card (tazkira) number 44</TYPE_OF_DOCUMENT2>
      </INDIVIDUAL_DOCUMENT>"""
    facts, refusals = person(tmp_path, more)
    assert refusals == []
    assert stated(facts, "passportNumber") == [("OA000001", "OA000001")]
    assert stated(facts, "idNumber") == [("12345", "12345"), ("44", "44")]
    assert {(fact.prop, fact.value) for fact in facts if fact.schema == "Passport"} == {
        ("holder", "un-sc-CDi.999"),
        ("type", "Passport"),
        ("number", "OA000001"),
        ("country", "af"),
        ("authority", "Kabul"),
        ("startDate", "2001-01-02"),
        ("endDate", "2013-08-11"),
        ("summary", "Afghan passport number OA000001"),
        ("description", "expired on 11 Aug. 2013"),
    }
    assert stated(facts, "endDate") == [("2013-08-11", "11 Aug.\n2013")]
    assert {fact.entity for fact in facts if fact.schema == "Identification"} == {"un-sc-CDi.999-document-3"}


COMMENTS = (
    "Gender: Male. Father’s name is Primer ben Sample. Mother's name: Ejemplo Example. "
    "Member of Invented Movement (CDe.998). "
    "Listed pursuant to paragraphs 15 and 17 of resolution 1970 (Travel Ban, Asset Freeze). "
    "Review pursuant to Security Council resolution 1822 (2008) was concluded on 21 Jul. 2010."
)


def test_the_comments_state_gender_parents_legal_basis_and_measures(tmp_path: Path) -> None:
    facts, refusals = person(tmp_path, f"<COMMENTS1>{COMMENTS}</COMMENTS1>")
    assert refusals == []
    assert stated(facts, "notes") == [(COMMENTS, COMMENTS)]
    assert stated(facts, "gender") == [("male", "Male")]
    assert stated(facts, "fatherName") == [("Primer ben Sample", "Primer ben Sample")]
    assert stated(facts, "motherName") == [("Ejemplo Example", "Ejemplo Example")]
    basis = "pursuant to paragraphs 15 and 17 of resolution 1970"
    assert stated(facts, "description", "Sanction") == [(basis, basis)]
    assert stated(facts, "provisions") == [("travel ban", "Travel Ban"), ("asset freeze", "Asset Freeze")]


def test_an_entry_named_by_its_reference_is_linked_in_the_words_of_the_comment(tmp_path: Path) -> None:
    facts, _ = person(tmp_path, f"<COMMENTS1>{COMMENTS} This entry is CDi.999.</COMMENTS1>")
    assert [(fact.prop, fact.value, fact.printed) for fact in facts if fact.schema == "UnknownLink"] == [
        ("subject", "un-sc-CDi.999", ""),
        ("object", "un-sc-CDe.998", "CDe.998"),
        ("role", "Member of Invented Movement", "Member of Invented Movement"),
    ]


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        (alias("Excellent", "Sample"), "an alias of the unknown quality 'Excellent'"),
        (
            "<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>PERHAPS</TYPE_OF_DATE></INDIVIDUAL_DATE_OF_BIRTH>",
            "a date of birth of the unknown type 'PERHAPS'",
        ),
        (
            "<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Amulet</TYPE_OF_DOCUMENT></INDIVIDUAL_DOCUMENT>",
            "an identity document of the unknown type 'Amulet'",
        ),
        (
            "<INDIVIDUAL_DOCUMENT><NUMBER>1</NUMBER></INDIVIDUAL_DOCUMENT>",
            "an identity document without a type",
        ),
    ],
)
def test_an_unknown_word_where_a_kind_is_stated_refuses_the_record(tmp_path: Path, more: str, reason: str) -> None:
    facts, (refusal,) = person(tmp_path, more)
    assert (facts, refusal.whole, refusal.record, refusal.reason) == ([], True, "CDi.999", reason)


def test_an_unknown_element_is_refused_and_an_unknown_gender_is_nothing(tmp_path: Path) -> None:
    facts, (refusal,) = person(tmp_path, "<GENDER>Unknown</GENDER><HEIGHT>2 m</HEIGHT>")
    assert (refusal.whole, refusal.reason) == (False, "nothing reads the field HEIGHT")
    assert stated(facts, "gender") == []


def test_an_entry_without_a_reference_is_refused(tmp_path: Path) -> None:
    _, (refusal,) = read(listed(tmp_path, people="<INDIVIDUAL><FIRST_NAME>SAMPLE</FIRST_NAME></INDIVIDUAL>"))
    assert (refusal.whole, refusal.reason) == (True, "no reference number")


def test_a_changed_wrapper_and_a_truncated_file_refuse_the_copy(tmp_path: Path) -> None:
    whole = listed(tmp_path, people=f"<INDIVIDUAL>{PERSON}</INDIVIDUAL>").path.read_text(encoding="utf-8")
    with pytest.raises(CopyRefused, match="unknown element <VESSELS>"):
        read(document(tmp_path / "a.xml", whole.replace("ENTITIES", "VESSELS"), source="un_sc"))
    with pytest.raises(CopyRefused, match="not whole XML"):
        read(document(tmp_path / "b.xml", whole[: whole.index("<LISTED_ON>")], source="un_sc"))


def test_the_file_is_recognised_with_the_publishers_date(tmp_path: Path) -> None:
    assert recognise(listed(tmp_path).path, "consolidated.xml", ["un_sc"]).published == "2026-02-27"
