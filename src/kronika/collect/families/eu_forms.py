"""The three forms of the EU's consolidated list, read as one.

XML 1.1 names its fields best, so its names serve for all: a `Part` is a name, a birth, a document, an address or a
citizenship of an entity, and takes the field `wholeName` from the attribute @wholeName, from the column
NameAlias_WholeName or from the element WHOLENAME, whichever form it stands in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import product
from typing import TYPE_CHECKING

from kronika.base.errors import Unreadable
from kronika.collect.markup import Node
from kronika.collect.tables import Row

if TYPE_CHECKING:
    from kronika.base.model import Cell

OLD = "ENTITY"
"""The record of the XML of 2016 and before."""
NEW = "sanctionEntity"
"""The record of XML 1.1."""

_BLOCKS = {
    "nameAlias": "NameAlias",
    "address": "Address",
    "birthdate": "BirthDate",
    "identification": "Identification",
    "citizenship": "Citizenship",
}
_REGULATION = (
    "Type", "OrganisationType", "PublicationDate", "EntryIntoForceDate", "NumberTitle", "Programme", "PublicationUrl",
)  # fmt: skip
_FIELDS = {
    "Entity": "LogicalId EU_ReferenceNumber UnitedNationId DesignationDate DesignationDetails Remark SubjectType"
    " SubjectType_ClassificationCode",
    "NameAlias": "LastName FirstName MiddleName WholeName NameLanguage Gender Title Function Strong",
    "Address": "City Street PoBox ZipCode Region Place AsAtListingTime ContactInfo CountryIso2Code CountryDescription",
    "BirthDate": "BirthDate Day Month Year YearRangeFrom YearRangeTo Circa CalendarType ZipCode Region Place City"
    " CountryIso2Code CountryDescription",
    "Identification": "Number Diplomatic KnownExpired KnownFalse ReportedLost RevokedByIssuer IssuedBy IssuedDate"
    " ValidFrom ValidTo LatinNumber NameOnDocument TypeCode TypeDescription Region CountryIso2Code CountryDescription",
    "Citizenship": "Region CountryIso2Code CountryDescription",
}
COLUMNS = (
    "fileGenerationDate",
    *(f"{block}_{field}" for block, fields in _FIELDS.items() for field in fields.split()),
    *(f"{block}_{field}" for block, field in product(_BLOCKS.values(), ("LogicalId", "RegulationLanguage", "Remark"))),
    *(f"{block}_Regulation_{field}" for block, field in product(_FIELDS, _REGULATION)),
)
"""All columns of CSV 1.1."""
NEEDED = frozenset({"Entity_LogicalId", "Entity_SubjectType", "NameAlias_WholeName", "NameAlias_LogicalId"})
"""Columns without which a CSV is another list."""
_RENAMED = {
    "dayOfMonth": "Day",
    "monthOfYear": "Month",
    "identificationTypeCode": "TypeCode",
    "identificationTypeDescription": "TypeDescription",
    "euReferenceNumber": "EU_ReferenceNumber",
    "programme": "Regulation_Programme",
    "numberTitle": "Regulation_NumberTitle",
    "publicationUrl": "Regulation_PublicationUrl",
}
_OLD_FIELDS = {
    "nameAlias": {
        "wholeName": "WHOLENAME", "firstName": "FIRSTNAME", "middleName": "MIDDLENAME", "lastName": "LASTNAME",
        "nameLanguage": "LANGUAGE", "gender": "GENDER", "title": "TITLE", "function": "FUNCTION",
    },
    "birthdate": {"birthdate": "DATE", "city": "PLACE", "countryIso2Code": "COUNTRY"},
    "citizenship": {"countryIso2Code": "COUNTRY"},
    "address": {
        "number": "NUMBER", "street": "STREET", "zipCode": "ZIPCODE", "city": "CITY", "countryIso2Code": "COUNTRY",
        "contactInfo": "OTHER",
    },
    "identification": {"number": "NUMBER", "countryIso2Code": "COUNTRY"},
}  # fmt: skip
_OLD_BLOCKS = {
    "nameAlias": "NAME",
    "birthdate": "BIRTH",
    "citizenship": "CITIZEN",
    "address": "ADDRESS",
    "identification": "PASSPORT",
}
_OLD_ENTITY = {
    "logicalId": "@Id", "code": "@Type", "remark": "@remark", "programme": "@programme", "numberTitle": "@legal_basis",
    "publicationUrl": "@pdf_link",
}  # fmt: skip

_ACT = "the act that worded the entry last, or its dates, not the listing's"
_PART = "the act that stated this part, or a number of the publisher's own database"
_LISTED = "says that an address is the one of the time of listing"
_SUMMARY = ("regulationType", "publicationDate", "numberTitle", "publicationUrl")
ASIDE = {
    "fileGenerationDate": "the date of the copy",
    "subjectType/@classificationCode": "says the same as the code",
    "Entity_SubjectType_ClassificationCode": "says the same as the subject type",
    "address/@asAtListingTime": _LISTED,
    "Address_AsAtListingTime": _LISTED,
    "@reg_date": _ACT,
    "regulation/@logicalId": _ACT,
    "regulation/@regulationType": _ACT,
    "regulation/@organisationType": _ACT,
    "regulation/@publicationDate": _ACT,
    "regulation/@entryIntoForceDate": _ACT,
    **{f"Entity_Regulation_{name}": _ACT for name in _REGULATION[:4]},
    **{f"*_Regulation_{name}": _PART for name in _REGULATION},
    **{f"*/regulationSummary/@{name}": _PART for name in _SUMMARY},
    **{f"*{name}": _PART for name in ("/@regulationLanguage", "/@logicalId", "_RegulationLanguage", "_LogicalId")},
    **{f"*/@{name}": _PART for name in ("Id", "Entity_id", "legal_basis", "reg_date", "pdf_link", "programme")},
}
"""Fields of all three forms that are left aside, and why."""


@dataclass(frozen=True, slots=True)
class Part:
    """An entity, or a part of one, whose fields have the names of XML 1.1."""

    record: Node | Row
    name: Callable[[str], str | None]
    """A field's name in the form at hand, None where it has no such field."""

    def take(self, field: str) -> Cell | None:
        """The cell of a field, None where it is blank or this form has none."""
        name = self.name(field)
        return self.record.take(name) if name else None

    def remarks(self) -> list[Cell | None]:
        """All remarks on it."""
        if isinstance(self.record, Node) and self.record.one("remark"):
            return [remark.take(".") for remark in self.record.each("remark")]
        return [self.take("remark")]


