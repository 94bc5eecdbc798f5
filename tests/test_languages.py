from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kronika.base.errors import Unreadable
from kronika.base.languages import alpha3, names

READ = [
    ("RU", "rus"),
    ("ru", "rus"),
    ("rus", "rus"),
    ("Russian", "rus"),
    ("RUSSIAN", "rus"),
    (" Russian\n", "rus"),
    ("be", "bel"),
    ("Belarusian", "bel"),
    ("Belarussian", "bel"),
    ("ar", "ara"),
    ("arb", "ara"),
    ("fa", "fas"),
    ("per", "fas"),
    ("Farsi", "fas"),
    ("Persian/Farsi", "fas"),
    ("Dari", "prs"),
    ("zh", "zho"),
    ("chi", "zho"),
    ("zh-Hans", "zho"),
    ("zh-Hant-HK", "zho"),
    ("ko", "kor"),
    ("sq", "sqi"),
    ("alb", "sqi"),
    ("no", "nor"),
    ("sh", "hbs"),
    ("sr-Latn", "srp"),
    ("sr_Cyrl_RS", "srp"),
    ("pt-BR", "por"),
    ("es-419", "spa"),
    ("mo", "ron"),
    ("iw", "heb"),
    ("npi", "nep"),
    ("fil", "fil"),
    ("tl", "tgl"),
]


@pytest.mark.parametrize(("printed", "expected"), READ)
def test_a_language_is_read_by_code_or_name(printed: str, expected: str) -> None:
    assert alpha3(printed) == expected


UNION = "BG|HR|CS|DA|NL|EN|ET|FI|FR|DE|EL|HU|GA|IT|LV|LT|MT|PL|PT|RO|SK|SL|ES|SV"
NATIONS = "ar|zh|en|fr|ru|es"


@pytest.mark.parametrize("printed", f"{UNION}|{NATIONS}".split("|"))
def test_the_official_languages_of_the_union_and_the_united_nations_are_read(printed: str) -> None:
    code = alpha3(printed)
    assert alpha3(code) == code


@pytest.mark.parametrize(
    "printed",
    ["", "und", "not-defined", "mis", "zxx", "xx", "Cyrillic", "Russia", "Ukraine", "ru-RU-x-private", "r", "-", "ru-"],
)
def test_what_is_no_language_is_refused(printed: str) -> None:
    with pytest.raises(Unreadable, match="no language is called"):
        alpha3(printed)


def test_a_refusal_of_a_long_text_quotes_its_beginning() -> None:
    with pytest.raises(Unreadable, match=r"'x{59}…'$"):
        alpha3("x" * 1000)


def test_every_name_stands_for_one_language_whose_code_is_its_own() -> None:
    assert len(names()) > 150
    for name, code in names().items():
        assert alpha3(name) == alpha3(name.title()) == alpha3(code) == code
        assert len(code) == 3


@given(st.text(max_size=20))
def test_any_text_is_either_a_language_or_refused(text: str) -> None:
    try:
        code = alpha3(text)
    except Unreadable:
        return
    assert alpha3(code) == code
