"""`kronika serve`."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from kronika.base.errors import UsageError
from kronika.view.app import State, command
from kronika.view.serve.settings import Service

_GRACE = 5
"""Seconds that requests have to end when the service is told to."""


@command
@click.option("--host", help="Where to listen [default: 127.0.0.1, for this machine alone].")
@click.option("--port", type=int, help="[default: 8000; 0 takes a free one]")
@click.option("--token", help="Who sends it may write. Better said in KRONIKA_TOKEN, which no list of processes shows.")
@click.option("--workers", type=int, help="Processes [default: 1].")
@click.option("--names", help="Host names by which others reach the service, with commas between them.")
@click.option("--origins", help="Web sites whose scripts may read from the service, with commas between them; or *.")
@click.option("--log-queries", is_flag=True, default=None, help="Log what was asked. It is of persons.")
def serve(state: State, **options: Any) -> None:
    """Answer over HTTP: the API and the desk.

    Every option is an environment variable, too (KRONIKA_HOST …).
    """
    given = {name: value for name, value in options.items() if value is not None}
    service = replace(Service.read(), **given)
    if state.as_json:
        run(state.root, service, lambda address, entry: state.print_json({"address": address, "entry": entry}))
    else:
        run(state.root, service, _say)


def _say(address: str, entry: str) -> None:
    click.echo(f"Kronika answers at {address}; Ctrl-C ends it.\nTo write, too, open this once:\n{entry}")


def open_desk(root: Path) -> None:
    """Serve a casebook to this machine alone, at a free port, and open the desk where there is a screen."""

    def say(address: str, entry: str) -> None:
        _say(address, entry)
        if sys.stdout.isatty() and (sys.platform != "linux" or os.environ.keys() & {"DISPLAY", "WAYLAND_DISPLAY"}):
            click.launch(entry)

    run(root, Service(port=0), say)


def run(root: Path, service: Service, say: Callable[[str, str], None]) -> None:
    """Serve a casebook until told to stop.

    `say` is told the address, and the one that also gives the browser that opens it first a session. Raises UsageError
    where the address is taken, or others could reach the service and no token is set; ConfigError where there is no
    casebook.
    """
    from kronika.casebook import Casebook
    from kronika.view.serve.session import Sessions

    service.check_host()
    Casebook.open(root)
    ticket = Sessions(root, service.token).ticket()
    with _listening(service) as listening:
        host, port = listening.getsockname()[:2]
        address = f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
        say(address, f"{address}enter?key={ticket}")
        _serve(root, service, listening)


def _listening(service: Service) -> socket.socket:
    family = socket.AF_INET6 if ":" in service.host else socket.AF_INET
    try:
        found = socket.create_server((service.host, service.port), family=family, backlog=1024)
    except OSError as error:
        reason = error.strerror or error
        raise UsageError(
            f"cannot listen at {service.host}, port {service.port}: {reason}; --port says another"
        ) from error
    found.set_inheritable(True)
    return found


def _serve(root: Path, service: Service, listening: socket.socket) -> None:
    import uvicorn
    from uvicorn.supervisors import Multiprocess

    from kronika.view.serve.app import ROOT

    os.environ.update(service.environment() | {ROOT: str(root.resolve())})
    config = uvicorn.Config(
        "kronika.view.serve.app:served", factory=True, workers=service.workers, log_config=None, access_log=False,
        server_header=False, timeout_graceful_shutdown=_GRACE,
    )  # fmt: skip
    server = uvicorn.Server(config)
    try:
        if service.workers > 1:
            Multiprocess(config, sockets=[listening]).run()
        else:
            server.run(sockets=[listening])
    except KeyboardInterrupt:
        return
