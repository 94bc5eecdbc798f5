"""The bytes of one body on their way from a publisher, and what is needed to go on where they were cut off."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType


class Download:
    """A body on its way: `x.part` holds what came of it, `x.json` says of which body that is the beginning.

    The note is written when an attempt ends early, after its bytes are on the disk, and removed when the next begins: a
    beginning whose end nobody vouched for (the power failed) is not continued.
    """

    def __init__(self, path: Path, address: str) -> None:
        self.path = path
        self.address = address
        self.size = 0
        self._note = path.with_suffix(".json")
        self._etag = ""
        self._whole = False

    def __enter__(self) -> Self:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self.path.open("ab")
        with suppress(OSError, ValueError, KeyError, TypeError):  # no note, or none of ours: start over
            note = json.loads(self._note.read_bytes())
            if note["address"] == self.address and note["size"] <= self.path.stat().st_size:
                self.size, self._etag = int(note["size"]), str(note["etag"])
        self._note.unlink(missing_ok=True)
        self._file.truncate(self.size)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if self._whole or not self._etag or not self.size or isinstance(error, OSError):
            with suppress(OSError):  # a full disk refuses what is thrown away anyway
                self._file.close()
            self.path.unlink()
            return
        with self._file:
            self._file.flush()
            os.fsync(self._file.fileno())
        self._note.write_text(json.dumps({"address": self.address, "etag": self._etag, "size": self.size}))

    def continuing(self) -> dict[str, str]:
        """Headers that ask for the rest, on the condition that it is the rest of the same body."""
        return {"Range": f"bytes={self.size}-", "If-Range": self._etag} if self.size and self._etag else {}

    def is_of(self, etag: str) -> bool:
        """Whether a piece with this ETag (empty: it has none) can continue what is here."""
        return bool(self.continuing()) and etag in {"", self._etag}

    def restart(self, etag: str) -> None:
        """Forget what came; another body begins, which can be continued only if it has a strong ETag."""
        self._file.truncate(0)
        self.size, self._etag = 0, etag

    def write(self, data: bytes) -> None:
        """Add to the body."""
        self._file.write(data)
        self.size += len(data)

    def finish(self) -> None:
        """Make the whole body readable at `path`."""
        self._file.flush()
        self._whole = True
