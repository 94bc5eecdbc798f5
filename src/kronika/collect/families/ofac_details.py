"""What the American lists say in labelled details: one vocabulary for all their forms.

OFAC prints the same labels («Tax ID No.», «Vessel Registration Identification», «Digital Currency Address - XBT»)
in the remarks of its CSV files, as idType in SDN.XML and as reference values in SDN_ADVANCED.XML. The table at the
end says what each means; it holds the labels of the real files of 2019 to 2025 and of OFAC's reference values.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from kronika.base import idents, places
from kronika.base.errors import Unreadable
from kronika.base.model import Cell
from kronika.collect.cutting import group, part
from kronika.collect.families.ofac_profile import Profile, name, title

if TYPE_CHECKING:
    from kronika.collect.families.ofac_remarks import Remarks


class Detail(NamedTuple):
    """One labelled detail, in whichever form it is printed."""

    label: Cell
    value: Cell | None
    whole: Cell
    """Label and value together."""
    country: Cell | None = None
    issued: Cell | None = None
    expires: Cell | None = None
    authority: Cell | None = None
    doubt: Cell | None = None
    """What the publisher says against a document."""


Handler = Callable[[Profile, Detail, Cell, str], None]


def remark(profile: Profile, remarks: Remarks) -> None:
    """State the items of a remark; what is not understood, and an item of which the copy holds a piece, is refused."""
    entry, torn = profile.entry, remarks.torn()
    for span in remarks.items():
        if span == torn:
            entry.refuse(remarks.cell(*span), "a remark cut at 1,000 characters: this copy lacks the other part")
            continue
        before = len(entry.facts)
        _item(profile, remarks, *span)
        if beyond := remarks.beyond(*span):
            for at, fact in enumerate(entry.facts[before:], start=before):
                if fact.end == remarks.cut and not fact.mark:
                    entry.facts[at] = fact._replace(mark=beyond)


def _item(profile: Profile, remarks: Remarks, start: int, end: int) -> None:
    match = _LABEL.match(remarks.text, start, end)
    if match is None:
        _unlabelled(profile, remarks.cell(start, end))
        return
    spans = {"value": (match.end(), end)}
    if (meaning := _meaning(match["label"])) and meaning[0] is _number:
        if tail := _DOCUMENT.match(remarks.text, match.end(), end):
            spans = {key: tail.span(key) for key, text in tail.groupdict().items() if text is not None}
        if "country" in spans and not _code(remarks.text[slice(*spans["country"])]):
            spans["value"] = (spans["value"][0], spans.pop("country")[1] + 1)
    cells = {key: remarks.cell(*span) for key, span in spans.items() if span[0] < span[1]}
    label, whole = remarks.cell(*match.span("label")), remarks.cell(start, end)
    state(profile, Detail(label, cells.pop("value", None), whole, **cells))


def state(profile: Profile, detail: Detail) -> None:
    """State a labelled detail; one without a value, or with a label that nobody knows, is refused."""
    meaning = _meaning(detail.label.text)
    if meaning is None:
        profile.entry.refuse(detail.whole, f"nobody knows the label {detail.label.text!r}")
    elif detail.value is None:
        profile.entry.refuse(detail.whole, f"{detail.label.text}: without a value")
    else:
        handler, prop = meaning
        handler(profile, detail, detail.value, prop)
        for cell in (detail.country, detail.issued, detail.expires) if handler is not _number else ():
            if cell:
                profile.entry.refuse(cell, f"{detail.label.text}: nobody expects this of it")


def _unlabelled(profile: Profile, cell: Cell) -> None:
    """An address on the net, a title that the record has in its own field as well, or a note."""
    text = cell.text
    if _UNKNOWN.match(text):
        profile.entry.refuse(cell, "begins with a label that nobody knows")
    elif match := re.match(r"(?:(?P<website>https?://\S+|www\.\S+)|(?P<email>[^\s@]+@[^\s@]+))(?: \(\w+\)\.?)?$", text):
        prop = match.lastgroup or ""
        say(profile, prop, group(cell, match, prop))
    elif not any(fact.printed == text and fact.prop in {"position", "title"} for fact in profile.entry.facts):
        profile.subject.add("notes", cell)


def _code(country: str) -> str:
    try:
        return places.country(country)
    except Unreadable:
        return ""


def is_country(text: str) -> bool:
    """Whether the text is one country's name."""
    return bool(_code(text))


