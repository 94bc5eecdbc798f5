"""OFSI's list: the packed column, listings and the prose of 2020; but for one head of state everybody is invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from british import COMPANY, LISTED, OLD, PERSON, SHIP, facts_of, listed, read, stated, values

PACKED = (
    "(UK Sanctions List Ref):RUS9999. Financial sanctions imposed in addition to an asset freeze: Loans and credit "
    "arrangements. Trust services. Date trust services sanctions imposed: 21/03/2023. Resolution 2662 (2022): noted. "
    "(UK Statement of Reasons):Makes nothing, being invented. "
    "(Phone number):(1) +375 17 000 00 00 (2) +375 17 000 00 01 (fax) "
    "(Website):https://works.example (Email address):info@works.example. sales@works.example "
    "(Type of entity):Joint Stock Company (JSC) (Subsidiaries):Invented Tractors Ltd. No. 2 Sample Mill "
    "(Parent company):(1) INVENTED HOLDING (2) Sample Trust (49%) "
    "(Business Reg No):(1) INN: 7707083893 (2) 1027700132195 (Russia) (3) УНП 100582333"
)


def test_every_label_of_the_packed_column_becomes_its_property_with_its_span(tmp_path: Path) -> None:
    holding = {**COMPANY, "Name 6": "INVENTED HOLDING", "Group ID": "99004"}
    facts = facts_of(tmp_path, {**COMPANY, "Other Information": PACKED}, holding)
    assert {fact.schema for fact in facts if fact.entity == "gb-ofsi-99002"} == {"Company"}
    assert stated(facts, "authorityId") == [("RUS9999", "RUS9999")]
    assert values(facts, "reason") == ["Makes nothing, being invented."]
    assert values(facts, "phone") == ["+375 17 000 00 00", "+375 17 000 00 01"]
    assert values(facts, "website") == ["https://works.example"]
    assert values(facts, "email") == ["info@works.example", "sales@works.example"]
    assert values(facts, "classification") == ["Joint Stock Company (JSC)"]
    assert values(facts, "innCode") == ["7707083893"]
    assert stated(facts, "ogrnCode") == [("1027700132195", "1027700132195")]
    assert values(facts, "taxNumber") == ["100582333"]
    assert stated(facts, "provisions") == [
        ("financial restrictions", "Loans and credit arrangements"), ("trust services ban", "Trust services"),
    ]  # fmt: skip
    (notes,) = values(facts, "notes")
    assert notes.startswith("Financial sanctions imposed")
    assert notes.endswith("Resolution 2662 (2022): noted.")


def test_parents_and_subsidiaries_are_owners_and_assets_listed_or_not(tmp_path: Path) -> None:
    holding = {**COMPANY, "Name 6": "INVENTED HOLDING", "Group ID": "99004"}
    facts = facts_of(tmp_path, {**COMPANY, "Other Information": PACKED}, holding)
    assert stated(facts, "owner") == [
        ("gb-ofsi-99002", ""), ("gb-ofsi-99002", ""), ("gb-ofsi-99004", "INVENTED HOLDING"),
        ("gb-ofsi-99002-named-sample-trust", "Sample Trust"),
    ]  # fmt: skip
    assert values(facts, "asset")[:2] == [
        "gb-ofsi-99002-named-invented-tractors-ltd", "gb-ofsi-99002-named-no.-2-sample-mill",
    ]  # fmt: skip
    assert stated(facts, "percentage") == [("49%", "49%")]
    stubs = {fact.entity: fact.value for fact in facts if fact.prop == "name" and "-named-" in fact.entity}
    assert list(stubs.values()) == ["Invented Tractors Ltd", "No. 2 Sample Mill", "Sample Trust"]


@pytest.mark.parametrize(
    "parent", ["Is the Parent company", "11203", "Sample Trust, PO Box 1, Minsk", "Sample Trust, owned by X"]
)
def test_what_is_not_plainly_a_company_is_refused(tmp_path: Path, parent: str) -> None:
    row = {**COMPANY, "Other Information": f"(UK Sanctions List Ref):RUS9999. (Parent company):{parent}"}
    facts, (refusal,) = read(listed(tmp_path, row))
    assert refusal.reason.startswith("parent: not plainly a name")
    assert values(facts, "owner") == []


def test_a_label_not_known_is_refused_and_the_rest_of_the_cell_is_read(tmp_path: Path) -> None:
    text = "(UK Sanctions List Ref):BEL9999. (Gender):Male (Favourite colour):Blue (Phone number):+375 17 000 00 00"
    facts, (refusal,) = read(listed(tmp_path, {**PERSON, "Other Information": text}))
    assert refusal.reason == "Other Information: a label not known: (Favourite colour)"
    assert refusal.printed == "Blue"
    assert stated(facts, "gender") == [("male", "Male")]
    assert values(facts, "phone") == ["+375 17 000 00 00"]


def test_a_label_of_references_without_one_is_refused(tmp_path: Path) -> None:
    _, (refusal,) = read(listed(tmp_path, {**PERSON, "Other Information": "(UN Ref):pending (Gender):Male"}))
    assert refusal.reason == "Other Information: (un ref) is not followed by a reference: 'pending'"


def test_a_ship_has_its_number_flags_owner_and_measures(tmp_path: Path) -> None:
    text = (
        "(UK Sanctions List Ref):DPR9999. Moved invented oil. Listed as asset of Invented Shipping (OFSI ID: 99002, UN "
        "Reference Number: UN Ref KPe.999) (IMO number):9187629 (Current owners):Invented Shipping Co "
        "(Flag of ship):North Korea (Previous flags):Panama. South Korea (Type of ship):Oil tanker "
        "(Tonnage of ship):1181 (Length of ship):77 (Year built):1993"
    )
    facts = facts_of(tmp_path, COMPANY, {**SHIP, "Other Information": text})
    assert stated(facts, "imoNumber") == [("IMO9187629", "9187629")]
    assert stated(facts, "flag") == [("kp", "North Korea")]
    assert stated(facts, "pastFlags") == [("pa", "Panama"), ("kr", "South Korea")]
    assert values(facts, "type", "Vessel") == ["Oil tanker"]
    assert values(facts, "tonnage") == ["1181"]
    assert values(facts, "buildDate") == ["1993"]
    assert ("Length of ship: 77", "77") in stated(facts, "notes")
    assert stated(facts, "owner") == [("gb-ofsi-99002", "Invented Shipping")]
    assert values(facts, "asset") == ["gb-ofsi-99003"]
    assert values(facts, "unscId") == []


def test_a_subject_under_two_regimes_has_two_listings_each_with_its_own_reference(tmp_path: Path) -> None:
    row = {
        **LISTED, "Name 6": "LUKASHENKO", "Name 1": "Alexander", "Name 2": "Grigorievich", "DOB": "30/08/1954",
        "Other Information":
            "(UK Sanctions List Ref):BEL0045 and GHR0050. (UN Ref):QDE.145. (UK Statement of Reasons):President.",
    }  # fmt: skip
    other = {
        **row,
        "Regime": "Global Human Rights",
        "Listed On": "29/09/2020",
        "UK Sanctions List Date Designated": "29/09/2020",
    }
    facts = facts_of(tmp_path, row, other)
    listings: dict[str, dict[str, str]] = {}
    for fact in facts:
        if fact.schema == "Sanction":
            listings.setdefault(fact.entity, {})[fact.prop] = fact.value
    assert listings["gb-ofsi-99001-listing-bel"] == {
        "entity": "gb-ofsi-99001", "program": "Belarus", "programId": "BEL", "listingDate": "2020-11-06",
        "startDate": "2020-12-31", "modifiedAt": "2022-02-04", "recordId": "99001", "authorityId": "BEL0045",
        "unscId": "QDe.145", "reason": "President.",
    }  # fmt: skip
    ghr = listings["gb-ofsi-99001-listing-ghr"]
    assert (ghr["authorityId"], ghr["listingDate"], ghr["startDate"]) == ("GHR0050", "2020-09-29", "2020-09-29")


def test_a_regime_not_known_still_makes_a_listing(tmp_path: Path) -> None:
    facts = facts_of(tmp_path, {**PERSON, "Regime": "Invented Regime"})
    assert stated(facts, "program") == [("Invented Regime", "Invented Regime")]
    assert values(facts, "programId") == []


OLD_ROW = {
    **PERSON, "Alias Type": "Prime Alias", "Regime": "Burma", "Name 2": "Vymyslovich–Żółty"[:12],
    "Country": "Belarus (at time of listing)",
    "NI Number": "(1) 57388 (Afghan)(tazkira). Issued in Minsk on 3 May 2011 (2) 665544",
    "Passport Details": "A-333602 (Indian) issued on 4 June 1985 in Bombay, India. Expired on 3 June 1995",
    "Other Information": "UN Ref QDe.004. Gender: male. Associated with QDi.001. Resolution 1 (2010): a part.",
}  # fmt: skip


def test_the_form_of_2020_prints_papers_and_references_in_prose(tmp_path: Path) -> None:
    facts, refusals = read(listed(tmp_path, OLD_ROW, columns=OLD, encoding="cp1252"))
    assert refusals == []
    assert values(facts, "middleName") == ["Vymyslovich–"]
    assert values(facts, "passportNumber", "Person") == ["A-333602"]
    assert stated(facts, "country", "Passport") == [("in", "Indian")]
    assert values(facts, "startDate", "Passport") == ["1985-06-04"]
    assert values(facts, "endDate", "Passport") == ["1995-06-03"]
    assert values(facts, "idNumber") == ["57388", "665544"]
    assert values(facts, "startDate", "Identification") == ["2011-05-03"]
    assert stated(facts, "unscId") == [("QDe.004", "QDe.004")]
    assert stated(facts, "gender") == [("male", "male")]
    assert values(facts, "notes") == [OLD_ROW["Other Information"]]
    assert stated(facts, "programId") == [("MYA", "Burma")]
    assert values(facts, "startDate", "Sanction") == []
    assert stated(facts, "country", "Person") == [("by", "Belarus")]
    assert values(facts, "address") == ["Belarus (at time of listing)"]


def test_several_numbers_in_prose_that_cannot_be_told_apart_are_refused(tmp_path: Path) -> None:
    row = {**OLD_ROW, "Passport Details": "Number 1234567, and a schooling certificate 7654321"}
    _, (refusal,) = read(listed(tmp_path, row, columns=OLD, encoding="cp1252"))
    assert refusal.reason == "Passport: several numbers, and nothing tells which is which"
