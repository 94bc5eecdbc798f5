"""Cells of a CSV file, which spreadsheets run as formulas if they begin like one."""

from __future__ import annotations

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(text: str) -> str:
    """The text as no spreadsheet runs it: what would be a formula gets an apostrophe in front, as OWASP advises."""
    return "'" + text if text.startswith(_FORMULA) else text