def say(profile: Profile, prop: str, cell: Cell | None, *, mark: str = "") -> None:
    """State a property of the subject; refused where its kind of entity has no such property."""
    if cell is None:
        return
    if not profile.subject.has(prop):
        profile.entry.refuse(cell, f"{prop}: not said of a {profile.subject.schema}")
    elif places.is_placeholder(cell.text):
        profile.entry.refuse(cell, f"{prop}: only fills the place")
    elif prop in _TONS:
        profile.subject.add(prop, cell, cell.text.strip().replace(",", ""), mark=mark)
    else:
        profile.subject.add(prop, cell, mark=mark)


def _simple(profile: Profile, _: Detail, value: Cell, prop: str) -> None:
    say(profile, prop, value)


def _titled(profile: Profile, _: Detail, value: Cell, __: str) -> None:
    title(profile.subject, value)


def _former(profile: Profile, detail: Detail, value: Cell, prop: str) -> None:
    say(profile, prop, value, mark=detail.label.text)


def _registered(profile: Profile, _: Detail, value: Cell, __: str) -> None:
    say(profile, "jurisdiction" if profile.subject.has("jurisdiction") else "country", value)


def _note(profile: Profile, detail: Detail, _: Cell, prop: str) -> None:
    profile.subject.add(prop, detail.whole)


def _alias(profile: Profile, _: Detail, value: Cell, prop: str) -> None:
    quoted = len(value.text) > 2 and value.text[0] == value.text[-1] == "'"
    name(profile.subject, prop, part(value, 1, len(value.text) - 1) if quoted else value)


def _number(profile: Profile, detail: Detail, value: Cell, prop: str) -> None:
    """A number that an authority gave; of a document more than the number makes an entity of its own."""
    if match := re.fullmatch(r"(?:IMO |\()(\d{7})\)?", value.text):
        say(profile, "imoNumber", part(value, *match.span(1)))
    elif not re.search(r"\d", value.text) or re.search(r"\b[a-z]{2,}\b", value.text) or len(value.text) > 64:
        profile.subject.add("notes", detail.whole)
    else:
        scheme = idents.scheme_of(detail.label.text, _code(detail.country.text) if detail.country else "", value.text)
        named = idents.PROPERTY[scheme] if scheme else prop
        homes = (named, prop, _NEXT_BEST.get(prop, ""), "registrationNumber", "notes")
        doubt = detail.doubt.text if detail.doubt else ""
        profile.subject.add(next(home for home in homes if profile.subject.has(home)), value, mark=doubt)
        if any(detail[3:]):
            _document(profile, detail, value, prop)


def _document(profile: Profile, detail: Detail, number: Cell, prop: str) -> None:
    if not profile.subject.has("idNumber"):  # a ship or an aircraft holds no papers
        profile.subject.add("notes", detail.whole)
        return
    schema = "Passport" if prop == "passportNumber" else "Identification"
    document = profile.entry.entity(schema, "document", detail.label.text, number.text)
    document.link("holder", profile.subject)
    document.add("number", number)
    document.add("type", detail.label)
    document.add("country", detail.country)
    document.add("startDate", detail.issued)
    document.add("endDate", detail.expires)
    document.add("authority", detail.authority)
    document.add("summary", detail.doubt)


def _security(profile: Profile, _: Detail, value: Cell, prop: str) -> None:
    security = profile.entry.entity("Security", "security", value.text)
    security.add(prop, value)
    security.link("issuer", profile.subject)


