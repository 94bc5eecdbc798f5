"""Files of customers that are screened in the background, one after another, whoever serves.

    screenings/                 in the casebook's folder; for its owner's eyes alone
        ID/job.json             what was asked: its being there makes the job
        ID/customers            the file as it was uploaded
        ID/progress.json        how far it is, written by the worker
        ID/result.jsonl         the answer (`match.customers.job`), and other forms of it that somebody asked for
        worker.lock             locked by the one process that screens

The work is done by a process of its own (`worker`), so that a hostile file or a large one takes nothing from those who
are answered meanwhile. Any process that serves starts it where there is work and nobody at it; one that was killed is
followed by another, which goes on where it stopped.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import IO, Any, Literal

import orjson

from kronika.base.errors import UsageError
from kronika.collect.chain import try_lock
from kronika.view.api import results

DAYS = 7
"""A job is forgotten, with all its files, as many days after it was asked for."""
MOST = 100
"""Jobs that are kept at once."""
State = Literal["queued", "running", "done", "failed"]
ENDED = frozenset(("done", "failed"))
_ID = re.compile(r"[0-9a-f]{32}")
_ENDS = 5.0
"""Seconds that a worker has to end when it is told to."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a file is screened: the options of `match.customers.job.screen_file`."""

    limit: int = 5
    threshold: float = 0.7
    columns: Mapping[str, str] = field(default_factory=dict)
    everything: bool = False
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is."""

    state: State = "queued"
    done: int = 0
    total: int = 0
    """0 where it is not known yet; bytes or rows, of the file."""
    tries: int = 0
    """How often a worker has begun with it."""
    said: tuple[str, ...] = ()
    """How the file was read: its format, which column was taken for what."""
    summary: Mapping[str, Any] | None = None
    """Of a job that is done: rows, hits, refused, noted, seconds, as `match.customers.job.Summary`."""
    error: str = ""
    """Why it failed."""


@dataclass(frozen=True, slots=True)
class Job:
    """A file that is to be screened, is being screened or has been."""

    id: str
    name: str
    """What whoever uploaded it calls the file."""
    created: str
    """ISO 8601, UTC."""
    options: Options
    progress: Progress = Progress()

    @property
    def expires(self) -> str:
        """When it is forgotten, ISO 8601, UTC."""
        return (datetime.fromisoformat(self.created) + timedelta(days=DAYS)).isoformat()


class Jobs:
    """The jobs of a casebook; every method may be called by many threads and processes at once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._folder = root / "screenings"
        self._lock = threading.Lock()
        self._worker: subprocess.Popen[bytes] | None = None

    def submit(self, file: IO[bytes], name: str, options: Options) -> Job:
        """Keep a file and have it screened.

        Raises UsageError for a file without a byte, for options that cannot be, or where too many jobs are kept.
        """
        from kronika.match.customers.headings import known

        known(options.columns)
        if not (0 <= options.threshold <= 1 and 1 <= options.limit <= 100):
            raise UsageError("a threshold is from 0 to 1, a limit from 1 to 100")
        if len(self.all()) >= MOST:
            raise UsageError(f"{MOST} screenings are kept already: delete one that is not needed any more")
        now = datetime.now(UTC).isoformat(timespec="seconds")
        job = Job(secrets.token_hex(16), Path(name).name or "file", now, options)
        self._folder.mkdir(mode=0o700, exist_ok=True)
        self._folder.chmod(0o700)
        partial = self._folder / f".new-{job.id}"
        partial.mkdir(mode=0o700)
        try:
            with (partial / "customers").open("wb") as kept:
                shutil.copyfileobj(file, kept, 1 << 20)
                if not kept.tell():
                    raise UsageError(f"{job.name}: the file is empty")
            asked = {key: value for key, value in asdict(job).items() if key != "progress"}
            (partial / "job.json").write_bytes(orjson.dumps(asked))
            partial.rename(self.folder(job.id))
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
        self.tend()
        return job

    def find(self, id: str) -> Job | None:  # noqa: A002 - what it is
        """The job with this id."""
        if not _ID.fullmatch(id):
            return None
        asked, progress = (_read(self.folder(id) / name) for name in ("job.json", "progress.json"))
        if not asked:
            return None
        return Job(**{**asked, "options": Options(**asked["options"])}, progress=Progress(**progress))

    def all(self) -> list[Job]:
        """The jobs, the oldest first."""
        found = [job for path in self._folder.glob("[0-9a-f]*") if (job := self.find(path.name))]
        return sorted(found, key=lambda job: (job.created, job.id))

    def delete(self, id: str) -> bool:  # noqa: A002 - what it is
        """Forget a job and all its files, whatever its state; says whether there was one."""
        if not self.find(id):
            return False
        gone = self._folder / f".gone-{id}-{secrets.token_hex(4)}"
        try:
            self.folder(id).rename(gone)
        except FileNotFoundError:  # another was faster
            return False
        shutil.rmtree(gone, ignore_errors=True)
        return True

    def result(self, job: Job, form: results.Form) -> Path:
        """The file that holds the result in a form. Raises UsageError for a job that is not done."""
        return results.written(self._answer(job), form)

    def lines(self, job: Job, offset: int, limit: int) -> list[dict[str, Any]]:
        """Some lines of the result, as `match.customers.answers.Answer` has them. Raises UsageError like `result`."""
        with self._answer(job).open("rb") as file:
            return [orjson.loads(line) for line in islice(file, offset, offset + limit)]

    def tend(self) -> None:
        """Forget what is old, and start the worker where there is work and nobody at it."""
        with self._lock:
            self._sweep()
            if self._worker and self._worker.poll() is None:
                return
            self._end()
            if self.waiting() and self._idle():
                self._worker = subprocess.Popen(  # noqa: S603 - our own module
                    [sys.executable, "-P", "-m", "kronika.view.api.worker", str(self.root)],
                    stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                )  # fmt: skip

    def close(self) -> None:
        """Stop the worker, if this process has started it; what it has done is kept."""
        with self._lock:
            self._end()

    def folder(self, id: str) -> Path:  # noqa: A002 - what it is
        """The folder of a job."""
        return self._folder / id

    def waiting(self) -> Job | None:
        """The job that is to be worked on next."""
        return next((job for job in self.all() if job.progress.state not in ENDED), None)

    def note(self, job: Job, **changes: Any) -> Job:
        """Write down how far a job is. Raises FileNotFoundError where it has been deleted."""
        noted = replace(job, progress=replace(job.progress, **changes))
        partial = self.folder(job.id) / "progress.partial"
        partial.write_bytes(orjson.dumps(asdict(noted.progress)))
        partial.replace(self.folder(job.id) / "progress.json")
        return noted

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Be the one that works, if nobody else is: says so."""
        descriptor = os.open(self._folder / "worker.lock", os.O_RDONLY | os.O_CREAT, 0o600)
        try:
            yield try_lock(descriptor)
        finally:
            os.close(descriptor)

    def _idle(self) -> bool:
        with self.alone() as mine:
            return mine

    def _answer(self, job: Job) -> Path:
        if job.progress.state != "done":
            raise UsageError(f"{job.name} has no result: the screening is {job.progress.state}")
        return self.folder(job.id) / "result.jsonl"

    def _sweep(self) -> None:
        old = datetime.now(UTC) - timedelta(days=DAYS)
        for job in self.all():
            if datetime.fromisoformat(job.created) < old:
                self.delete(job.id)
        for left in self._folder.glob("*/"):  # what a process that died has left of a job
            if left.stat().st_mtime < old.timestamp() and not self.find(left.name):
                shutil.rmtree(left, ignore_errors=True)

    def _end(self) -> None:
        """End the worker: without its input it stops by itself."""
        worker, self._worker = self._worker, None
        if worker and worker.stdin:
            worker.stdin.close()
            try:
                worker.wait(_ENDS)
            except subprocess.TimeoutExpired:
                worker.kill()
                worker.wait()


def _read(path: Path) -> dict[str, Any]:
    """What a file says; nothing where it is not there, or was torn by a machine that stopped."""
    try:
        found: dict[str, Any] = orjson.loads(path.read_bytes())
    except (FileNotFoundError, orjson.JSONDecodeError):
        return {}
    return found
