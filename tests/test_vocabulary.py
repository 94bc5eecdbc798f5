"""Our snapshot of FollowTheMoney's vocabulary is that of the followthemoney package that is locked for the tests."""

from __future__ import annotations

import importlib.metadata
import json
from pathlib import Path
from typing import Any

import pytest

from followthemoney_peer import model, registry
from kronika.base import vocabulary

FILE = Path(vocabulary.__file__).with_name("vocabulary.json")


def snapshot() -> dict[str, Any]:
    """Names, types and relations; no labels, no descriptions."""
    return {
        "followthemoney": importlib.metadata.version("followthemoney"),
        "topics": sorted(registry.topic.names),
        "risks": sorted(registry.topic.RISKS),
        "countries": sorted(registry.country.names),
        "schemata": {schema.name: _schema(schema) for schema in sorted(model, key=lambda each: each.name)},
    }


def _schema(schema: Any) -> dict[str, Any]:
    own = {prop.name: prop for prop in schema.properties.values() if prop.schema == schema}
    described = {
        "extends": sorted(each.name for each in schema.extends),
        "caption": list(schema.caption),
        "edge": [schema.edge_source, schema.edge_target] if schema.edge else [],
        "matchable": schema.matchable,
        "properties": {name: _property(own[name]) for name in sorted(own)},
    }
    return {key: value for key, value in described.items() if value or key == "properties"}


def _property(prop: Any) -> list[str | int]:
    described: list[str | int] = [prop.type.name, prop.max_length]
    if prop.range is not None:
        described += [prop.range.name, prop.reverse.name if prop.reverse else ""]
    return [*described, "stub"] if prop.stub else described


def test_the_snapshot_is_that_of_the_locked_package() -> None:
    assert json.loads(FILE.read_text(encoding="utf-8")) == snapshot(), "run ./do fmt"


@pytest.mark.parametrize("name", sorted(each.name for each in model))
def test_a_schema_has_the_properties_and_types_of_the_package(name: str) -> None:
    ours, theirs = vocabulary.schema(name), model[name]
    assert ours is not None
    assert {p.name: (p.type, p.longest) for p in ours.properties.values()} == {
        p.name: (p.type.name, p.max_length) for p in theirs.properties.values()
    }


@pytest.mark.parametrize(
    ("kind", "text", "valid"),
    [
        ("date", "1966-06", True),
        ("date", "1966-06-21T10:00:00", True),
        ("date", "21.6.1966", False),
        ("date", "1966-13-01", False),
        ("country", "by", True),
        ("country", "Belarus", False),
        ("topic", "sanction", True),
        ("topic", "bad.person", False),
        ("gender", "female", True),
        ("gender", "F", False),
        ("url", "https://example.org/x", True),
        ("url", "example", False),
        ("email", "a@example.org", True),
        ("email", "a@@example", False),
        ("entity", "us-sdn-36", True),
        ("entity", "us_sdn 36", False),
        ("phone", "+375 17 222 22 22", True),
        ("phone", "222", False),
        ("name", "Ann", True),
        ("name", "  ", False),
    ],
)
def test_a_value_is_valid_as_the_package_finds_it(kind: str, text: str, valid: bool) -> None:
    assert vocabulary.valid(kind, text) is valid
    theirs = registry.get(kind)
    assert theirs is not None
    if kind == "phone":  # the package writes it without blanks
        assert (theirs.clean(text) is not None) is valid
    elif text != "Belarus":  # the package would look that up by its transliteration
        assert (theirs.clean(text) == text) is valid


def write() -> None:
    """Write the snapshot anew, one line a schema."""
    data = snapshot()
    schemata = data.pop("schemata")
    lines = [f"{json.dumps(name)}: {json.dumps(each)}" for name, each in schemata.items()]
    head = json.dumps(data)[:-1]
    FILE.write_text(f'{head}, "schemata": {{\n' + ",\n".join(lines) + "\n}}\n", encoding="utf-8")


if __name__ == "__main__":
    write()
