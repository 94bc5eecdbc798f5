"""How long a command takes and how much memory it and its children hold at once."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

PAGE = 4096
MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a command."""

    seconds: float
    peak: float
    """MiB resident at once, summed over the process and its descendants (shared pages count for each)."""
    output: str


def run(*command: str, check: bool = True) -> Run:
    """Run a command and watch it every 20 ms."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    peak = 0
    while process.poll() is None:
        peak = max(peak, _resident(process.pid))
        time.sleep(0.02)
    seconds = time.perf_counter() - start
    output = process.stdout.read() if process.stdout else ""
    if check and process.returncode:
        raise SystemExit(f"{' '.join(command)}: exit status {process.returncode}\n{output}")
    return Run(seconds, peak / MIB, output)


def kronika(root: Path, *words: str) -> tuple[str, ...]:
    """A kronika command on a casebook, in a process of its own."""
    return (sys.executable, "-m", "kronika.view.cli", *words, "--casebook", str(root))


def median(runs: Sequence[Run], figure: Callable[[Run], float]) -> float:
    """The median of one figure over several runs."""
    return statistics.median(figure(each) for each in runs)


def report(name: str, figure: float, limit: float, unit: str) -> None:
    """One line: what was measured, the limit, and the ratio of the two."""
    print(f"{name:58} {figure:9.2f} {unit:4} limit {limit:7.1f}   ratio {figure / limit:5.2f}", flush=True)


def _resident(pid: int) -> int:
    """Bytes resident in a process and all its descendants; 0 for one that has just ended."""
    try:
        own = int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    threads = [Path(each) for each in _tasks(pid)]
    others = {child for each in threads for child in _children(each)} | set(children)
    return own + sum(_resident(int(child)) for child in others)


def _tasks(pid: int) -> list[Path]:
    try:
        return list(Path(f"/proc/{pid}/task").iterdir())
    except (FileNotFoundError, ProcessLookupError):
        return []


def _children(task: Path) -> list[str]:
    try:
        return (task / "children").read_text().split()
    except (FileNotFoundError, ProcessLookupError):
        return []
