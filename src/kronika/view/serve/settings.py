"""What the service is told: options of `kronika serve`, carried to its worker processes by the environment."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from kronika.base.errors import ConfigError, UsageError

PREFIX = "KRONIKA_"
_LEAST_TOKEN = 16
_YES, _NO = frozenset(("1", "true", "yes", "on")), frozenset(("0", "false", "no", "off", ""))


@dataclass(frozen=True, slots=True)
class Service:
    """The service's settings. Each is an environment variable, too: KRONIKA_HOST for `host`."""

    host: str = "127.0.0.1"
    """The address to listen at."""
    port: int = 8000
    """0 takes a free one."""
    token: str = ""
    """Who sends it may write: at least 16 characters."""
    workers: int = 1
    """Processes."""
    names: str = ""
    """Host names, with commas between them, that the service is reached by beside its address: «lists.example.org»."""
    origins: str = ""
    """Web sites, with commas between them, whose scripts may read from the service: «https://refine.example.org», *."""
    body: int = 8 << 20
    """Bytes of a request, most."""
    upload: int = 128 << 20
    """Bytes of a file that is uploaded by someone who may write, most."""
    queries: int = 500
    """Queries in one request, most."""
    seconds: float = 30.0
    """Time for an answer to begin, from the end of the request."""
    stall: float = 10.0
    """Seconds between two pieces of a request's body, most."""
    log_queries: bool = False
    """Whether the access log holds what was asked; it is of persons."""

    def __post_init__(self) -> None:
        """Check what can be wrong. Raises ConfigError, which names the setting."""
        _check(0 <= self.port <= 65535, "port", "a number from 0 to 65535")
        _check(1 <= self.workers <= 64, "workers", "a number from 1 to 64")
        _check(not self.token or len(self.token) >= _LEAST_TOKEN, "token", f"at least {_LEAST_TOKEN} characters")
        _check(self.token.isascii() and self.token.isprintable() and " " not in self.token, "token", "printable ASCII")
        for name in ("body", "upload", "queries", "seconds", "stall"):
            _check(getattr(self, name) > 0, name, "more than 0")

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ) -> Service:
        """The settings that the environment holds. Raises ConfigError, which names the variable that is malformed."""
        given: dict[str, Any] = {
            each.name: _value(each.name, type(each.default), environment[PREFIX + each.name.upper()])
            for each in fields(cls)
            if PREFIX + each.name.upper() in environment
        }
        return cls(**given)

    def environment(self) -> dict[str, str]:
        """The variables that `read` reads this from."""
        return {PREFIX + each.name.upper(): str(getattr(self, each.name)) for each in fields(self)}

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach the service."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    def check_host(self) -> None:
        """Raises UsageError where others can reach the service and no token keeps them from writing."""
        if not self.loopback and not self.token:
            raise UsageError(
                f"--host {self.host}: others can reach it, so set a token for writing: KRONIKA_TOKEN=… or --token"
            )


def _check(right: bool, name: str, wanted: str) -> None:
    if not right:
        raise ConfigError(f"{PREFIX}{name.upper()} (--{name.replace('_', '-')}) must be {wanted}")


def _value(name: str, of: type, text: str) -> str | int | float | bool:
    if of is bool:
        _check(text.casefold() in _YES | _NO, name, "yes or no")
        return text.casefold() in _YES
    try:
        value: str | int | float = of(text)
    except ValueError as error:
        raise ConfigError(f"{PREFIX}{name.upper()} must be a number, not {text!r}") from error
    return value
