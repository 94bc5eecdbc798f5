"""The files of one build, kept for as long as somebody answers from them.

    serving/NAME        hard links to the files of a build: the next one replaces them, and takes nothing away here
    serving/NAME.lock   locked by the process that answers from it; what is not locked is left over, and is swept

A build swaps its ledger before it swaps its index, and may die in between. Only two that belong together are taken.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from pathlib import Path

from kronika.base.errors import UsageError
from kronika.collect.chain import try_lock
from kronika.match import assemble

_TRIES = 3


class Pin:
    """The newest build of a casebook. Raises UsageError where there is none, or one that a build is just replacing."""

    def __init__(self, root: Path) -> None:
        serving = root / "serving"
        serving.mkdir(exist_ok=True)
        _sweep(serving)
        self.folder = serving / f"{os.getpid()}-{secrets.token_hex(4)}"
        self._lock_path = self.folder.with_suffix(".lock")
        self._lock = os.open(self._lock_path, os.O_RDONLY | os.O_CREAT, 0o600)
        try_lock(self._lock)
        try:
            self.key = self._take(root)
        except BaseException:
            self.release()
            raise
        self.index, self.ledger, self.readings = (self.folder / name for name in ("index", "ledger.duckdb", "readings"))

    def release(self) -> None:
        """Let the files go."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self._lock_path.unlink(missing_ok=True)
        os.close(self._lock)

    def made_of(self) -> str:
        """The state of the ledger that the index was made of."""
        return str(json.loads((self.index / "state").read_text(encoding="utf-8"))[0])

    def _take(self, root: Path) -> str:
        for _ in range(_TRIES):
            index = assemble.current(root / "index")
            shutil.rmtree(self.folder, ignore_errors=True)
            try:
                shutil.copytree(index, self.folder / "index", copy_function=_link)
                _link(root / "ledger.duckdb", self.folder / "ledger.duckdb")
                shutil.copytree(root / "readings", self.folder / "readings", copy_function=_link)
            except (FileNotFoundError, shutil.Error):
                continue  # it was replaced meanwhile
            if assemble.current(root / "index") == index:
                return index.name
        raise UsageError(f"{root}: the build is not whole: `kronika build` makes it, or is just doing so")


def _link(source: str | Path, target: str | Path) -> None:
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except OSError:  # a file system without hard links
        shutil.copyfile(source, target)


def _sweep(serving: Path) -> None:
    """Delete what processes have left behind that are no more."""
    for folder in [path for path in serving.iterdir() if path.is_dir()]:
        lock = folder.with_suffix(".lock")
        try:
            descriptor = os.open(lock, os.O_RDONLY)
        except FileNotFoundError:  # another sweeps it, too
            continue
        try:
            if try_lock(descriptor):
                shutil.rmtree(folder, ignore_errors=True)
                lock.unlink(missing_ok=True)
        finally:
            os.close(descriptor)
