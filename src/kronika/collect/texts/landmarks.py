"""What HTML says about the parts of a page: elements and ARIA roles that stand for them, and words of class names.

Elements: https://html.spec.whatwg.org/multipage/sections.html; roles: https://www.w3.org/TR/wai-aria-1.2/#landmark_roles.
Class names are a habit, not a standard: a word of one counts on an element that holds no article and no main heading.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

    from kronika.base.prose import Role

_ELEMENTS: dict[str, Role] = {
    "nav": "boilerplate", "form": "boilerplate", "button": "boilerplate", "select": "boilerplate",
    "menu": "boilerplate", "dialog": "boilerplate", "noscript": "boilerplate", "label": "boilerplate",
    "aside": "teaser",
}  # fmt: skip
_ROLES: dict[str, Role] = {
    "navigation": "boilerplate", "search": "boilerplate", "banner": "boilerplate", "contentinfo": "boilerplate",
    "dialog": "boilerplate", "alertdialog": "boilerplate", "menu": "boilerplate", "complementary": "teaser",
}  # fmt: skip
_IN_NAMES: dict[Role, str] = {
    "teaser": "related recommended recommendations teaser teasers promo trending popular sidebar",
    "boilerplate": (
        "cookie cookies consent newsletter share sharing social breadcrumb breadcrumbs navigation nav menu navbar "
        "footer subscribe subscription advert advertisement ads comments pagination toolbar skip copyright"
    ),
    "caption": "caption credit",
    "byline": "byline author authors",
    "quote": "pullquote",
}
_WORDS = {word: role for role, words in _IN_NAMES.items() for word in words.split()}
_PART = re.compile(r"[a-z]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NAMED = frozenset({"div", "section", "ul", "ol", "p", "span", "figure", "li", "dl", "address", "a"})
_BLOCK_ROLES = frozenset({"caption", "byline", "quote"})


def role_of(element: etree._Element, tag: str, *, holds_article: bool) -> Role | None:
    """The role that an element's name, ARIA role or class gives to what is in it; None where they give none."""
    stated: Role | None = _ROLES.get((element.get("role") or "").lower()) or _ELEMENTS.get(tag)
    if (
        "hidden" in element.attrib
        or _HIDDEN.search(element.get("style") or "")
        or (tag in {"header", "footer"} and next(element.iterancestors("article", "main"), None) is None)
    ):
        stated = "boilerplate"
    elif not stated and tag in _NAMED:
        stated = _by_class(element)
    if holds_article or (stated in _BLOCK_ROLES and _is_long(element)):
        return None
    return stated


def _by_class(element: etree._Element) -> Role | None:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"[:300]
    if names.isspace():
        return None
    for name in names.split():
        parts = _PART.findall(_CAMEL.sub("-", name).lower())
        if parts and parts[0] not in {"has", "no", "is", "with", "js"}:
            for part in parts:
                if part in _WORDS:
                    return _WORDS[part]
    return None


def holders(root: etree._Element) -> set[etree._Element]:
    """The elements that hold an article or a main heading."""
    found: set[etree._Element] = set()
    for element in root.iter("article", "main", "h1"):
        for above in element.iterancestors():
            if above in found:
                break
            found.add(above)
    return found


def _is_long(element: etree._Element) -> bool:
    """An «author» with a page of text in it is the page of an author, not a byline."""
    left = 400
    for text in element.itertext():
        left -= len(text)
        if left < 0:
            return True
    return False
