"""States are called as people call them, and asked for by what they are called."""

from __future__ import annotations

import pytest

from kronika.base import states
from kronika.collect import sources


@pytest.mark.parametrize(
    ("code", "short", "full"),
    [
        ("gb", "UK", "the United Kingdom"),
        ("eu", "EU", "the European Union"),
        ("us", "US", "the United States"),
        ("un", "UN", "the United Nations"),
        ("ca", "CA", "Canada"),
        ("qq", "QQ", "QQ"),
    ],
)
def test_a_state_has_a_short_name_and_a_full_one(code: str, short: str, full: str) -> None:
    assert (states.short(code), states.full(code)) == (short, full)
    assert states.code(short) == states.code(code.upper()) == code


def test_every_listing_state_has_a_full_name() -> None:
    codes = {sources.load(name).SOURCE.country for name in sources.names()} - {""}
    assert all(states.full(code) != states.short(code) for code in codes)
