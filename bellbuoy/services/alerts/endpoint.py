"""A webhook's URL, taken apart and checked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from core.values.errors import UsageError

_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x20\x7f-\uffff]")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A webhook's URL taken apart; `path` has the query with it."""

    secure: bool
    host: str
    port: int
    path: str

    @property
    def name(self) -> str:
        """How the `Host` header names it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.secure else 80) else f"{host}:{self.port}"


def read_url(url: str) -> Endpoint:
    """Take a webhook's URL apart. Raises UsageError for what is no http(s) URL, or
    has a user, a password or a fragment in it."""
    hint = "write https://host/path; a secret belongs into --secret-env"
    try:
        parts = urlsplit(url)
        port = parts.port
        host = parts.hostname or ""
    except ValueError:
        raise UsageError("that is no URL", hint) from None
    if parts.scheme not in ("http", "https") or not host or _CONTROL.search(url):
        raise UsageError("a webhook is an http or https URL", hint)
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise UsageError("a webhook's URL has no user, password or fragment", hint)
    if not _HOST.fullmatch(host) and not _is_address(host):
        raise UsageError("that URL names no host", hint)
    secure = parts.scheme == "https"
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Endpoint(secure, host, port or (443 if secure else 80), path)


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