def _wallet(profile: Profile, detail: Detail, value: Cell, prop: str) -> None:
    wallet = profile.entry.entity("CryptoWallet", "wallet", value.text)
    wallet.add(prop, value)
    wallet.add("currency", part(detail.label, detail.label.text.rindex(" "), len(detail.label.text)))
    wallet.link("holder", profile.subject)


def _linked(profile: Profile, detail: Detail, value: Cell, _: str) -> None:
    link = profile.entry.entity("UnknownLink", "linked", value.text)
    link.link("subject", profile.subject)
    link.link("object", profile.other(value), value)
    link.add("role", detail.label)


def _operated(profile: Profile, _: Detail, value: Cell, prop: str) -> None:
    profile.subject.link(prop, profile.other(value), value)


def owned(profile: Profile, value: Cell | None) -> None:
    """State who owns the subject."""
    if value is None:
        return
    ownership = profile.entry.entity("Ownership", "owned", value.text)
    ownership.link("asset", profile.subject)
    ownership.link("owner", profile.other(value), value)


def _owned(profile: Profile, _: Detail, value: Cell, __: str) -> None:
    owned(profile, value)


def _programme(profile: Profile, detail: Detail, _: Cell, prop: str) -> None:
    for listing in profile.concerned(detail.whole.text):
        listing.draft.add(prop, detail.whole)


def _page(profile: Profile, detail: Detail, value: Cell, prop: str) -> None:
    match = re.search(r"https?://\S*[^\s.]", value.text)
    for listing in profile.concerned(""):
        if match:
            listing.draft.add(prop, part(value, *match.span()))
        else:
            listing.draft.add("summary", detail.whole)


def _dated(profile: Profile, detail: Detail, value: Cell, prop: str) -> None:
    """A date of a directive under a programme: a listing of its own; the SDN list only mentions them."""
    if profile.entry.source.measures:
        _programme(profile, detail, value, "summary")
        return
    directive = re.search(r"Directive \w+", detail.label.text)
    for listing in profile.concerned(detail.label.text):
        draft = listing.draft
        if directive and listing.programme:
            draft = profile.entry.listing(profile.subject, listing.programme.text, directive[0])
            draft.add("program", listing.programme)
            draft.add("programId", listing.programme)
        draft.add(prop, value)


_IDENTITY = """Birth Certificate Number|Bosnian Personal ID No.|C.I.N.|C.U.I.|C.U.I.P.|C.U.R.P.|
    Cartilla de Servicio Militar Nacional|Cedula No.|Citizen's Card Number|CNP (Personal Numerical Code)|
    Credencial electoral|D.N.I.|Driver's License No.|Electoral Registry No.|I.F.E.|Identification Number|
    Immigration No.|Interpol ID|Kenyan ID No.|Kuwait Foreign Residence|LE Number|Military Registration Number|
    Moroccan Personal ID No.|N.I.E.|National Foreign ID Number|National ID No.|Numero de Identidad|Personal ID Card|
    Pilot License Number|Public Security and Immigration No.|Refugee ID Card|Residency Number|
    Romanian Permanent Resident|Seafarer's Identification Document|SRE Permit No.|Stateless Person ID Card|
    Tarjeta Profesional|Tazkira National ID Card|Travel Document Number|Turkish Identification Number|
    Turkish Identificiation Number|UAE Identification|VisaNumberID"""
_TAX = """C.I.F.|C.U.I.T.|CIF|Fiscal Code|GSTIN|Italian Fiscal Code|N.I.F.|NIT #|
    Numero Unico de Identificacao Tributaria (NUIT)|Paraguayan tax identification number|R.F.C.|RFC|RIF #|
    Romanian Tax Registration|RSIN|RTN|RUC #|Tax ID No.|US FEIN"""
