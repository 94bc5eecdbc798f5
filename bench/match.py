"""The matcher beside its peer in one run and one table: quality, false alerts, speed, size.

Options: `--quick` measures samples, in under 90 seconds; `--rows` prints the rows that went wrong. Samples and typos
are drawn from fixed seeds. Nothing in Kronika is fitted to these rows.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from bench import match_peer
from bench.match_data import NEGATIVES, PAIRS
from bench.match_lists import Size, all_lists, ofac
from bench.match_pairs import AskPeer, labelled
from bench.match_peer import PeerMissing
from bench.match_speed import speed

FULL = Size(negatives=50_000, names=100_000, peer_typos=500, peer_negatives=1_000, file=50_000)
QUICK = Size(negatives=3_000, names=1_000, peer_typos=30, peer_negatives=40, file=10_000)


def main(*options: str) -> None:
    """Measure and print."""
    unknown = set(options) - {"--quick", "--rows"}
    if unknown:
        raise SystemExit(f"bench match: {' '.join(sorted(unknown))} is not an option; --quick and --rows are")
    if not (PAIRS.exists() and NEGATIVES.exists()):
        print(f"skipped: {PAIRS} or {NEGATIVES.name} beside it is not there")
        return
    size = QUICK if "--quick" in options else FULL
    size = replace(size, rows="--rows" in options)
    ask_peer = _peer()
    labelled(ask_peer, rows=size.rows)
    ofac(ask_peer, size)
    listed = all_lists(size)
    with tempfile.TemporaryDirectory(prefix="kronika-bench-") as folder:
        speed(listed, Path(folder), size.file)


def _peer() -> AskPeer:
    try:
        match_peer.prepare()
    except PeerMissing as error:
        print(f"the peer is left out: {error}")
        return lambda _: {}
    print(f"the peer, in .peer/: {match_peer.versions()}")
    return match_peer.score


if __name__ == "__main__":
    main(*sys.argv[1:])
