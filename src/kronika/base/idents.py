"""Identifiers as officials print them: what kind they are, how they are written, whether their check digits hold.

A *scheme* is a kind of identifier: `inn`, `ogrn`, `imo` have rules of their own; `tax`, `registration`, `id` stand for
all that have none we know. Every scheme has a property in FollowTheMoney, in `PROPERTY`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from itertools import cycle, islice, zip_longest
from typing import NamedTuple

WRONG = "check digit wrong"
"""The mark of a fact whose identifier is printed with a wrong check digit."""
PROPERTY = {
    "bic": "swiftBic",
    "bik": "bikCode",
    "duns": "dunsCode",
    "id": "idNumber",
    "imo": "imoNumber",
    "inn": "innCode",
    "isin": "isinCode",
    "kpp": "kppCode",
    "lei": "leiCode",
    "licence": "licenseNumber",
    "mmsi": "mmsi",
    "ogrn": "ogrnCode",
    "okpo": "okpoCode",
    "passport": "passportNumber",
    "registration": "registrationNumber",
    "ssn": "socialSecurityNumber",
    "tax": "taxNumber",
    "unp": "taxNumber",
    "usc": "uscCode",
    "vat": "vatCode",
}
"""Scheme → FollowTheMoney property. Whether the entity's schema has it (bikCode, isinCode and kppCode are a Company's,
mmsi a Vessel's) is for the caller to see."""

_WIDER = {"inn": "tax", "unp": "tax", "ogrn": "registration", "usc": "registration", "imo": "registration"}

# Printed labels of each scheme, folded as `_folded` does it: in small letters, without «number», «no.» and «code». Only
# labels of lists that are read here are known; a further one is a further word in this table.
_LABELS = {
    "bic": "swift bic|bic swift|swift|bic",
    "bik": "bik|bik ru|бик",
    "duns": "d u n s|duns",
    "id": "national id|national identification|national identity|identification|id|identity card|personal id card"
    "|personal id|personal identification|national foreign id|cedula|cedula de ciudadania|curp|c u r p|dni|d n i|c u i"
    "|citizen s card|turkish identification|kenyan id|tazkira national id card|numero de identidad|i f e"
    "|electoral registry|credencial electoral|residency|le|birth certificate|nie",
    "imo": "imo|vessel registration identification imo|identification imo|company imo",
    "inn": "inn|инн|inn tin|tin inn|tax id inn|tax identification inn|инн taxpayer identification",
    "isin": "isin",
    "kpp": "kpp|кпп|ppc",
    "lei": "lei|legal entity|legal entity identifier",
    "licence": "license|licence|trade license|trade licence|business license|commercial license",
    "mmsi": "mmsi",
    "ogrn": "ogrn|огрн|ogrnip|огрнип|psrn|srn ogrn|bin ogrn|registration ogrn|primary state registration"
    "|main state registration",
    "okpo": "okpo|окпо",
    "passport": "passport|diplomatic passport|travel document",
    "registration": "registration|registration id|registered|company|company registration|uk company|business"
    "|business registration|business registration document|commercial registry|chamber of commerce|trade register"
    "|public registration|certificate of incorporation|enterprise|central registration system|matricula mercantil"
    "|folio mercantil|cr|c r|crn|brn|cin|uen|bin|srn|state registration|istanbul chamber of comm|registered charity"
    "|economic register cbls|cbls|chamber registration|hong kong cr|hong kong company|government gazette|edrpou|usreou"
    "|br|b r|commercial register|uen id|spark",
    "ssn": "ssn|social security|united states social security",
    "tax": "tax|tax id|tax identification|tin|taxpayer identification|taxpayer id|trn|nit|rfc|r f c|ruc|rif|rtn|cuit"
    "|c u i t|us fein|fein|italian fiscal|c i f|cif|gst|gstin|pan|itin|numero unico de identificacao tributaria nuit",
    "unp": "unp|унп|unn|унн|унн инн",
    "usc": "unified social credit|unified social credit uscc|unified social credit usci|uscc|usc"
    "|united social credit certificate usccc|china unified social credit|chinese unified social credit",
    "vat": "vat|vat tax|v a t|vat registration|v a t registration",
}
_SCHEMES = {label: scheme for scheme, labels in _LABELS.items() for label in labels.split("|")}
_COUNTERS = frozenset(("no", "nos", "number", "numbers", "nr", "num", "code"))
_LONGEST = 1000  # characters; a longer text is prose
_LOOSE = " \t\r\n\u00a0\u2009\u202f.:;,#/·–—-"
_NUMBER = re.compile(r"[^\s;,()]+(?:[ /-]+[\d/-]+)*")
_NUMBER_FIRST = re.compile(r"\s*([^\s()]*\d[^\s()]*)\s+\(([^()]*)\)\s*")
_BRACKETS = re.compile(r"\s*\(([^()]*)\)\s*$")

