"""Our snapshot of what FollowTheMoney calls things is that of the package that is locked for the tests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from followthemoney_peer import model
from kronika.base import labels

FILE = Path(labels.__file__).with_name("labels.json")


def snapshot() -> dict[str, Any]:
    return {schema.name: _schema(schema) for schema in sorted(model, key=lambda each: each.name)}


def _schema(schema: Any) -> dict[str, Any]:
    own = {prop.name: prop for prop in schema.properties.values() if prop.schema == schema and not prop.stub}
    return {
        "label": schema.label,
        "plural": schema.plural,
        "extends": [each.name for each in sorted(schema.extends, key=lambda each: each.name)],
        "featured": list(schema.featured),
        "properties": {name: [own[name].label, *(["hidden"] if own[name].hidden else [])] for name in sorted(own)},
    }


def test_the_snapshot_of_labels_is_that_of_the_locked_package() -> None:
    assert json.loads(FILE.read_text(encoding="utf-8")) == snapshot(), "run python tests/test_labels.py"


@pytest.mark.parametrize("name", sorted(each.name for each in model))
def test_a_schema_and_its_properties_are_called_as_the_package_calls_them(name: str) -> None:
    theirs = model[name]
    assert (labels.label(name), labels.plural(name)) == (theirs.label, theirs.plural)
    assert list(labels.featured(name)) == list(theirs.featured)
    ours = labels.properties(name)
    assert ours.keys() == {each.name for each in theirs.properties.values() if not each.stub}
    for each in ours.values():
        prop = model.get_qname(each.qname)
        assert prop is not None
        assert (each.label, each.type, each.hidden) == (prop.label, prop.type.name, prop.hidden)


def write() -> None:
    """Write the snapshot anew, one line a schema."""
    lines = [f"{json.dumps(name)}: {json.dumps(each)}" for name, each in snapshot().items()]
    FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    write()
