"""Ways to fill an archive, for the tests of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from kronika.collect.archive import Answer, Archive, Event, Incoming

if TYPE_CHECKING:
    from pathlib import Path


@dataclass
class Clock:
    """A day passes with every call."""

    day: datetime = field(default=datetime(2026, 1, 1, 12, tzinfo=UTC))

    def __call__(self) -> datetime:
        self.day += timedelta(days=1)
        return self.day


def write(folder: Path, text: str, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_text(text)
    return path


def add(archive: Archive, text: str, part: str = "list", published: str = "", series: str = "") -> Event:
    path = write(archive.root.parent, text)
    return archive.keep([Incoming(path, f"{part}.csv", "xx_list", part, series, published)])[0]


def fetch(archive: Archive, text: str, published: str = "") -> Event:
    path = write(archive.root.parent, text)
    address = "https://lists.example/list.csv"
    answer = Answer(200, '"tag"', "Mon, 05 Jan 2026 00:00:00 GMT", "text/csv", address)
    return archive.keep([Incoming(path, "list.csv", "xx_list", "list", "", published, address, answer)])[0]


def log(archive: Archive) -> Path:
    return archive.root / "log.jsonl"


def problems(archive: Archive) -> list[str]:
    return [problem.what for problem in archive.verify()]
