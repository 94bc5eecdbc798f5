"""The process that screens what has been uploaded: `python -m kronika.view.api.worker CASEBOOK`.

It works off the jobs of a casebook, the oldest first, and ends; where another is at it, it ends at once. It ends, too,
when its input ends: with the process that started it. What it has done until then is kept.
"""

from __future__ import annotations

import logging
import os
import resource
import sys
import threading
import time
from dataclasses import asdict
from pathlib import Path

from kronika.base.errors import KronikaError
from kronika.casebook import Casebook
from kronika.view.api.jobs import Job, Jobs

_LOG = logging.getLogger("kronika.screenings")
_TRIES = 3
"""How often a job is begun: one that ends its worker each time is not taken up for ever."""
_EVERY = 0.3
"""Seconds between two notes of how far a job is."""
_MEMORY = 6 << 30
"""Bytes that the process may ask for: a file that unpacks to more fails alone."""


def work(jobs: Jobs) -> None:
    """Work off all jobs, unless somebody else is at it."""
    while jobs.waiting():
        with jobs.alone() as mine:
            if not mine:
                return
            while job := jobs.waiting():
                _attempt(jobs, job)
        # Who came with a job while the lock was held has started nobody: look once more.


def _attempt(jobs: Jobs, job: Job) -> None:
    try:
        if job.progress.tries >= _TRIES:
            jobs.note(job, state="failed", error=f"the work ended in the middle {_TRIES} times: is the file damaged?")
        else:
            _screen(jobs, jobs.note(job, state="running", tries=job.progress.tries + 1))
    except FileNotFoundError:
        return  # the job has been deleted; or the index was, as a build landed: then it is begun again


def _screen(jobs: Jobs, job: Job) -> None:
    from kronika.match.customers.job import screen_file

    folder = jobs.folder(job.id)
    source = folder / "customers"
    noted, said, options = 0.0, list[str](), job.options

    def progress(done: int, total: int) -> None:
        nonlocal noted, job
        if time.monotonic() - noted >= _EVERY:
            noted = time.monotonic()
            job = jobs.note(job, done=done, total=total, said=tuple(said))

    try:
        done = screen_file(
            Casebook.open(jobs.root).screener(), source, folder / "result.jsonl", columns=options.columns,
            limit=options.limit, threshold=options.threshold, form="jsonl", everything=options.everything,
            encoding=options.encoding, progress=progress, say=lambda line: said.append(_plain(line, job, source)),
        )  # fmt: skip
    except KronikaError as error:
        jobs.note(job, state="failed", error=_plain(str(error), job, source), said=tuple(said))
    except MemoryError:
        jobs.note(job, state="failed", error=f"{job.name} needs more memory than there is", said=tuple(said))
    except FileNotFoundError:
        raise
    except Exception as error:  # noqa: BLE001 - one file must not end the work on all others
        # Its text may hold what stands in the file, which is of persons: the log gets the place alone.
        place = error.__traceback__
        while place and place.tb_next:
            place = place.tb_next
        where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else "unknown"
        _LOG.error("screening %s failed: %s at %s", job.id, type(error).__name__, where)
        jobs.note(job, state="failed", error=f"an unexpected error; in the log: screening {job.id}", said=tuple(said))
    else:
        jobs.note(job, state="done", done=job.progress.total, summary=asdict(done), said=tuple(said))


def _plain(line: str, job: Job, source: Path) -> str:
    """What is said of a file, by the name that its owner knows it by."""
    return line.replace(str(source), job.name).replace(f"{source.name}: ", f"{job.name}: ", 1)


def _follow_input() -> None:
    while os.read(0, 1024):
        pass
    os._exit(0)


def main() -> None:
    """Work as long as there is work and whoever started this lives."""
    threading.Thread(target=_follow_input, daemon=True).start()
    logging.basicConfig(format="%(name)s: %(message)s")
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
    work(Jobs(Path(sys.argv[1])))


if __name__ == "__main__":
    main()
