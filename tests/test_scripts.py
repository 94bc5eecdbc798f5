from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kronika.base.scripts import language, mixed, script

SAMPLES = [
    ("Minsk", "Latn"),
    ("Świętokrzyskie", "Latn"),
    ("Минск", "Cyrl"),
    ("Мінск", "Cyrl"),
    ("مينسك", "Arab"),
    ("明斯克", "Hani"),
    ("ミンスク", "Jpan"),
    ("明斯クの町", "Jpan"),
    ("민스크", "Hang"),
    ("מינסק", "Hebr"),
    ("მინსკი", "Geor"),
    ("Մինսկ", "Armn"),
    ("Μινσκ", "Grek"),
    ("มินสก์", "Thai"),
    ("मिन्स्क", "Deva"),
    ("မင့်စ်", "Mymr"),
    ("ＭＩＮＳＫ", "Latn"),
    ("ООО «Альфа» (Alfa)", "Cyrl"),
    ("", "Zyyy"),
    ("12/34 – №", "Zyyy"),
]


@pytest.mark.parametrize(("text", "code"), SAMPLES)
def test_a_text_has_the_script_of_most_of_its_letters(text: str, code: str) -> None:
    assert script(text) == code


@pytest.mark.parametrize("text", ["Вiктар", "Aлександр", "ООО Aльфa", "Иva\u0301н", "Ви\u0301ктoр"])
def test_a_word_with_letters_of_two_scripts_is_mixed(text: str) -> None:
    assert mixed(text)


@pytest.mark.parametrize(
    "text", ["Віктар", "Viktar", "ООО Alfa", "ВТБ-Leasing", "Ка\u0301мень", "漢字かな", "MiG29М", "", "10КМ"]
)
def test_words_of_one_script_each_are_not_mixed(text: str) -> None:
    assert not mixed(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Воўк", "bel"),
        ("Ігар Сідарэнка", "bel"),
        ("Сидорэнко", "rus"),
        ("Щукин и сыновья", "rus"),
        ("Подъездная", "rus"),
        ("Київ", "ukr"),
        ("Сергій Лисенко", "ukr"),
        ("Ґанок", "ukr"),
        ("Лукашенко", ""),
        ("Аляксандр Лукашэнка", ""),
        ("България", ""),
        ("Београд Ђорђе", ""),
        ("Вiктар Воўк", ""),
        ("Minsk", ""),
        ("", ""),
    ],
)
def test_a_language_is_named_only_where_the_letters_leave_no_other(text: str, code: str) -> None:
    assert language(text) == code


@given(st.text(max_size=200))
def test_any_text_has_a_script_and_one_answer(text: str) -> None:
    assert len(script(text)) == 4
    assert language(text) in {"", "bel", "rus", "ukr"}
    assert not (mixed(text) and language(text))


@given(st.text(alphabet="abcdefgh ", max_size=20), st.text(alphabet="бгджзлпф ", max_size=20))
def test_two_scripts_are_mixed_only_inside_a_word(latin: str, cyrillic: str) -> None:
    assert not mixed(f"{latin} {cyrillic}")
    assert mixed(f"{latin}{cyrillic}") == bool(latin[-1:].strip() and cyrillic[:1].strip())
