"""Ask a language model that the user has set up, by the interface that OpenAI's servers and most others have.

Nothing is sent anywhere unless casebook.toml says where:

    [proposer]
    address = "http://localhost:8080/v1"    # POST …/chat/completions
    model = "name-of-the-model"
    key = "MY_KEY"                          # the environment's variable that holds the key, if one is needed
    patience = 120                          # seconds that an answer may take

What comes back is a stranger's text. It is read up to a limit, and redirects are not followed: they would carry the
text, and the key, elsewhere.
"""

from __future__ import annotations

import ipaddress
import json
import os
import time
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from kronika.base.errors import ConfigError, FetchError

_LIMIT = 4 << 20
"""Most bytes of an answer."""
_PATIENCE = 120.0
_KNOWN = ("address", "model", "key", "patience")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a model answers."""

    address: str
    """Up to and with `/v1`."""
    model: str
    key: str = field(default="", repr=False)
    patience: float = _PATIENCE
    """Seconds that one answer may take."""


def endpoint(path: Path, environment: Mapping[str, str] | None = None) -> Endpoint:
    """The endpoint that casebook.toml sets up under [proposer].

    Raises ConfigError where there is none or a value is malformed; it names the key of the table.
    """
    given = os.environ if environment is None else environment
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8")).get("proposer")
    except (OSError, ValueError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from error
    if not isinstance(table, dict):
        raise ConfigError(f"{path}: nothing is set up to propose claims: give a [proposer] with address and model")
    for name in table:
        if name not in _KNOWN:
            raise ConfigError(f"{path}: unknown key proposer.{name}; known: {', '.join(_KNOWN)}")
    address, model, variable = (table.get(name, "") for name in ("address", "model", "key"))
    if not isinstance(model, str) or not model.strip():
        raise ConfigError(f'{path}: proposer.model must be a text, as in model = "llama-3.1-8b"')
    if not isinstance(variable, str) or (variable and not given.get(variable)):
        raise ConfigError(f"{path}: proposer.key names the environment's variable {variable}, which is not set")
    patience = table.get("patience", _PATIENCE)
    if not isinstance(patience, int | float) or not 0 < patience <= 3600:
        raise ConfigError(f"{path}: proposer.patience must be seconds, at most 3600")
    _reachable(path, address, secret=bool(variable))
    return Endpoint(str(address).rstrip("/"), model.strip(), given.get(variable, ""), float(patience))


def ask(where: Endpoint, instruction: str, text: str) -> str:
    """What the model answers to an instruction about a text.

    Raises FetchError where it cannot be reached, takes too long, or answers with something that is no answer.
    """
    question = {
        "model": where.model,
        "temperature": 0,
        "messages": [{"role": "system", "content": instruction}, {"role": "user", "content": text}],
    }
    address = f"{where.address}/chat/completions"
    headers = {"Authorization": f"Bearer {where.key}"} if where.key else {}
    try:
        with (
            httpx.Client(timeout=where.patience, trust_env=not _here(where.address)) as client,
            client.stream("POST", address, json=question, headers=headers) as response,
        ):
            body = _body(response, where)
            status = response.status_code
    except httpx.TimeoutException as error:
        raise FetchError(f"{address}: no answer within {where.patience:g} s ([proposer] patience)") from error
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, ImportError) as error:
        raise FetchError(f"{address}: cannot be asked: {_line(str(error)) or type(error).__name__}") from error
    if status != 200:
        raise FetchError(f"{address}: answers with status {status}: {_line(body[:200].decode(errors='replace'))}")
    return _content(body, address)


def _body(response: httpx.Response, where: Endpoint) -> bytes:
    """The answer's bytes, which must come within the limits of size and time: a server may send a byte a second."""
    until, pieces, size = time.monotonic() + where.patience, [], 0
    for piece in response.iter_bytes():
        size += len(piece)
        if size > _LIMIT:
            raise FetchError(f"{where.address}: an answer of more than {_LIMIT >> 20} MiB is not read")
        if time.monotonic() > until:
            raise FetchError(f"{where.address}: no whole answer within {where.patience:g} s ([proposer] patience)")
        pieces.append(piece)
    return b"".join(pieces)


def _content(body: bytes, address: str) -> str:
    try:
        content = json.loads(body)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise FetchError(f"{address}: its answer is not that of a chat completion") from error
    if not isinstance(content, str):
        raise FetchError(f"{address}: its answer holds no text")
    return content


def _line(text: str) -> str:
    """A stranger's text as one line without characters that steer a terminal."""
    return "".join(char for char in " ".join(text.split()) if char.isprintable())


def _reachable(path: Path, address: object, *, secret: bool) -> None:
    """Refuse an address that is none, and one to which a key would go in the clear."""
    try:
        parts = urlsplit(address) if isinstance(address, str) else None
        known = parts is not None and parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        known = False
    if not known or not isinstance(address, str):
        raise ConfigError(f'{path}: proposer.address must be as in address = "http://localhost:8080/v1"')
    if secret and address.startswith("http:") and not _here(address):
        raise ConfigError(f"{path}: proposer.address must be https: a key would go there unencrypted")


def _here(address: str) -> bool:
    """Whether an address is this machine's own."""
    host = urlsplit(address).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
