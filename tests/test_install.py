"""`pip install .` into an environment of its own gives a kronika that works, with all its data files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from kronika.sample import EXAMPLE

ROOT = Path(__file__).parents[1]


def test_pip_installs_a_kronika_that_shows_the_demo(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "env"], check=True)
    bin_ = tmp_path / "env" / "bin"
    wheels_only = ("--only-binary", ":all:", "--no-binary", "kronika")
    pip = [str(bin_ / "pip"), "install", "--quiet", "--disable-pip-version-check", *wheels_only, str(ROOT)]
    subprocess.run(pip, check=True, cwd=tmp_path)
    demo = [str(bin_ / "kronika"), "demo", "--no-serve"]
    done = subprocess.run(demo, check=True, capture_output=True, text=True, cwd=tmp_path)
    assert EXAMPLE in done.stdout
