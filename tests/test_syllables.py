"""Syllables of Chinese, Korean, Vietnamese and Burmese names in their spellings."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kronika.match.words.syllables import MOST, readings

SAME = """
park pak bak | lee yi ri li rhee rhie | choi choe | jung jeong chong chung jong | young yong yeong | hyun hyon hyeon |
wong wang | wong huang | chan chen | cheung zhang | lam lin | leung liang | kwok guo | ng wu | ng huang | tsang zeng |
yip ye | ho he | chow zhou | tsai cai | hsieh xie | chang zhang | chou zhou | kuo guo | hsu xu | teng deng | hsiao xiao|
tse ze | tzu zi | tzu ci | tung dong | tung tong | chien jian | chien qian | lv lu lyu | jih ri | jung rong | kuei gui |
hyok hyuk hyeok | chol cheol chul | thae tae | phyo pyo | kwang gwang | soo su | ryong yong | htun tun | thet htet
"""
PAIRS = [pair for group in SAME.split("|") for pair in combinations(group.split(), 2)]


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_spellings_of_one_syllable_share_a_reading(one: str, other: str) -> None:
    assert set(readings(one)) & set(readings(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("lei", "mei"), ("zhang", "wang"), ("hui", "hua"), ("hsi", "shih"), ("yong", "yang"), ("pak", "paek"),
        ("chol", "chun"), ("kim", "sim"), ("aung", "naing"), ("nguyen", "tran"), ("minh", "thanh"),
    ],
)  # fmt: skip
def test_different_syllables_are_known_as_different(one: str, other: str) -> None:
    assert readings(one)
    assert readings(other)
    assert not set(readings(one)) & set(readings(other))


@pytest.mark.parametrize(("word", "also"), [("chang", "zhang"), ("chen", "zhen"), ("tang", "dang"), ("ping", "bing")])
def test_a_pinyin_word_that_is_also_wade_giles_has_its_own_reading_before_the_other(word: str, also: str) -> None:
    chinese = [number for number in readings(word) if number < 1000]
    assert chinese[0] not in readings(also)
    assert readings(also)[0] in chinese[1:]


def test_a_word_of_two_languages_has_readings_in_both() -> None:
    for word in ("kim", "han", "min", "ho", "lee", "song", "chang", "chung"):
        assert min(readings(word)) < 1000 < max(readings(word)), word


@pytest.mark.parametrize("word", ["de", "la", "al", "el", "bin", "ben", "van", "ali", "ibn", "abu", "jr", "jim", "tom"])
def test_what_is_mostly_a_word_of_other_names_is_no_syllable(word: str) -> None:
    assert readings(word) == ()


@pytest.mark.parametrize(
    "word",
    [
        "",
        "a",
        "o",
        "7",
        "123",
        "Wang",
        "wāng",
        "王",
        "김",
        "wangwang",
        "\U0001f600",
        "\x00",
        "\ud800",
        "w" * 10_000,
        "wаng",
        " li",
    ],
)
def test_what_is_no_lower_case_ascii_syllable_has_no_reading(word: str) -> None:
    assert readings(word) == ()


@given(st.from_regex(r"[bcdfghjklmnpqrstwxyz]{0,2}[aeiou]{1,3}(n|ng|k|l|m|p|t)?", fullmatch=True))
def test_readings_are_at_most_four_different_numbers_within_their_bounds(word: str) -> None:
    found = readings(word)
    assert len(found) == len(set(found)) <= MOST
    assert all(1 <= number < 100_000 for number in found)
