from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kronika.base.idents import PROPERTY, Ident, check, identify, labelled, normal, scheme_of

VALID = [
    ("inn", "7707083893"),
    ("inn", "500100732259"),
    ("ogrn", "1027700132195"),
    ("ogrn", "304500116000157"),
    ("imo", "IMO 9074729"),
    ("imo", "2041999"),
    ("lei", "5493001KJTIIGC8Y1R12"),
    ("unp", "200988541"),
    ("unp", "MA1953684"),
    ("okpo", "00032537"),
    ("bic", "DEUTDEFF500"),
    ("isin", "US0378331005"),
    ("usc", "91110000600037341L"),
]


@pytest.mark.parametrize(("scheme", "text"), VALID)
def test_a_number_with_right_check_digits_is_valid(scheme: str, text: str) -> None:
    assert check(scheme, text) is True
    assert check(scheme, f" {text} ") is True


@pytest.mark.parametrize(
    ("scheme", "text"), [(scheme, text) for scheme, text in VALID if scheme != "bic"] + [("bic", "DEUT1EFF")]
)
def test_a_number_with_one_wrong_digit_is_not(scheme: str, text: str) -> None:
    wrong = text[:-1] + ("1" if text[-1] != "1" else "2") if scheme != "bic" else text
    assert check(scheme, wrong) is False
    assert check(scheme, wrong[:-1]) is False
    assert check(scheme, "") is False


def test_a_scheme_without_check_digits_is_not_judged() -> None:
    assert check("passport", "MP1234567") is None
    assert check("kpp", "770701001") is None
    assert check("no such scheme", "1") is None


def test_an_ogrnip_whose_remainder_has_two_digits_ends_in_the_second() -> None:
    # 30450011600015 + n is 10, 11 or 12 modulo 13 for three n in a row.
    stems = [stem for stem in range(30450011600015, 30450011600028) if stem % 13 >= 10]
    assert [check("ogrn", f"{stem}{stem % 13 - 10}") for stem in stems] == [True, True, True]


@pytest.mark.parametrize(("scheme", "length"), [("inn", 9), ("ogrn", 12), ("ogrn", 14), ("okpo", 7), ("okpo", 9)])
@given(data=st.data())
def test_every_stem_has_exactly_one_check_digit(scheme: str, length: int, data: st.DataObject) -> None:
    stem = data.draw(st.integers(10 ** (length - 1), 10**length - 1))
    assert sum(check(scheme, f"{stem}{digit}") is True for digit in range(10)) == 1


SPELLINGS = [
    ("imo", "IMO 9187629", "IMO9187629"),
    ("imo", "9187629", "IMO9187629"),
    ("imo", "imo: 9187629", "IMO9187629"),
    ("imo", "does  not exist", "does not exist"),
    ("inn", "7 707 083 893", "7707083893"),
    ("ogrn", "1-02-77-00-13219-5", "1027700132195"),
    ("bic", "deut de ff 500", "DEUTDEFF"),
    ("lei", "5493 001K JTII GC8Y 1R12", "5493001KJTIIGC8Y1R12"),
    ("registration", " HRB  14604 ", "HRB 14604"),
    ("passport", "MP 1234567", "MP 1234567"),
]


@pytest.mark.parametrize(("scheme", "printed", "expected"), SPELLINGS)
def test_an_identifier_gets_the_spelling_of_its_scheme(scheme: str, printed: str, expected: str) -> None:
    assert normal(scheme, printed) == expected


LABELS = [
    ("Tax ID No.", "ru", "7707083893", "inn"),
    ("Tax ID No.", "by", "200988541", "unp"),
    ("Tax ID No.", "mt", "20084637", "tax"),
    ("INN", "", "7707083893", "inn"),
    ("INN", "", "302358106", "tax"),
    ("INN", "kg", "02909202210217", "tax"),
    ("Tax ID/INN", "", "", "inn"),
    ("ИНН", "ru", "", "inn"),
    ("УНП", "", "", "unp"),
    ("Registration Number", "ru", "1027700132195", "ogrn"),
    ("Registration Number", "ru", "304500116000157", "ogrn"),
    ("Registration Number", "ru", "А-12", "registration"),
    ("Registration ID", "ir", "48962", "registration"),
    ("Identification Number", "ru", "304500116000157", "ogrn"),
    ("Identification Number", "", "2181558", "id"),
    ("Government Gazette Number", "ru", "00032537", "okpo"),
    ("Government Gazette Number", "bg", "175392527", "registration"),
    ("Legal Entity Number", "", "5493001KJTIIGC8Y1R12", "lei"),
    ("Legal Entity Number", "nl", "851683897", "registration"),
    ("SWIFT/BIC", "", "", "bic"),
    ("Vessel Registration Identification IMO", "", "", "imo"),
    ("Identification Number IMO", "", "", "imo"),
    ("Company Number IMO", "", "", "imo"),
    ("Unified Social Credit Code (USCC)", "cn", "", "usc"),
    ("D-U-N-S Number", "", "", "duns"),
    ("V.A.T. Number", "", "", "vat"),
    ("R.F.C.", "mx", "", "tax"),
    ("Cedula No.", "co", "", "id"),
    ("Passport", "by", "", "passport"),
    ("Digital Currency Address - XBT", "", "", None),
    ("Aircraft Model", "", "", None),
]


