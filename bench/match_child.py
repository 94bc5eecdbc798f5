"""One screening process on one core: when it answers, how fast, how large. `bench.match_speed` starts it.

Arguments: the casebook's folder, and a JSON file {"first": question, "warm_up": […], "questions": […]}. Prints JSON.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from bench.measure import MIB, PAGE


def main(root: str, path: str) -> None:
    """Open, answer, measure."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    asked = json.loads(Path(path).read_text(encoding="utf-8"))
    start = time.perf_counter()
    from kronika import Casebook

    imported = time.perf_counter()
    screener = Casebook.open(root).screener()
    opened = time.perf_counter()
    screener.screen(asked["first"])
    answered = time.perf_counter()
    for question in asked["warm_up"]:
        screener.screen(question)
    seconds, processor = [], []
    for question in asked["questions"]:
        before = time.perf_counter(), time.thread_time()
        screener.screen(question)
        seconds.append(time.perf_counter() - before[0])
        processor.append(time.thread_time() - before[1])
    resident = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * PAGE / MIB
    json.dump(
        {
            "import": imported - start,
            "open": opened - imported,
            "first": answered - opened,
            "seconds": seconds,
            "processor": processor,
            "resident": resident,
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
