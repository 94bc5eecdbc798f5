"""Where the real files are, and what happens to a test that needs them where they are not."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from publisher import Desk, Publisher
    from service import TestClient

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


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    """A server on this machine that answers as it is told."""
    from publisher import Publisher

    with Publisher() as server:
        yield server


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Someone who fetches into an archive, without a proxy."""
    from publisher import Desk

    return Desk.without_proxy(tmp_path, monkeypatch)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; a test that asks for it is skipped where there is none."""
    from browsing import chromium

    with chromium() as found:
        yield found


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The embedded casebook, built; not to be changed."""
    from kronika import Casebook

    folder = tmp_path_factory.mktemp("sample") / "book"
    Casebook.demo(folder).build()
    return folder


@pytest.fixture(scope="session")
def client(sample: Path) -> Iterator[TestClient]:
    """Someone on this machine who asks the service of the embedded casebook, and has no session."""
    from service import asking

    with asking(sample) as found:
        yield found