@pytest.mark.parametrize(("label", "country", "text", "scheme"), LABELS)
def test_a_printed_label_means_a_scheme(label: str, country: str, text: str, scheme: str | None) -> None:
    assert scheme_of(label, country, text) == scheme


def test_every_scheme_has_a_property_that_followthemoney_knows() -> None:
    from followthemoney import model

    known = {prop.name for schema in model.schemata.values() for prop in schema.properties.values()}
    assert set(PROPERTY.values()) <= known


def test_a_valid_identifier_gets_the_strict_property() -> None:
    assert identify("Tax ID No.", "7707083893", "ru") == Ident("inn", "innCode", "7707083893", valid=True)
    assert identify("Passport", "MP 1234567", "by") == Ident("passport", "passportNumber", "MP 1234567", None)


def test_a_wrong_check_digit_keeps_the_number_as_printed_under_a_wider_property() -> None:
    assert identify("Tax ID No.", "7707-083892", "ru") == Ident("inn", "taxNumber", "7707-083892", valid=False)
    assert identify("OGRN", "1027700132190") == Ident("ogrn", "registrationNumber", "1027700132190", valid=False)
    assert identify("Aircraft Model", "IL-76") is None


def test_followthemoney_keeps_every_value_under_the_property_it_is_given() -> None:
    from followthemoney import model

    labels = {"inn": "INN", "ogrn": "OGRN", "imo": "IMO", "lei": "LEI", "bic": "BIC", "isin": "ISIN", "usc": "USCC"}
    for scheme, text in [*VALID, ("inn", "7707083892"), ("ogrn", "1027700132190"), ("lei", "5493001KJTIIGC8Y1R13")]:
        if scheme in labels:
            found = identify(labels[scheme], text)
            assert found is not None
            company = model.make_entity("Company")
            company.add(found.prop, found.value)
            assert company.get(found.prop) == [found.value]


CELLS = [
    ("OGRN: 1027700132195", [("OGRN", "1027700132195", "")]),
    (
        "OGRN: 1027700132195; INN/TIN: 7707083893; KPP: 773601001; ",
        [("OGRN", "1027700132195", ""), ("INN/TIN", "7707083893", ""), ("KPP", "773601001", "")],
    ),
    ("INN - 7707083893 OGRN - 1027700132195", [("INN", "7707083893", ""), ("OGRN", "1027700132195", "")]),
    ("OGRN 1027700132195INN 7707083893", [("OGRN", "1027700132195", ""), ("INN", "7707083893", "")]),
    ("Tax ID No. 7707083893 (Russia)", [("Tax ID No", "7707083893", "Russia")]),
    ("Russia OGRN – 1027700132195", [("OGRN", "1027700132195", "Russia")]),
    ("Tax Identification Number: INN 7707083893", [("Tax Identification Number: INN", "7707083893", "")]),
    ("BIK (RU): 044525225", [("BIK (RU", "044525225", "")]),
    ("SWIFT/BIC SABRRUMM", [("SWIFT/BIC", "SABRRUMM", "")]),
    ("7707083893 (Tax ID/INN)", [("Tax ID/INN", "7707083893", "")]),
    ("1027700132195", []),
    ("1027700132195 (Russia)", []),
    ("OGRN: 1027700132195 dated 27 July", []),
    ("see OGRN: 1027700132195", []),
    ("", []),
]


@pytest.mark.parametrize(("cell", "expected"), CELLS)
def test_a_cell_of_labelled_identifiers_is_taken_apart_or_left_whole(
    cell: str, expected: list[tuple[str, str, str]]
) -> None:
    assert [(found.label, cell[found.start : found.end], found.issuer) for found in labelled(cell)] == expected
    assert all(scheme_of(found.label) for found in labelled(cell))


SCHEMES = st.sampled_from([*sorted(PROPERTY), "no such scheme"])


@given(SCHEMES, st.text(max_size=60) | st.from_regex(r"(IMO)?[ -]?[0-9A-Z .-]{0,22}", fullmatch=True))
def test_normalising_twice_changes_nothing_and_nothing_crashes(scheme: str, text: str) -> None:
    once = normal(scheme, text)
    assert normal(scheme, once) == once
    assert check(scheme, once) == check(scheme, text)


@given(st.text(max_size=200) | st.lists(st.sampled_from(["INN", "OGRN", ": ", "77", " ", "(", ")", ";"])).map("".join))
def test_any_cell_is_taken_apart_without_losing_digits(text: str) -> None:
    found = labelled(text)
    rest = list(text)
    for one in found:
        assert text[one.start : one.end].strip()
        rest[one.start : one.end] = " " * (one.end - one.start)
    assert not found or not re.search(r"\d", re.sub(r"\([^()]*\)", "", "".join(rest)))
