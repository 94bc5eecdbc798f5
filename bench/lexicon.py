"""How long the names of a casebook take to be made ready for texts, and how fast texts are searched for them."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from bench.measure import report
from kronika.casebook import Casebook
from kronika.study.claims import mentions
from kronika.study.claims.names import Lexicon, listed, shipped

_TEXT = (
    "On 3 May the UK and the EU imposed sanctions on Myanmar, said Foreign Secretary David Lammy. Moscow has rejected "
    "the call of the United Nations; the Belarusian authorities did not answer Ms Jane Roe of the Network for Courts. "
)


def building(root: Path) -> Lexicon:
    """Measure the building of the lexicon of a casebook that has been built; one line, and the lexicon."""
    with Casebook.open(root).ledger() as ledger:
        entries = [*shipped(), *listed(ledger)]
    names = sum(len(entry.forms) for entry in entries)
    start = time.process_time()
    made = Lexicon.build(entries)
    seconds = time.process_time() - start
    report(f"names ready for texts, per 130,000 ({names:,} names)", seconds / names * 130_000, 3.0, "s")
    return made


def searching(lexicon: Lexicon) -> None:
    """Measure the search of press releases of 3 kB; one line."""
    text = _TEXT * (3000 // len(_TEXT))
    start = time.process_time()
    for _ in range(100):
        mentions.find(text, lexicon)
    report("names in a press release of 3 kB", (time.process_time() - start) * 10, 30.0, "ms")


def main(root: str) -> None:
    """Both, on the casebook in this folder."""
    searching(building(Path(root)))


if __name__ == "__main__":
    main(*sys.argv[1:2])
