"""Where the real files are, and what happens to a test that needs them where they are not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# A test is about what is right; machines are noisy, and speed has its own place in bench/.
settings.register_profile("kronika", settings.default, deadline=None)
settings.load_profile("kronika")

REAL = Path(os.environ.get("KRONIKA_DATA", Path(__file__).parents[2] / "shared" / "data"))


def needs_real_files() -> None:
    """Skip the test where the real files are absent; on CI that is a failure."""
    if REAL.is_dir():
        return
    reason = f"the real files are not at {REAL} (KRONIKA_DATA names another place)"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture
def real() -> Path:
    """The folder of real files."""
    needs_real_files()
    return REAL
