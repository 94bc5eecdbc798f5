"""A query by example: what of it can be compared, in FollowTheMoney's own spelling.

Values that their property cannot have (a birth date that is none, a country that does not exist) are left out, as
yente does; the answer repeats the query as it was read.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kronika.base import dates, places, vocabulary
from kronika.base.errors import Unreadable, UsageError

if TYPE_CHECKING:
    from kronika.view.api.models import Example

_ANYTHING = "Thing"
_MOST = 100
"""Values of a property that are read."""
_NAMES = ("name", "alias", "weakAlias", "previousName", "firstName", "middleName", "lastName", "abbreviation")


def read(example: "Example") -> dict[str, Any]:
    """The query that an example stands for: id, schema, properties.

    Raises UsageError for a schema that there is not, or whose entities are not compared.
    """
    schema = vocabulary.schema(example.schema_)
    if schema is None:
        raise UsageError(f"Cannot parse example entity: Unknown schema: {example.schema_!r}")
    if not schema.matchable and schema.name != _ANYTHING:
        raise UsageError(f"Cannot parse example entity: Non-matchable schema for query: {schema.name}")
    properties: dict[str, list[str]] = {}
    for name, given in example.properties.items():
        prop = schema.properties.get(name)
        if prop and not prop.stub:
            values = given[:_MOST] if isinstance(given, list) else [given]
            found = [clean for value in values for clean in _clean(prop, _text(value)[: prop.longest])]
            if found:
                properties[name] = list(dict.fromkeys(found))
    return {"id": example.id and plain(example.id), "schema": schema.name, "properties": properties}


def names_alone(query: dict[str, Any]) -> dict[str, Any]:
    """A query without anything but its names."""
    return {**query, "properties": {name: some for name, some in query["properties"].items() if name in _NAMES}}


def names(query: dict[str, Any]) -> int:
    """How many names a query has."""
    return sum(len(some) for name, some in query["properties"].items() if name in _NAMES)


def plain(text: str) -> str:
    """A text without halves of characters, which JSON can hold and UTF-8 cannot."""
    return text.encode("utf-8", "replace").decode()


def _text(value: object) -> str:
    """A value as text: clients send numbers, too."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return " ".join(plain(str(value)).split())


def _clean(prop: vocabulary.Property, text: str) -> Iterator[str]:
    """A value in FollowTheMoney's spelling: several where a date is a range of years, none where it is not readable."""
    found = [text]
    try:
        if prop.type == "date":
            found = dates.ftm(dates.parse(text, "ymd"))
        elif prop.type == "country":
            found = [text.casefold() if vocabulary.valid("country", text.casefold()) else places.country(text)]
        elif prop.type in ("gender", "topic"):
            found = [text.casefold()]
    except Unreadable:
        return
    for each in found:
        if each and vocabulary.valid(prop.type, each):
            yield each
