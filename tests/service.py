"""The service as its tests ask it; the fixtures `sample` and `client` are in conftest.py."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import httpx
import uvicorn

from kronika.view.serve.app import make
from kronika.view.serve.settings import Service

with warnings.catch_warnings():  # it would rather have httpx2, which is httpx under another name
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient

if TYPE_CHECKING:
    from fastapi import FastAPI

__all__ = ["HERE", "TOKEN", "Running", "TestClient", "asking", "listening", "wait", "writing"]
HERE = "http://127.0.0.1:8000"
PATIENCE = 30.0
TOKEN = "a token that is long".replace(" ", "-")


@contextmanager
def asking(root: Path, service: Service | None = None, app: FastAPI | None = None) -> Iterator[TestClient]:
    """Someone who asks a service in this process, as soon as it can answer."""
    with TestClient(app or make(root, service or Service()), base_url=HERE, follow_redirects=False) as found:
        wait(found)
        yield found


@contextmanager
def writing(root: Path, service: Service | None = None) -> Iterator[TestClient]:
    """Someone whose browser has a session, and whose scripts send its mark."""
    app = make(root, service or Service())
    with asking(root, app=app) as found:
        sessions = app.state.sessions
        assert found.get("/enter", params={"key": sessions.ticket()}).status_code == 303
        found.headers["x-csrf-token"] = sessions.mark(found.cookies[sessions.cookie])
        yield found


def wait(asker: httpx.Client | TestClient, status: int = 200) -> None:
    """Wait until the service is ready, or says that it is not."""
    deadline = time.monotonic() + PATIENCE
    while (found := asker.get("/readyz")).status_code != status:
        assert time.monotonic() < deadline, found.text
        time.sleep(0.02)


@contextmanager
def listening(app: FastAPI) -> Iterator[str]:
    """A real server in a thread of this process: its address."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        host, port = server.servers[0].sockets[0].getsockname()[:2]
        yield f"http://{host}:{port}"
    finally:
        server.should_exit = True
        thread.join()


class Running:
    """`kronika serve` as a process of its own."""

    def __init__(self, root: Path, *options: str, **environment: str) -> None:
        words = ["serve", "--port", "0", "--json", "--casebook", str(root), *options]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kronika.view.cli", *words],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ | environment,
        )  # fmt: skip
        self.log: list[dict[str, Any]] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        assert self.process.stdout
        said = ""
        while not said.endswith("}\n") and (line := self.process.stdout.readline()):
            said += line
        self.address, self.entry = json.loads(said).values()
        self.client = httpx.Client(base_url=self.address, timeout=PATIENCE, trust_env=False)
        try:
            wait(self.client)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()
        self.stop()

    def stop(self) -> int:
        """Press Ctrl-C; the exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            status = self.process.wait(PATIENCE)
        finally:
            self.process.kill()
        self._reader.join()
        for pipe in (self.process.stdout, self.process.stderr):
            assert pipe
            pipe.close()
        return status

    def _read(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            self.log.append(json.loads(line))
