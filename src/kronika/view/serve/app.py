"""The application: layers, routes, and what they share."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import metadata
from pathlib import Path

import anyio.to_thread
from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

from kronika.view import desk
from kronika.view.api import own, reconcile, yente
from kronika.view.serve import errors, logs, routes
from kronika.view.serve.guard import Guard
from kronika.view.serve.held import Holder
from kronika.view.serve.limits import Limits
from kronika.view.serve.session import Sessions
from kronika.view.serve.settings import Service

ROOT = "KRONIKA_ROOT"
"""The environment variable that names the casebook's folder to the processes of `kronika serve`."""
_THREADS = 8
"""Requests of one process that are worked on at once; more of them would wait for each other."""


def make(root: Path, service: Service) -> FastAPI:
    """The service of a casebook. Raises ConfigError where its key cannot be kept.

    `app.state` holds what routes share: `root`, `holder`, `sessions`, `service`; the screenings add `jobs`.
    """
    holder, sessions = Holder(root), Sessions(root, service.token)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = _THREADS
        holder.look()
        yield
        await anyio.to_thread.run_sync(holder.close)

    app = FastAPI(
        title="Kronika", version=metadata.version("kronika"), description=_ABOUT, lifespan=lifespan,
        docs_url=None, redoc_url=None,
    )  # fmt: skip
    app.state.root, app.state.holder, app.state.sessions, app.state.service = root, holder, sessions, service
    errors.install(app)
    for each in (routes, yente, reconcile, own, desk):
        app.include_router(each.router)
    if service.origins:
        app.add_middleware(
            CORSMiddleware, allow_origins=service.origins.replace(" ", "").split(","), allow_methods=["GET", "POST"],
            allow_headers=["*"],
        )  # fmt: skip
    app.add_middleware(Guard, service=service, sessions=sessions)
    app.add_middleware(Limits, service=service)
    app.add_middleware(logs.Logs, queries=service.log_queries)
    return app


def served() -> FastAPI:
    """The service that the environment describes: what each process of `kronika serve` makes."""
    logs.install()
    return make(Path(os.environ[ROOT]), Service.read())


_ABOUT = """\
Who is listed by whom, as the lists themselves print it. Paths and shapes of matching, searching and entities are those
of yente; reconciliation is version 0.2 of the Reconciliation API; the rest is under /api/v1."""
