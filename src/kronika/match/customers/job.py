"""Screening a whole file of customers: killed at any moment and started again, it goes on where it stopped.

    customers.hits.csv                the answer, put in place whole when it is done
    .customers.hits.csv.partial       the answer so far; whoever writes it holds a lock on it
    .customers.hits.csv.state.json    how far it is good, and of which source, settings and index

Once a second the partial answer is made durable and the state says how many rows and bytes are done; what a run that
died wrote after that is cut off and screened again. Another source, other settings or another index start anew.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any, Protocol

import orjson

from kronika.base.errors import BuildError, UsageError
from kronika.collect.chain import sync_folder
from kronika.match.customers import answers, rows
from kronika.match.subjects import uncollected

BATCH = 4096
"""Rows that are screened together."""
_EVERY = 1.0
"""Seconds between two states."""
_FULL = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT}
_FORMAT = 1  # of the partial answer and the state; a new one makes those of older programs start anew
_ASKED = ("row", "name", "schema", "birth_date", "country", "id_number", "problem")


class Screener(Protocol):
    """What screens one table of rows."""

    @property
    def version(self) -> str:
        """What changes when the answers may: the index and the program."""

    def screen_table(self, table: Any, *, limit: int, threshold: float) -> Any:
        """For a table with the columns row, name, schema, birth_date, country, id_number and problem, a table of lines.

        A line has row, status (`hit` or `refused`), id, score, caption and reasons; of one row there are at most
        `limit` lines, best first, none where there is no hit.
        """


@dataclass(frozen=True, slots=True)
class Summary:
    """What came of a file."""

    rows: int
    hits: int
    """Rows with at least one hit."""
    refused: int
    """Rows that could not be screened."""
    noted: int
    """Rows of which something could not be read, such as the birth date."""
    seconds: float
    """Time spent, that of interrupted runs with it."""


@dataclass(slots=True)
class _Done:
    """How far the work is."""

    rows: int = 0
    hits: int = 0
    refused: int = 0
    noted: int = 0
    seconds: float = 0.0
    size: int = 0
    """Bytes of the partial answer that are good."""

    def count(self, batch: Any, found: list[answers.Answer]) -> None:
        """Add what came of a batch."""
        self.rows += batch.num_rows
        self.hits += len({each.row for each in found if each.status == "hit"})
        self.refused += len({each.row for each in found if each.status == "refused"})
        self.noted += batch.num_rows - batch["note"].null_count


@dataclass(frozen=True, slots=True)
class _Task:
    """What must be the same for a partial answer to be continued."""

    source: str
    """SHA-256."""
    index: str
    settings: dict[str, Any]
    format: int = field(default=_FORMAT)

    def change(self, kept: Mapping[str, Any]) -> str:
        """Why an answer to the task that was kept cannot be continued; empty where it can."""
        words = {
            "source": "the source is another",
            "index": "the index is another",
            "settings": "the settings are others",
            "format": "it is of another version of Kronika",
        }
        return next((why for key, why in words.items() if kept.get(key) != asdict(self)[key]), "")


def screen_file(  # noqa: PLR0913 - each is an option of the command
    screener: Screener,
    source: Path,
    target: Path,
    *,
    columns: Mapping[str, str] | None = None,
    limit: int = 5,
    threshold: float = 0.7,
    form: answers.Form = "csv",
    everything: bool = False,
    encoding: str = "",
    progress: Callable[[int, int], None] = lambda done, total: None,
    say: Callable[[str], None] = lambda line: None,
) -> Summary:
    """Screen every row of a file of customers into `target`, which is replaced once all is done.

    `columns` and `encoding` are those of `rows.opened`; at most `limit` hits of at least `threshold` are given a row;
    with `everything` rows without a hit have a line too. `progress` is told how much of the source is done, in bytes
    or rows as `rows.Rows.total`; `say` gets lines for a person: how the file is read, whether work is continued.

    Raises UsageError for a source that cannot be read or a target that cannot be written, BuildError when another run
    works on the target, the disk is full or the source changes; what is done until then is kept.
    """
    _check(source, target, form)
    with rows.opened(source, columns=columns, encoding=encoding) as table, _Partial.alone(target) as partial:
        say(f"{source.name}: {table.description}")
        before = _fingerprint(source)
        settings = {
            "columns": dict(columns or {}),
            "limit": limit,
            "threshold": threshold,
            "form": form,
            "everything": everything,
            "encoding": encoding,
        }
        partial.start(_Task(_sha256(source), screener.version, settings), say)
        with closing(_ahead(table.batches(size=BATCH, skip=partial.done.rows))) as batches:
            for batch in batches:
                with uncollected():
                    screened = screener.screen_table(batch.select(_ASKED), limit=limit, threshold=threshold)
                partial.add(batch, answers.answers(batch, screened, everything=everything))
                progress(min(table.position, table.total), table.total)
        if _fingerprint(source) != before:
            raise BuildError(f"{source} was changed while it was screened: screen it again")
        done = partial.finish()
    return Summary(done.rows, done.hits, done.refused, done.noted, done.seconds)


def _ahead(batches: Iterator[Any]) -> Generator[Any]:
    """The batches; while one is screened, which needs no interpreter, the next is read."""
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(next, batches, None)
        while (batch := coming.result()) is not None:
            coming = pool.submit(next, batches, None)
            yield batch


class _Partial:
    """The answer so far and its state, locked against other runs."""

    def __init__(self, target: Path, file: IO[bytes]) -> None:
        self._target, self._file = target, file
        self._path, self._state = _beside(target, "partial"), _beside(target, "state.json")
        self._since = self._saved = time.monotonic()
        self._spent = 0.0  # seconds of the runs before
        self.done = _Done()

    @classmethod
    @contextmanager
    def alone(cls, target: Path) -> Iterator[_Partial]:
        """Open and lock it. Raises BuildError when another run has it, or for any error of writing inside."""
        with _plain_errors(target), _locked(target) as file:
            yield cls(target, file)

    def start(self, task: _Task, say: Callable[[str], None]) -> None:
        """Take up what is done of the task, or start anew and say why."""
        self._task, self._form = task, task.settings["form"]
        size = self._file.seek(0, os.SEEK_END)
        if not self._state.exists():
            self._begin()
        elif why := self._restore(size):
            say(f"{self._target.name}: started anew: {why}")
            self._begin()
        else:
            say(f"{self._target.name}: continued after row {self.done.rows:,}")
            self._file.truncate(self.done.size)
            self._file.seek(0, os.SEEK_END)

    def add(self, batch: Any, found: list[answers.Answer]) -> None:
        """Take the answers for a batch."""
        self._file.write(answers.lines(found, self._form))
        self.done.count(batch, found)
        if time.monotonic() - self._saved >= _EVERY:
            self._save()

    def finish(self) -> _Done:
        """Put the answer in place."""
        self._save()
        if self._form == "parquet":
            finished = _beside(self._target, "finished")
            answers.to_parquet(self._path, finished)
            sync_folder(finished)
            finished.replace(self._target)
            self._path.unlink()
        else:
            self._path.replace(self._target)
        self._state.unlink()
        sync_folder(self._target.parent)
        return self.done

    def _begin(self) -> None:
        for ending in ("state.json", "state.new", "finished"):
            _beside(self._target, ending).unlink(missing_ok=True)
        self.done = _Done()
        self._file.truncate(0)
        self._file.seek(0)
        self._file.write(answers.heading(self._form))

    def _restore(self, size: int) -> str:
        """Read the state. Returns why it cannot be continued, an empty text where it can."""
        try:
            kept = orjson.loads(self._state.read_bytes())
            done, why = _Done(**kept["done"]), self._task.change(kept["task"])
        except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError):
            return "the state of the last run cannot be read"
        if not why and done.size > size:
            why = "a part of the last run's answer is missing"
        if not why:
            self.done, self._spent = done, done.seconds
        return why

    def _save(self) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())
        self._saved = time.monotonic()
        self.done.size = self._file.tell()
        self.done.seconds = self._spent + self._saved - self._since
        new = _beside(self._target, "state.new")
        new.write_bytes(orjson.dumps({"task": asdict(self._task), "done": asdict(self.done)}))
        sync_folder(new)
        new.replace(self._state)


def _check(source: Path, target: Path, form: str) -> None:
    if form not in answers.FORMS:
        raise UsageError(f"an answer cannot be written as {form!r}: {', '.join(answers.FORMS)}")
    if target.is_dir():
        raise UsageError(f"{target}: is a folder: name the file to be written")
    if not target.parent.is_dir():
        raise UsageError(f"{target.parent}: there is no such folder")
    if target.exists() and source.exists() and target.samefile(source):
        raise UsageError(f"{target}: is the file to be screened: name another to be written")


def _beside(target: Path, ending: str) -> Path:
    return target.with_name(f".{target.name}.{ending}")


@contextmanager
def _locked(target: Path) -> Iterator[IO[bytes]]:
    """The partial answer, open and locked.

    Whoever finishes moves the file away, so a lock counts only if the file is still in its place.
    """
    path = _beside(target, "partial")
    while True:
        with path.open("ab+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise BuildError(f"another run is at work on {target}: wait until it has finished") from error
            if _is_at(path, file):
                yield file
                return


def _is_at(path: Path, file: IO[bytes]) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(file.fileno()))
    except FileNotFoundError:
        return False


@contextmanager
def _plain_errors(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise BuildError(
                f"{target}: the disk is full; what was screened is kept: make room and repeat the command"
            ) from error
        raise UsageError(f"{error.filename or target}: {error.strerror or error}") from error


def _fingerprint(source: Path) -> tuple[int, int]:
    found = source.stat()
    return found.st_size, found.st_mtime_ns


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
