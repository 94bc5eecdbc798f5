"""The remarks of OFAC's SDN list, item by item; every name in them is invented."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ofac_files import person, read, row

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("remark", "prop", "value", "printed"),
    [
        ("DOB 06 Jun 1972", "birthDate", "1972-06-06", "06 Jun 1972"),
        ("alt. DOB circa 1955", "birthDate", "1955~", "circa 1955"),
        ("DOB 1955 to 1958", "birthDate", "[1955..1958]", "1955 to 1958"),
        ("POB Minsk, Belarus", "birthPlace", "Minsk, Belarus", "Minsk, Belarus"),
        ("nationality Belarus", "nationality", "by", "Belarus"),
        ("citizen Korea, North", "citizenship", "kp", "Korea, North"),
        ("Gender Female", "gender", "female", "Female"),
        ("Tax ID No. 7707083893 (Russia)", "innCode", "7707083893", "7707083893"),
        ("Tax ID No. 192050157 (Belarus)", "taxNumber", "192050157", "192050157"),
        ("Registration Number 304770000196297 (Russia)", "ogrnCode", "304770000196297", "304770000196297"),
        ("National ID No. 3080666A001PB1 (Belarus)", "idNumber", "3080666A001PB1", "3080666A001PB1"),
        ("National ID No. K357514(4) (Hong Kong)", "idNumber", "K357514(4)", "K357514(4)"),
        ("SSN 000-00-0000 (United States)", "socialSecurityNumber", "000-00-0000", "000-00-0000"),
        ("Phone Number 375170000000", "phone", "375170000000", "375170000000"),
        ("Email Address sample@sample.invalid", "email", "sample@sample.invalid", "sample@sample.invalid"),
        ("Website http://sample.invalid/a;b", "website", "http://sample.invalid/a;b", "http://sample.invalid/a;b"),
        ("www.sample.invalid (website)", "website", "www.sample.invalid", "www.sample.invalid"),
        ("a.k.a. 'IVAN THE INVENTED'", "weakAlias", "IVAN THE INVENTED", "IVAN THE INVENTED"),
        ("a.k.a. 'SAMPLOVICH, Ivan'", "weakAlias", "Ivan SAMPLOVICH", "SAMPLOVICH, Ivan"),
        ("a.k.a. 'Sample, the elder'", "weakAlias", "Sample, the elder", "Sample, the elder"),
        ("f.k.a. 'PREVICH, Ivan'", "previousName", "Ivan PREVICH", "PREVICH, Ivan"),
        ("Alt. Position: Invented Manager", "position", "Invented Manager", "Invented Manager"),
        ("ICTY indictee at large", "notes", "ICTY indictee at large", "ICTY indictee at large"),
        ("Passport issued in Sampletown", "notes", "Passport issued in Sampletown", "Passport issued in Sampletown"),
        ("(Invented, in brackets)", "notes", "Invented, in brackets", "Invented, in brackets"),
    ],
)
def test_an_item_of_a_persons_remark_becomes_the_property_that_its_label_means(
    tmp_path: Path, remark: str, prop: str, value: str, printed: str
) -> None:
    before = "DOB 1900; " if prop != "birthDate" else ""
    found = read(tmp_path, sdn=person(f"{before}{remark}; Gender Male." if prop != "gender" else f"{remark}."))
    assert found.refusals == []
    (fact,) = [f for f in found.facts if f.prop == prop and f.place.endswith("Remarks")]
    assert (fact.value, fact.printed) == (value, printed)


def test_a_semicolon_without_a_blank_ends_an_item_but_not_inside_quotes_or_brackets(tmp_path: Path) -> None:
    found = read(
        tmp_path, sdn=person("nationality Belarus;arrested 1 Apr 2003; a.k.a. 'A; B'; (seen in: Minsk; Brest).")
    )
    assert found.refusals == []
    assert found.stated("nationality") == [("by", "Belarus")]
    assert found.stated("weakAlias") == [("A; B", "A; B")]
    assert [value for value, _ in found.stated("notes")] == ["arrested 1 Apr 2003", "seen in: Minsk; Brest"]


def test_a_passport_is_an_entity_with_country_and_dates(tmp_path: Path) -> None:
    found = read(tmp_path, sdn=person("Passport AB123 (Belarus) issued 01 Jan 2010 expires 2020."))
    assert found.stated("passportNumber") == [("AB123", "AB123")]
    assert found.entity("Passport") == {
        "holder": ("us-sdn-101", ""),
        "number": ("AB123", "AB123"),
        "type": ("Passport", "Passport"),
        "country": ("by", "Belarus"),
        "startDate": ("2010-01-01", "01 Jan 2010"),
        "endDate": ("2020", "2020"),
    }


@pytest.mark.parametrize(
    ("remark", "schema", "prop", "value"),
    [
        ("SWIFT/BIC INVTBY2X", "Organization", "swiftBic", "INVTBY2X"),
        ("BIK (RU) 044525000", "Company", "bikCode", "044525000"),
        ("Equity Ticker INV BY", "Security", "ticker", "INV BY"),
        ("ISIN US0378331005", "Security", "isin", "US0378331005"),
        ("Legal Entity Number 5493001KJTIIGC8Y1R12", "Organization", "leiCode", "5493001KJTIIGC8Y1R12"),
        ("Legal Entity Number 851683897 (Netherlands)", "Organization", "registrationNumber", "851683897"),
        ("Government Gazette Number 00032537 (Russia)", "Organization", "okpoCode", "00032537"),
        ("Organization Established Date 23 Oct 2019", "Organization", "incorporationDate", "2019-10-23"),
        ("Organization Type: Financial leasing", "Organization", "sector", "Financial leasing"),
        ("Target Type Private Company", "Organization", "classification", "Private Company"),
        ("Nationality of Registration Belarus", "Organization", "jurisdiction", "by"),
        ("Company Number IMO 5987860", "Organization", "imoNumber", "IMO5987860"),
        ("Folio Mercantil No. 22839 (Jalisco) (Mexico)", "Organization", "registrationNumber", "22839 (Jalisco)"),
        ("Digital Currency Address - XBT 1InventedWa11et", "CryptoWallet", "publicKey", "1InventedWa11et"),
        ("Secondary sanctions risk: Invented Act", "Sanction", "summary", "Secondary sanctions risk: Invented Act"),
        (
            "For more information on directives, please visit the following link: http://sample.invalid/d#1.",
            "Sanction",
            "programUrl",
            "http://sample.invalid/d#1",
        ),
    ],
)
def test_an_item_of_an_organisations_remark_goes_to_the_entity_that_it_is_about(
    tmp_path: Path, remark: str, schema: str, prop: str, value: str
) -> None:
    found = read(tmp_path, sdn=row(36, "INVENTED WORKS", remarks=f"{remark}; all offices worldwide."))
    assert found.refusals == []
    assert [v for v, _ in found.stated(prop, schema)] == [value]


def test_a_wallet_is_held_by_the_subject(tmp_path: Path) -> None:
    found = read(tmp_path, sdn=person("Digital Currency Address - XBT 1InventedWa11et."))
    assert found.entity("CryptoWallet") == {
        "publicKey": ("1InventedWa11et", "1InventedWa11et"),
        "currency": ("XBT", "XBT"),
        "holder": ("us-sdn-101", ""),
    }


def test_linked_to_points_to_the_subject_of_that_name_and_else_to_a_name(tmp_path: Path) -> None:
    remarks = "Linked To: INVENTED WORKS S.A.; Linked To: NOBODY KNOWN; Linked To: TWICE LISTED."
    twice = row(103, "TWICE LISTED") + row(104, "TWICE LISTED")
    found = read(tmp_path, sdn=person(remarks) + row(102, "INVENTED WORKS S.A.") + twice)
    assert found.stated("object", "UnknownLink") == [
        ("us-sdn-102", "INVENTED WORKS S.A."),
        ("us-sdn-101-named-nobody-known", "NOBODY KNOWN"),
        ("us-sdn-101-named-twice-listed", "TWICE LISTED"),
    ]
    assert found.stated("subject", "UnknownLink") == [("us-sdn-101", "")] * 3
    assert {value for value, _ in found.stated("role", "UnknownLink")} == {"Linked To"}


def test_a_title_that_the_remark_repeats_is_stated_once(tmp_path: Path) -> None:
    found = read(tmp_path, sdn=person("Invented Minister; a rumour.", title="Invented Minister"))
    assert found.stated("position") == [("Invented Minister", "Invented Minister")]
    assert found.stated("notes") == [("a rumour", "a rumour")]


def cut(text: str, fill: str = "x") -> tuple[str, str]:
    """A remark that is cut after 1,000 characters, where the bar stands, and the rest of it."""
    head, _, tail = text.partition("|")
    return "Note " + fill * (1000 - len(head) - 7) + "; " + head, tail


def test_a_value_across_the_cut_begins_in_one_file_and_says_where_it_goes_on(tmp_path: Path) -> None:
    head, tail = cut("Digital Currency Address - XBT 1Inv|entedWa11et; POB Minsk.")
    assert len(head) == 1000
    found = read(tmp_path, sdn=person(head), comments=f'101,"{tail}"\r\n')
    assert found.refusals == []
    (key,) = [fact for fact in found.facts if fact.prop == "publicKey"]
    assert (key.value, key.printed) == ("1InventedWa11et", "1Inv")
    assert (key.place, key.start, key.end) == ("row 1, column Remarks", 996, 1000)
    assert key.mark == "goes on at row 1, column remarks_extended of the file that continues the remarks"
    (born,) = [fact for fact in found.facts if fact.prop == "birthPlace"]
    assert (born.printed, born.place, born.mark) == ("Minsk", "row 1, column remarks_extended", "")


def test_an_item_of_which_the_copy_holds_a_piece_is_refused(tmp_path: Path) -> None:
    head, tail = cut("DOB 06 J|un 1972; POB Minsk.")
    found = read(tmp_path, sdn=person(head))
    assert [(refusal.printed, refusal.whole) for refusal in found.refusals] == [("DOB 06 J", False)]
    found = read(tmp_path, comments=f'101,"{tail}"\r\n')
    assert found.stated("birthPlace", "Person") == [("Minsk", "Minsk")]
    assert [refusal.printed for refusal in found.refusals] == ["un 1972"]
    assert found.reasons() == ["a remark cut at 1,000 characters: this copy lacks the other part"]


@pytest.mark.parametrize(
    ("remarks", "reason"),
    [
        ("Membership No. 77", "begins with a label that nobody knows"),
        ("Favourite colour: mauve", "begins with a label that nobody knows"),
        ("Linked To:", "Linked To: without a value"),
        ("DOB 31 Feb 1990", "birthDate: no such day: '31 Feb 1990'"),
        ("Vessel Flag Belarus", "flag: not said of a Person"),
        ("nationality undetermined", "nationality: only fills the place"),
    ],
)
def test_an_item_that_is_not_understood_is_refused_and_the_record_stands(
    tmp_path: Path, remarks: str, reason: str
) -> None:
    found = read(tmp_path, sdn=person(f"{remarks}."))
    assert found.reasons() == [reason]
    assert (found.read, found.refused) == (1, 0)
