"""The contract that every source keeps, and the names that the package offers."""

from __future__ import annotations

import re
from importlib import import_module

import pytest

import kronika
from kronika.base import languages, places
from kronika.base.measures import Measure
from kronika.base.model import Copy
from kronika.collect import sources

ORGANISATIONS = {"eu", "un"}


@pytest.mark.parametrize("name", sources.names())
def test_a_source_describes_itself(name: str) -> None:
    source = sources.load(name).SOURCE
    assert source.name == name
    assert source.title
    assert source.publisher
    assert source.licence
    assert source.country in ORGANISATIONS or not source.country or places.name(source.country)
    assert bool(source.country) == bool(source.authority)
    assert all(languages.alpha3(each) == each for each in source.languages)
    assert set(source.measures) <= set(Measure)
    assert import_module(f"kronika.collect.sources.{name}").__doc__


@pytest.mark.parametrize("name", sources.names())
def test_a_source_says_what_an_honest_copy_holds_and_why_it_leaves_fields_aside(name: str) -> None:
    source = sources.load(name).SOURCE
    for low, high in (source.records, *(form.records for form in source.forms if form.records)):
        assert 0 <= low < high
    assert all(len(why.split()) >= 3 for why in source.aside.values())


@pytest.mark.parametrize("name", sources.names())
def test_the_forms_of_a_source_can_be_recognised_and_fetched(name: str) -> None:
    source = sources.load(name).SOURCE
    assert source.forms
    for form in source.forms:
        assert all(re.compile(each) for each in (form.signature, form.filename, form.published, form.series))
    parts = {form.part for form in source.forms}
    assert set(source.core) <= parts
    assert set(source.addresses) <= parts
    assert all(address.startswith("https://") for address in source.addresses.values())
    assert set(source.columns) <= parts


@pytest.mark.parametrize("name", sources.names())
def test_a_reader_is_called_read_and_takes_a_copy(name: str) -> None:
    assert sources.load(name).read.__annotations__["copy"] in {"Copy", Copy}


def test_the_package_offers_a_casebook_the_matcher_and_their_errors_and_nothing_else() -> None:
    assert sorted(kronika.__all__) == ["Casebook", "Comparison", "Hit", "KronikaError", "Screener", "compare"]
    assert all(getattr(kronika, name).__name__ == name for name in kronika.__all__)
    assert all(hasattr(kronika, name) for name in kronika.__all__)
