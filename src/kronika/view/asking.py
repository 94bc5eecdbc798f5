"""What a person answers in the terminal, by single keys and by lines; the same from a pipe, line by line."""

from __future__ import annotations

import sys
from collections.abc import Container

import click


def key(known: Container[str], end: str) -> str:
    """The next key of those known, in small letters; `end` where the input ends or is broken off."""
    while True:
        try:
            char = click.getchar() if sys.stdin.isatty() else _line()
        except (EOFError, KeyboardInterrupt):
            return end
        if (found := char.strip()[:1].lower()) and found in known:
            return found


def line(question: str) -> str:
    """A line in answer to a question, without blanks around it; empty where the input ends."""
    try:
        if sys.stdin.isatty():
            return str(click.prompt(question, default="", show_default=False)).strip()
        return _line().strip()
    except (EOFError, click.Abort):
        return ""


def _line() -> str:
    found = sys.stdin.readline()
    if not found:
        raise EOFError
    return found