# OFAC's «Government Gazette Number» is the national statistical code.
_BY_COUNTRY = {
    ("tax", "ru"): "inn",
    ("tax", "by"): "unp",
    ("government gazette", "ru"): "okpo",
    ("government gazette", "by"): "okpo",
}
_DASHES = re.compile(r"[\s\u00a0‐‑‒–—−.-]+")
_IMO = re.compile(r"(?:IMO)?[\s:#.]*(\d{7})", re.ASCII | re.IGNORECASE)
_LEI = re.compile(r"[0-9A-Z]{20}", re.ASCII)


class Ident(NamedTuple):
    """One identifier, read."""

    scheme: str
    prop: str
    """FollowTheMoney's property for it. FollowTheMoney drops a value whose check digits are wrong from the strict
    properties, so such a value is given the wider one: taxNumber, registrationNumber or idNumber."""
    value: str
    """In the scheme's own spelling; as printed when its check digits are wrong."""
    valid: bool | None
    """Whether the check digits hold; None where the scheme has none."""


class Labelled(NamedTuple):
    """Where an identifier stands in a cell that names its kind."""

    label: str
    start: int
    end: int
    issuer: str
    """What stands in brackets behind it, or as a word before its label: mostly the country."""


def identify(label: str, text: str, country: str = "") -> Ident | None:
    """Read an identifier printed with its label; `country` is the code of the country that issued it, where printed.

    None for a label that is not in the table.
    """
    scheme = scheme_of(label, country, text)
    if scheme is None:
        return None
    valid = check(scheme, text)
    if valid is False:
        wider = _WIDER.get(scheme, "id")
        return Ident(scheme, PROPERTY[wider], text.strip(), valid=False)
    return Ident(scheme, PROPERTY[scheme], normal(scheme, text), valid)


@cache
def _label() -> re.Pattern[str]:
    """Return the pattern of a label that a number follows, perhaps with its country before; compiling takes 0.05 s."""
    words = "|".join(
        r"\W{1,3}(?:(?:no|number|code)\W{1,3})?".join(label.split())
        for label in sorted(_SCHEMES, key=len, reverse=True)
    )
    return re.compile(
        rf"(?<![^\W\d_])(?:(?P<issuer>(?-i:[A-Z][a-z]+))\s+)??(?P<label>(?:{words})\b"
        rf"(?:\W{{0,3}}(?:{'|'.join(_COUNTERS)})\b)?)(?=[\s).:#–—-]*(?:[^\s(]*\d|[A-Z]{{8}}\b))",
        re.IGNORECASE,
    )


def labelled(text: str) -> list[Labelled]:
    """Find the identifiers in a cell that prints each with its label: «OGRN: 1…; INN/TIN: 5…», «7743693291 (INN)».

    All or nothing: an empty list when any part of the cell is neither a known label, nor the number after it, nor a
    remark in brackets behind the number, so that the caller can take the cell as it stands.
    """
    if len(text) > _LONGEST:
        return []
    labels = list(_label().finditer(text))
    if not labels:
        behind = _NUMBER_FIRST.fullmatch(text)
        known = behind is not None and _folded(behind[2]) in _SCHEMES
        return [Labelled(behind[2], behind.start(1), behind.end(1), "")] if behind and known else []
    if text[: labels[0].start()].strip():
        return []
    found = []
    for label, following in zip_longest(labels, labels[1:]):
        start, end = label.end(), following.start() if following else len(text)
        remark = _BRACKETS.search(text[start:end].rstrip(_LOOSE))
        value = text[start : start + remark.start() if remark else end]
        inner = value.rstrip(_LOOSE).lstrip(_LOOSE + ")")
        if not _NUMBER.fullmatch(inner):
            return []
        start += value.index(inner)
        issuer = remark[1] if remark else label["issuer"] or ""
        found.append(Labelled(label["label"], start, start + len(inner), issuer))
    return found


@lru_cache(maxsize=1 << 14)
def scheme_of(label: str, country: str = "", text: str = "") -> str | None:
    """Return the scheme that a printed label means, or None for an unknown label.

    The country decides where one label serves many («Tax ID No.» is an INN in Russia, a UNP in Belarus), and so does
    the number itself, where it is given: «Registration Number» in Russia is an OGRN when it has 13 or 15 digits, and a
    «Legal Entity Number» of OFAC's is an LEI only when it has 20 characters. «INN» is the word for a tax number in
    several countries; the scheme is the Russian one, of 10 or 12 digits.
    """
    core = _folded(label)
    scheme = _SCHEMES.get(core)
    compact = _compact(text)
    if scheme == "lei" and text and not _LEI.fullmatch(compact):
        return "registration"
    if scheme == "inn" and (country not in {"", "ru"} or (not country and compact and len(compact) not in {10, 12})):
        return "tax"
    if scheme in {"registration", "id"} and country == "ru" and compact.isdigit() and len(compact) in {13, 15}:
        return "ogrn"
    if scheme is None:
        return None
    return _BY_COUNTRY.get((core, country)) or _BY_COUNTRY.get((scheme, country)) or scheme


