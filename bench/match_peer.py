"""The peer: nomenklatura as published, in an environment of its own with the ICU that it transliterates with.

Kronika's own environment has no ICU (pyproject.toml says why), and a peer without it would be measured unfairly.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

VERSION = "4.17.4"
ALGORITHMS = ("logic-v2", "logic-v1", "name-based")
_ROOT = Path(__file__).parents[1]
_HOME = _ROOT / ".peer"
_PYTHON = _HOME / "bin" / "python"
_COMPLETE = _HOME / "complete"

Entity = dict[str, Any]
Pair = tuple[Entity, Entity]


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of one algorithm on one set of pairs, in their order, and the processor time that they took."""

    values: tuple[float, ...]
    seconds: float

    @property
    def speed(self) -> float:
        """Pairs per second of processor time."""
        return len(self.values) / self.seconds


class PeerMissing(Exception):
    """The peer's environment could not be made; the message says why."""


def prepare() -> None:
    """Make the peer's environment, once. Raises PeerMissing where that fails, say without a compiler."""
    if _COMPLETE.exists() and _COMPLETE.read_text(encoding="utf-8") == VERSION:
        return
    shutil.rmtree(_HOME, ignore_errors=True)
    uv = shutil.which("uv") or str(_ROOT / ".uv" / "bin" / "uv")
    _uv(uv, "venv", "--quiet", "--python", sys.executable, str(_HOME))
    _uv(uv, "pip", "install", "--quiet", "--python", str(_PYTHON), f"nomenklatura=={VERSION}")
    _COMPLETE.write_text(VERSION, encoding="utf-8")


def versions() -> str:
    """What the peer's environment holds."""
    folders = [str(folder) for folder in _HOME.glob("lib/python*/site-packages")]
    found = {each.name.lower(): each.version for each in metadata.distributions(path=folders)}
    return ", ".join(f"{name} {found[name]}" for name in ("nomenklatura", "rigour", "followthemoney", "pyicu"))


def score(sets: Mapping[str, Sequence[Pair]], algorithms: Sequence[str] = ALGORITHMS) -> dict[str, dict[str, Scores]]:
    """Score the pairs of each set, left as the query: algorithm → set → scores."""
    done = subprocess.run(
        [str(_PYTHON), "-I", str(_ROOT / "bench" / "peer_nomenklatura.py"), *algorithms],
        input="".join(_lines(sets)), capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"the peer failed:\n{done.stderr[-2000:]}")
    return {
        algorithm: {key: Scores(tuple(each["scores"]), each["seconds"]) for key, each in by_set.items()}
        for algorithm, by_set in json.loads(done.stdout).items()
    }


def _lines(sets: Mapping[str, Sequence[Pair]]) -> Iterator[str]:
    for key, pairs in sets.items():
        for left, right in pairs:
            yield json.dumps({"set": key, "left": left, "right": right}) + "\n"


def _uv(*command: str) -> None:
    # Not in the repository's folder, where uv would follow pyproject.toml and leave ICU out.
    try:
        subprocess.run(command, cwd=tempfile.gettempdir(), check=True, capture_output=True, text=True)
    except FileNotFoundError:
        raise PeerMissing("there is no uv to make its environment with") from None
    except subprocess.CalledProcessError as error:
        shutil.rmtree(_HOME, ignore_errors=True)
        lines = [line.strip() for line in str(error.stderr).splitlines() if line.strip()]
        raise PeerMissing(
            f"{lines[-1] if lines else 'uv failed'} (it needs a C++ compiler, pkg-config and libicu-dev)"
        ) from None