def key(record: Node | Row) -> str:
    """The entity's number, which is the same in all forms; Unreadable where there is none."""
    name = "Entity_LogicalId" if isinstance(record, Row) else "@Id" if record.tag == OLD else "@logicalId"
    number = record.peek(name)
    if not number:
        raise Unreadable("no number of the entity")
    return number


def entity(record: Node | Row) -> Part:
    """What the record says of the entity as a whole."""
    if isinstance(record, Row):
        return Part(record, partial(_column, "Entity"))
    return Part(record, _OLD_ENTITY.get if record.tag == OLD else _attribute)


def kind(record: Node | Row) -> Cell | None:
    """Whether it is a person or an enterprise."""
    if isinstance(record, Row):
        return record.take("Entity_SubjectType")
    return record.take("@Type" if record.tag == OLD else "subjectType/@code")


def acts(record: Node | Row) -> list[Part]:
    """The acts that the entry rests on."""
    if isinstance(record, Node) and record.tag == NEW:
        return [Part(node, _attribute) for node in record.each("regulation")]
    return [entity(record)]


def parts(record: Node | Row, tag: str) -> Iterator[Part]:
    """The parts of an entity with this name in XML 1.1 that stand in the record."""
    if isinstance(record, Row):
        if record.peek(f"{_BLOCKS[tag]}_LogicalId"):
            yield Part(record, partial(_column, _BLOCKS[tag]))
    elif record.tag == OLD:
        yield from (Part(node, _OLD_FIELDS[tag].get) for node in record.each(_OLD_BLOCKS[tag]))
    else:
        yield from (Part(node, _attribute) for node in record.each(tag))


def _attribute(field: str) -> str:
    return field if field == "publicationUrl" else f"@{field}"


def _column(block: str, field: str) -> str:
    return f"{block}_{_RENAMED.get(field) or field[0].upper() + field[1:]}"