def normal(scheme: str, text: str) -> str:
    """Return the identifier in the spelling that FollowTheMoney uses for the scheme.

    «IMO 9187629» becomes IMO9187629, a BIC loses its branch, spaces, dots and dashes go from every scheme with check
    digits; the others lose only surplus blanks. Applying it twice changes nothing.
    """
    if scheme == "imo":
        match = _IMO.fullmatch(text.strip())
        return f"IMO{match[1]}" if match else " ".join(text.split())
    if scheme == "bic":
        compact = _compact(text)
        return compact[:8] if len(compact) == 11 else compact
    if scheme in _CHECKS or scheme in {"bik", "kpp", "mmsi"}:
        return _compact(text)
    return " ".join(text.split())


@lru_cache(maxsize=1 << 14)
def check(scheme: str, text: str) -> bool | None:
    """Say whether the identifier's check digits hold; None where the scheme has none or is unknown.

    A BIC has no check digit; its shape and country are checked instead.
    """
    test = _CHECKS.get(scheme)
    return test(normal(scheme, text)) if test else None


def _folded(label: str) -> str:
    """Fold case and punctuation of a label, and drop the words that only say that a number follows."""
    return " ".join(word for word in re.findall(r"\w+", label.casefold()) if word not in _COUNTERS)


def _compact(text: str) -> str:
    """Return the text in capitals without blanks, dots and dashes."""
    return _DASHES.sub("", text).upper()


def _digits(value: str, *lengths: int) -> bool:
    """Say whether the value is digits only and of one of these lengths."""
    return value.isascii() and value.isdigit() and len(value) in lengths


def _ogrn(value: str) -> bool:
    """Check a Russian OGRN (13 digits) or OGRNIP (15).

    The last digit is the last digit of the remainder when the number before it is divided by 11 or by 13: Order 165n
    of the Ministry of Finance of 30 October 2017. python-stdnum takes the whole remainder and so rejects OGRNIPs.
    """
    if not _digits(value, 13, 15) or value[0] == "0":
        return False
    return int(value[:-1]) % (len(value) - 2) % 10 == int(value[-1])


def _imo(value: str) -> bool:
    """Check the IMO number of a ship or of a company.

    Ships: the last digit of the sum of the first six, weighted 7 to 2 (9074729 gives 139). Companies: the sum weighted
    8, 6, 4, 2, 9, 7, its remainder modulo 11 taken from 11, and of that the last digit (2041999 gives 178, 2, 9).
    """
    digits = [int(digit) for digit in value.removeprefix("IMO") if digit.isascii() and digit.isdigit()]
    if len(digits) != 7 or len(value) != 10 or not any(digits):
        return False
    ship = sum(weight * digit for weight, digit in zip(range(7, 1, -1), digits, strict=False)) % 10
    company = (11 - sum(weight * digit for weight, digit in zip((8, 6, 4, 2, 9, 7), digits, strict=False)) % 11) % 10
    return digits[6] in {ship, company}


def _okpo(value: str) -> bool:
    """Check an OKPO code of 8 digits, or 10 for sole traders.

    The remainder modulo 11 of the digits weighted 1, 2, …, 10, 1, …; when that is 10, of those weighted 3, 4, …; when
    it is 10 again, 0: the method for check digits of all Russian national classifiers (PR 50.1.024-2005).
    """
    if not _digits(value, 8, 10):
        return False
    digits = [int(digit) for digit in value]
    for shift in (0, 2):
        weights = islice(cycle(range(1, 11)), shift, None)
        rest = sum(weight * digit for weight, digit in zip(weights, digits[:-1], strict=False)) % 11
        if rest < 10:
            return rest == digits[-1]
    return digits[-1] == 0


def _stdnum(module: str) -> Callable[[str], bool]:
    """Return the check of a module of python-stdnum, which is imported when it is first used."""

    def test(value: str) -> bool:
        from importlib import import_module

        return bool(import_module(f"stdnum.{module}").is_valid(value))

    return test


_CHECKS: dict[str, Callable[[str], bool]] = {
    "bic": _stdnum("bic"),
    "imo": _imo,
    "inn": _stdnum("ru.inn"),
    "isin": _stdnum("isin"),
    "lei": _stdnum("lei"),
    "ogrn": _ogrn,
    "okpo": _okpo,
    "unp": _stdnum("by.unp"),
    "usc": _stdnum("cn.uscc"),
}
