"""How the desk makes a page: templates/NAME.html inside layout.html, static/NAME under /static, nothing inline.

    page(request, held, "identity.html", person=…)  →  the answer

Every template may use `parts.html` (marks of the scale of meaning, footnotes, tables) and the filters below. All that
comes from lists is escaped by Jinja; nothing but our own pictures is passed through as it is.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import jinja2
from fastapi import APIRouter, HTTPException
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from kronika.base import labels, languages, scripts
from kronika.view import charts, claims_page, findings, report
from kronika.view.serve import guard

if TYPE_CHECKING:
    from fastapi import Request

    from kronika.view.serve.held import Held

NAV = (
    ("Overview", "/"),
    ("Coverage", "/coverage"),
    ("Changes", "/changes"),
    ("Elections", "/elections"),
    ("Texts", "/texts"),
    ("Screen", "/screen"),
    ("Review", "/review"),
    ("Sources", "/sources"),
)
_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
_YEAR = 365 * 86_400
# An attribute that the content security policy forbids; the same as one that it allows.
_INLINE = re.compile(r' style="width:([\d.]+)px"')
router = APIRouter(include_in_schema=False)


def page(request: Request, held: Held, name: str, /, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A page of a build: the template of this name with what it is told.

    Each is told `book` (the casebook's name), `here` (which page of NAV) and `csrf`, the mark that a form carries as
    its first field; it is empty for who may only read.
    """
    told = {
        "request": request,
        "book": held.book.settings.name or "Kronika",
        "here": f"/{request.url.path.split('/')[1]}",
        "csrf": guard.mark(request),
        **values,
    }
    return HTMLResponse(environment().get_template(name).render(told), status)


@cache
def environment() -> jinja2.Environment:
    """The templates with the desk's filters."""
    loader = jinja2.ChoiceLoader([jinja2.PackageLoader(__package__), claims_page.loader()])
    made = jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.filters |= claims_page.FILTERS
    made.filters |= {
        "static": static,
        "printed": findings.printed,
        "picture": picture,
        "language": language,
        "html_lang": html_lang,
        "direction": direction,
        "query": query,
        "identity_url": identity_url,
        "cell_url": cell_url,
        "election_url": election_url,
        "cell": report.cell,
        "label": label,
        "schema_label": labels.label,
    }
    made.globals |= {"NAV": NAV, "DEFS": Markup(charts.DEFS)}  # noqa: S704 - ours
    return made


def static(name: str) -> str:
    """The address of a static file: another one when its text is another, so that browsers may keep it."""
    return f"/static/{name}?v={_files()[name].version}"


def picture(svg: str) -> Markup:
    """A picture of `view.charts` as it may stand in a page of the desk."""
    return Markup(_INLINE.sub(r' width="\1"', svg))  # noqa: S704 - charts escapes what it draws


def label(prop: str, schema: str) -> str:
    """What FollowTheMoney calls a property of a schema; its name where the schema has none such."""
    found = labels.properties(schema).get(prop)
    return found.label if found else prop


def picture_file(drawn: charts.Picture) -> Response:
    """A picture as a file of its own, with its own colours: its style is the only one that it may have."""
    text = picture(drawn.alone())
    style = text.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    headers = {
        "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{digest}'; frame-ancestors 'none'",
        "Cache-Control": "private, max-age=600",
    }
    return Response(text, media_type=_TYPES[".svg"], headers=headers)


def language(code: str) -> str:
    """The English name of a language by its ISO 639-3 code; the code itself where it has none here."""
    return _languages().get(code, code)


@cache
def _languages() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for name, code in languages.names().items():
        found.setdefault(code, name.title())
    return found


def html_lang(code: str | None) -> str:
    """A language as HTML writes it (BCP 47 prefers the codes of two letters), empty where it is not known."""
    return _TWO.get(code or "", code or "")


_TWO = {
    "ara": "ar", "bel": "be", "bul": "bg", "deu": "de", "eng": "en", "est": "et", "fas": "fa", "fra": "fr", "heb": "he",
    "jpn": "ja", "kat": "ka", "kor": "ko", "lav": "lv", "lit": "lt", "pol": "pl", "rus": "ru", "spa": "es", "srp": "sr",
    "tur": "tr", "ukr": "uk", "urd": "ur", "zho": "zh",
}  # fmt: skip


def direction(text: str) -> str:
    """`rtl` or `ltr`: how the script of a text runs."""
    return "rtl" if scripts.script(text) in {"Arab", "Hebr", "Syrc", "Thaa"} else "ltr"


def query(values: Mapping[str, Any], **changed: Any) -> str:
    """What stands after the path of an address: these values with some changed; empty ones are left out."""
    kept = {**values, **changed}
    pairs = [(key, one) for key, value in kept.items() for one in (value if isinstance(value, list) else [value])]
    return f"?{urlencode([(key, one) for key, one in pairs if one not in ('', None)])}"


def identity_url(id: str) -> str:  # noqa: A002 - what it is
    """The page of an identity, a subject or another entity."""
    return f"/identities/{quote(id, safe='')}"


def election_url(name: str) -> str:
    """The page of an election by its name."""
    return f"/elections/{quote(name, safe='')}"


def cell_url(document: str, place: str) -> str:
    """The page of a document at a place."""
    return f"/documents/{document}?{urlencode({'at': place}, quote_via=quote)}#cell"


@dataclass(frozen=True, slots=True)
class _Static:
    body: bytes
    type: str
    version: str


@cache
def _files() -> Mapping[str, _Static]:
    """The static files by name; a stylesheet begins with what is kept elsewhere, for pages that are no desk's."""
    before = {"desk.css": claims_page.colours(), "words.css": claims_page.style()}
    found = {}
    for file in resources.files(__package__).joinpath("static").iterdir():
        suffix = file.name[file.name.rfind(".") :]
        if suffix in _TYPES:
            text = file.read_text(encoding="utf-8")
            body = f"{before.get(file.name, '')}\n{text}".lstrip().encode()
            found[file.name] = _Static(body, _TYPES[suffix], hashlib.sha256(body).hexdigest()[:12])
    return found


@router.get("/static/{name}")
def static_file(name: str) -> Response:
    """A stylesheet or script of the desk."""
    file = _files().get(name)
    if file is None:
        raise HTTPException(404, "there is no such file")
    return Response(file.body, media_type=file.type, headers={"Cache-Control": f"public, max-age={_YEAR}, immutable"})