_REGISTER = """Branch Unit Number|Business Number|Business Registration Document #|Business Registration Number|
    C.R. No.|C.R.N.|Central Registration System Number|Certificate of Incorporation Number|Chamber of Commerce Number|
    Commercial Registry Number|Company Number|Dubai Chamber of Commerce Membership No.|
    Economic Register Number (CBLS)|Enterprise Number|Entity Code|File Number|Folio Mercantil No.|
    Government Gazette Number|International Maritime Organization No.|Istanbul Chamber of Comm. No.|
    Legal Entity Number|Matricula Mercantil No|MSB Registration Number|Organization Code|Public Registration Number|
    Registered Charity No.|Registration Certificate Number (Dubai)|Registration ID|Registration Number|Romanian C.R.|
    Serial No.|UK Company Number|Vessel Registration Identification"""
_NOTED = """Also operations in|Chinese Commercial Code|Company ID|Fax|Fax No.|Following data|From|Individual's height|
    Interpol|Operations in Afghanistan|Organization|Passport place of issue|Position also|TELEX|TGMS|UN/LOCODE|
    Aircraft Mode S Transponder Code|Temporary suspension of deportation No."""
_TABLE: tuple[tuple[Handler, str, str], ...] = (
    (_simple, "birthDate", "DOB|Birthdate"),
    (_simple, "birthPlace", "POB|Place of Birth"),
    (_simple, "nationality", "nationality|Nationality Country"),
    (_simple, "citizenship", "citizen|Citizenship Country"),
    (_simple, "gender", "Gender"),
    (_titled, "", "Position|Rank|Title|Alternate Title"),
    (_simple, "profession", "Occupation"),
    (_simple, "ethnicity", "ethnicity|Subtribe|Tribe"),
    (_simple, "website", "Website"),
    (_simple, "email", "Email|Email Address"),
    (_simple, "phone", "Phone|Phone No.|Phone Number|Telephone|Telephone No.|Telephone Number"),
    (_simple, "incorporationDate", "Organization Established Date"),
    (_simple, "sector", "Organization Type"),
    (_simple, "classification", "Target Type"),
    (_simple, "swiftBic", "SWIFT/BIC"),
    (_simple, "bikCode", "BIK (RU)"),
    (_simple, "dunsCode", "D-U-N-S Number|DUNS Number"),
    (_registered, "", "Nationality of Registration|Registration Country"),
    (_simple, "mmsi", "MMSI"),
    (_simple, "flag", "Vessel Flag|Other Vessel Flag"),
    (_former, "pastFlags", "Former Vessel Flag"),
    (_simple, "type", "Vessel Type|Other Vessel Type"),
    (_simple, "callSign", "Vessel Call Sign|Other Vessel Call Sign"),
    (_simple, "buildDate", "Vessel Year of Build|Aircraft Manufacture Date"),
    (_simple, "tonnage", "Vessel Tonnage"),
    (_simple, "grossRegisteredTonnage", "Vessel Gross Registered Tonnage|Vessel Gross Tonnage"),
    (_owned, "", "Vessel Owner"),
    (_simple, "model", "Aircraft Model"),
    (_simple, "serialNumber", "Aircraft Manufacturer's Serial Number (MSN)|Aircraft Serial Identification"),
    (_simple, "serialNumber", "Aircraft Construction Number (also called L/N or S/N or F/N)"),
    (_simple, "registrationNumber", "Aircraft Tail Number"),
    (_former, "registrationNumber", "Previous Aircraft Tail Number"),
    (_operated, "operator", "Aircraft Operator"),
    (_number, "passportNumber", "Passport|Passport Booklet|Diplomatic Passport|British National Overseas Passport"),
    (_number, "passportNumber", "Official Passport|Service Passport|Stateless Person Passport"),
    (_number, "socialSecurityNumber", "SSN"),
    (_number, "vatCode", "V.A.T. Number"),
    (_number, "uscCode", "Unified Social Credit Code (USCC)|United Social Credit Code Certificate (USCCC)"),
    (_number, "licenseNumber", "License|Trade License No.|Tourism License No."),
    (_number, "licenseNumber", "Afghan Money Service Provider License Number"),
    (_number, "idNumber", _IDENTITY),
    (_number, "taxNumber", _TAX),
    (_number, "registrationNumber", _REGISTER),
    (_security, "isin", "ISIN"),
    (_security, "ticker", "Equity Ticker|MICEX Code"),
    (_alias, "weakAlias", "a.k.a.|d.b.a."),
    (_alias, "previousName", "f.k.a."),
    (_alias, "alias", "n.k.a.|Issuer Name"),
    (_linked, "", "Linked To"),
    (
        _programme,
        "summary",
        "Additional Sanctions Information|Secondary sanctions risk|Purchase/Sales For Divestment Date",
    ),
    (_programme, "summary", "Transactions Prohibited For Persons Owned or Controlled By U.S. Financial Institutions"),
    (_page, "programUrl", "For more information|For more information on directives"),
    (_note, "notes", _NOTED),
)
_LABELS = {label.strip().casefold(): (handler, prop) for handler, prop, labels in _TABLE for label in labels.split("|")}
_PATTERNS: tuple[tuple[str, Handler, str], ...] = (
    (r"Listing Date \([^()]*\)", _dated, "listingDate"),
    (r"Effective Date \([^()]*\)", _dated, "startDate"),
    (r"Digital Currency Address - \w+", _wallet, "publicKey"),
    (r"(?:Executive Order|CAATSA Section) \d+(?: Directive)? (?:Determination|Information)", _programme, "summary"),
    (r"Purchase/Sales For Divestment Date \([^()]*\)", _programme, "summary"),
    (r"(?:IFCA|PEESA) (?:Determination|Information)", _programme, "summary"),
)
_LABEL = re.compile(
    r"(?:alt\.\s+)?(?P<label>"
    + "|".join([*(p for p, *_ in _PATTERNS), *map(re.escape, sorted(_LABELS, key=len, reverse=True))])
    + r")(?=[\s:#,']|$)(?:\s*[:#,]|\s+-(?=\s))?\s*",
    re.IGNORECASE,
)
"""A label and what stands between it and its value."""
_DATE = r"(?:\d{1,2} )?(?:[A-Z][a-z]{2,8} )?\d{4}"
_DOCUMENT = re.compile(
    rf"(?P<value>.*?)(?:\s*\((?P<country>[^()]*)\))?(?:,?\s+issued (?P<issued>{_DATE}(?: to {_DATE})?))?"
    rf"(?:,?\s+expire[sd] (?P<expires>{_DATE}(?: to {_DATE})?))?$"
)
"""A number with country, date of issue and date of expiry."""
_UNKNOWN = re.compile(r"[A-Z][\w.'/() -]{1,60}?(?:\b(?:No\.|ID)|Number|#|Code)[: ]+\S*\d|[A-Z][\w.,'/() -]{2,50}: ")
"""What looks like a label: words that announce a number, words before a colon."""
_TONS = frozenset(("tonnage", "grossRegisteredTonnage"))
_NEXT_BEST = {"passportNumber": "idNumber", "socialSecurityNumber": "taxNumber"}
"""Kind of number → the next best, where a subject is of a kind that has no such property."""


def about_listing(label: str) -> bool:
    """Whether a label's details are about the listing and not about the subject."""
    meaning = _meaning(label)
    return meaning is not None and meaning[0] in {_programme, _page, _dated}


def _meaning(label: str) -> tuple[Handler, str] | None:
    """What a label means, None where nobody knows it."""
    plain = label.casefold().rstrip(" :-")
    found = _LABELS.get(plain)
    if found is None:
        found = next(((h, p) for pattern, h, p in _PATTERNS if re.fullmatch(pattern, plain, re.IGNORECASE)), None)
    return found
