"""The service with all lists loaded: how many requests a core answers, how soon, in how much memory, ready when.

The server has one core for itself where there are two; who asks has the other. Where wrk is installed it asks.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Self

import httpx

from bench.load import Load, asked
from bench.match_data import ALL_LISTS, NEGATIVES, Names, casebook, chance, named, negatives, sample, typos
from bench.match_table import Bar, head, row
from bench.measure import kronika

_TICKS = os.sysconf("SC_CLK_TCK")
_QUERIES, _BATCH = 2_000, 100
_CONNECTIONS = 4
"""Requests in flight; each waits for the one before on its connection."""
_SECONDS = 10
_RUNS = 5


def main() -> None:
    """Measure and print."""
    if not NEGATIVES.exists():
        print(f"skipped: {NEGATIVES} is not there")
        return
    book = casebook(ALL_LISTS)
    queries = _queries(Names(book))
    head("The service, all lists loaded", f"load of the machine {os.getloadavg()[0]:.1f}; times are of the clock")
    seconds, own = zip(*(_ready(book.root) for _ in range(_RUNS)), strict=True)
    row("ready after the start of the process, s, median of 5", statistics.median(seconds), Bar(2, most=True))
    row("… of processor time", statistics.median(own))
    with Server(book.root) as server:
        _load(server, "a route that does nothing", "/healthz", [], 3_000)
        _load(server, "a route that asks which build it is", "/readyz", [])
        _load(server, "/match, one query", "/match/default", [_body([each]) for each in queries], 300, 25)
        _batches(server, queries)
        row("peak of the process, MiB", server.peak(), Bar(600, most=True))


def _load(
    server: Server, name: str, path: str, bodies: Sequence[str], least: float | None = None, most: float | None = None
) -> None:
    asked(server.address + path, bodies, _CONNECTIONS, 2)  # what is compiled and remembered is so by now
    before = server.processor()
    load: Load = asked(server.address + path, bodies, _CONNECTIONS, _SECONDS)
    if load.failed:
        raise SystemExit(f"bench serve: {load.failed} of {load.count} requests to {path} failed")
    row(f"{name}: requests/s", load.count / load.seconds, Bar(least) if least else None)
    row("… for each second of a core", load.count / (server.processor() - before), Bar(least) if least else None)
    row("… p50, ms", load.p50)
    row(f"… p99, ms, {_CONNECTIONS} in flight", load.p99, Bar(most, most=True) if most else None)


def _batches(server: Server, queries: Sequence[dict[str, object]]) -> None:
    seconds = []
    with httpx.Client(base_url=server.address, timeout=60, trust_env=False) as client:
        for at in range(0, _QUERIES, _BATCH):
            body = _body(queries[at : at + _BATCH])
            begun = time.perf_counter()
            answer = client.post("/match/default", content=body, headers={"content-type": "application/json"})
            seconds.append(time.perf_counter() - begun)
            assert len(answer.raise_for_status().json()["responses"]) == _BATCH
    row(f"/match, {_BATCH} queries at once: median, ms", statistics.median(seconds) * 1000, Bar(150, most=True))
    row("… slowest, ms", max(seconds) * 1000)


def _queries(names: Names) -> list[dict[str, object]]:
    """Half listed names, half of them with a typo; half made-up people, half of them with birth date and country."""
    own = sample([*names.own, *names.aliases], _QUERIES // 2, "serve")
    spelt = [wrong if at % 2 else each.name for at, (each, wrong) in enumerate(zip(own, typos(own), strict=True))]
    found = [dict(named(name, each.schema)) for name, each in zip(spelt, own, strict=True)]
    for at, each in enumerate(sample(negatives(), _QUERIES - len(found), "serve")):
        more = {"birthDate": [each.birth], "nationality": [each.country]} if at % 2 else {}
        found.append({"schema": "Person", "properties": {"name": [each.name], **more}})
    return [found[int(at)] for at in chance("serve order").permutation(len(found))]


def _body(queries: Sequence[object]) -> str:
    return json.dumps({"queries": {f"q{at}": each for at, each in enumerate(queries)}})


def _ready(root: Path) -> tuple[float, float]:
    with Server(root) as server:
        return server.ready, server.processor()


class Server:
    """`kronika serve` with one worker."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def __enter__(self) -> Self:
        begun = time.perf_counter()
        self._log: IO[str] = tempfile.TemporaryFile("w+")
        with _on_first_core():
            self._process = subprocess.Popen(
                kronika(self._root, "serve", "--port", "0", "--json"),
                stdout=subprocess.PIPE, stderr=self._log, text=True,
            )  # fmt: skip
        assert self._process.stdout
        said = ""
        while not said.endswith("}\n") and (line := self._process.stdout.readline()):
            said += line
        self.address = str(json.loads(said)["address"]).rstrip("/")
        with httpx.Client(base_url=self.address, timeout=60, trust_env=False) as client:
            while client.get("/readyz").status_code != 200:
                if time.perf_counter() - begun > 60:
                    raise SystemExit(f"bench serve: never ready: {client.get('/readyz').text}")
                time.sleep(0.01)
        self.ready = time.perf_counter() - begun
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.communicate()
        self._log.close()

    def processor(self) -> float:
        """Seconds that it has used of a core."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def peak(self) -> float:
        """MiB resident, most until now."""
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii")
        return int(status.partition("VmHWM:")[2].split()[0]) / 1024


@contextmanager
def _on_first_core() -> Iterator[None]:
    """What is started meanwhile has the first core; who starts it has the others afterwards, where there are any."""
    every = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, every[:1])
    try:
        yield
    finally:
        os.sched_setaffinity(0, every[1:] or every)
