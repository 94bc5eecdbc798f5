"""Requests in flight for some seconds: wrk where it is installed, else a small client of our own."""

from __future__ import annotations

import asyncio
import json
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from urllib.parse import urlsplit

_SCRIPT = """
local bodies, at = {}, 0
for line in io.lines(%(bodies)s) do bodies[#bodies + 1] = line end
request = function()
  if #bodies == 0 then return wrk.format("GET") end
  at = at %% #bodies + 1
  return wrk.format("POST", nil, {["Content-Type"] = "application/json"}, bodies[at])
end
done = function(summary, latency)
  local e = summary.errors
  local form = '\\n{"count": %%d, "seconds": %%f, "p50": %%f, "p99": %%f, "failed": %%d}\\n'
  local p50, p99 = latency:percentile(50) / 1e3, latency:percentile(99) / 1e3
  local failed = e.connect + e.read + e.write + e.status + e.timeout
  io.write(string.format(form, summary.requests, summary.duration / 1e6, p50, p99, failed))
end
"""


@dataclass(frozen=True, slots=True)
class Load:
    """What came of it."""

    count: int
    seconds: float
    p50: float
    """Milliseconds."""
    p99: float
    failed: int


def asked(address: str, bodies: Sequence[str], connections: int, seconds: int) -> Load:
    """Send these bodies one after another, or GET where there are none, on so many connections at once."""
    if shutil.which("wrk"):
        return _wrk(address, bodies, connections, seconds)
    return asyncio.run(_own(address, bodies, connections, seconds))


def _wrk(address: str, bodies: Sequence[str], connections: int, seconds: int) -> Load:
    with tempfile.TemporaryDirectory(prefix="kronika-bench-") as folder:
        script, lines = Path(folder) / "load.lua", Path(folder) / "bodies"
        lines.write_text("".join(f"{body}\n" for body in bodies), encoding="utf-8")
        script.write_text(_SCRIPT % {"bodies": json.dumps(str(lines))}, encoding="utf-8")
        command = ("wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", str(script), address)
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return Load(**json.loads(said.splitlines()[-1]))


async def _own(address: str, bodies: Sequence[str], connections: int, seconds: int) -> Load:
    where = urlsplit(address)
    turn = cycle([_request(where.path, body.encode()) for body in bodies] or [_request(where.path, None)])
    begun = time.perf_counter()
    took: list[float] = []
    failed = 0

    async def one() -> None:
        nonlocal failed
        reader, writer = await asyncio.open_connection(where.hostname, where.port)
        while (sent := time.perf_counter()) < begun + seconds:
            writer.write(next(turn))
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            await reader.readexactly(int(head.partition(b"content-length: ")[2].split()[0]))
            took.append(time.perf_counter() - sent)
            failed += not head.startswith(b"http/1.1 2")
        writer.close()
        await writer.wait_closed()

    await asyncio.gather(*(one() for _ in range(connections)))
    parts = statistics.quantiles(took, n=100)
    return Load(len(took), time.perf_counter() - begun, parts[49] * 1000, parts[98] * 1000, failed)


def _request(path: str, body: bytes | None) -> bytes:
    head = f"{'GET' if body is None else 'POST'} {path} HTTP/1.1\r\nHost: localhost\r\n"
    if body is not None:
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return f"{head}\r\n".encode() + (body or b"")
