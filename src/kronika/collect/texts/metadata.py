"""What a web page says of itself: title, publisher, authors, language, date of publication.

Fields: HTML's own, Open Graph (https://ogp.me), Dublin Core (RFC 5791), Google Scholar's citation_…, gov.uk's, and
schema.org in JSON-LD or as microdata. A date of change is no date of publication.
"""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Any

from kronika.collect.texts.blocks import Stated
from kronika.collect.texts.dating import day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from kronika.collect.texts.blocks import Draft

_TITLES = ("og:title", "dc.title", "dcterms.title", "citation_title", "twitter:title")
_PUBLISHERS = ("og:site_name", "dc.publisher", "dcterms.publisher", "citation_publisher", "application-name")
_AUTHORS = ("author", "article:author", "dc.creator", "dcterms.creator", "citation_author", "parsely-author")
_DATES = (
    "article:published_time", "govuk:first-published-at", "dc.date.issued", "dcterms.issued",
    "citation_publication_date", "citation_date", "publication_date", "publish-date", "publishdate",
    "pubdate", "date.published", "parsely-pub-date", "datepublished", "dc.date", "dcterms.date", "date",
)  # fmt: skip
_LANGUAGES = ("content-language", "dc.language", "dcterms.language", "og:locale")
_MOST = 5_000_000


def fields(root: etree._Element, draft: Draft) -> None:
    """Put into a draft what the page states of itself."""
    meta = _meta(root)
    linked = _linked(root, draft)
    article = next((item for item in linked if _kind(item).endswith(("Article", "Posting", "Report"))), None)
    article = article or next((item for item in linked if "datePublished" in item), {})
    draft.language = (root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip()
    draft.language = (
        draft.language
        or next((meta[name] for name in _LANGUAGES if name in meta), "")
        or _text(article.get("inLanguage"))
    )
    title = root.find(".//title")
    draft.title = _text(article.get("headline")) or next((meta[name] for name in _TITLES if name in meta), "")
    draft.title = draft.title or ("" if title is None else _words(title))
    draft.publisher = next(iter(_names(article.get("publisher"))), "") or next(
        (meta[n] for n in _PUBLISHERS if n in meta), ""
    )
    draft.authors += _names(article.get("author"))
    if not draft.authors:
        draft.authors += [meta[name] for name in _AUTHORS if name in meta and "://" not in meta[name]][:1] or _marked(
            root
        )
    _dates(root, meta, article, draft)


def _meta(root: etree._Element) -> dict[str, str]:
    """The first content of each meta tag."""
    found: dict[str, str] = {}
    for tag in root.iter("meta"):
        name = (tag.get("property") or tag.get("name") or tag.get("itemprop") or tag.get("http-equiv") or "").lower()
        content = " ".join((tag.get("content") or "").split())
        if name and content:
            found.setdefault(name, content)
    return found


def _linked(root: etree._Element, draft: Draft) -> list[dict[str, Any]]:
    """Every object of the page's JSON-LD, outermost first."""
    found: list[dict[str, Any]] = []
    for script in root.iter("script"):
        text = script.text or ""
        if (script.get("type") or "").lower() != "application/ld+json" or not text.strip():
            continue
        try:
            if len(text) > _MOST:
                raise ValueError("too long")
            level: list[Any] = [json.loads(text, strict=False)]
        except (ValueError, RecursionError):
            draft.problems.append("JSON-LD of the page is malformed and was not read")
            continue
        while level:
            objects = [item for item in level if isinstance(item, dict)]
            lists = [item for item in level if isinstance(item, list)]
            found += objects
            level = [value for item in objects for value in item.values()] + [value for item in lists for value in item]
    return found


def _kind(item: dict[str, Any]) -> str:
    kind = item.get("@type")
    return str(kind[0] if isinstance(kind, list) and kind else kind)


def _text(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _names(value: object) -> list[str]:
    """The names of persons or organisations, however deep they are packed."""
    items = value if isinstance(value, list) else [value]
    names = (_text(item.get("name")) if isinstance(item, dict) else _text(item) for item in items)
    return [name for name in names if name and "://" not in name]


def _marked(root: etree._Element) -> list[str]:
    """Authors by rel=author or itemprop=author."""
    marked = (element for element in root.iter("a", "span", "div", "p", "address") if "author" in _kinds(element))
    names = (_words(element) for element in islice(marked, 5))
    return [name for name in names if 0 < len(name) <= 80]


def _kinds(element: etree._Element) -> set[str]:
    return {element.get("rel") or "", element.get("itemprop") or ""}


def _words(element: etree._Element) -> str:
    return " ".join("".join(str(text) for text in element.itertext()).split())


def _dates(root: etree._Element, meta: dict[str, str], article: dict[str, Any], draft: Draft) -> None:
    for value, evidence in _stated(root, meta, article):
        if read := day(value):
            draft.dates.append(Stated(read, evidence.format(value[:40])))


def _stated(root: etree._Element, meta: dict[str, str], article: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if printed := _text(article.get("datePublished")):
        yield printed, "JSON-LD datePublished: «{}»"
    yield from ((meta[name], f"meta {name}: «{{}}»") for name in _DATES if name in meta)
    marked = list(root.iter("time"))
    published = [tag for tag in marked if tag.get("pubdate") is not None or tag.get("itemprop") == "datePublished"]
    inside = [tag for tag in marked if next(tag.iterancestors("aside", "nav", "footer", "li"), None) is None]
    for tag in (published or [tag for tag in inside if tag.get("itemprop") != "dateModified"])[:1]:
        yield tag.get("datetime") or _words(tag), "<time>: «{}»"
