"""`postgresql://user@host:port/database?schema=name`: a store on a server."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from core.values.address import shown_address
from core.values.errors import UsageError

SCHEMA_NAME = "bellbuoy"
_NAME = re.compile(r"(?!pg_|information_schema$)[a-z_][a-z0-9_]{0,39}")
USUAL_S = 60
_PORT = "5432"


@dataclass(frozen=True, slots=True)
class PostgresPlace:
    """Where a store lies. `conninfo` is what libpq reads, a password and all;
    `shown` and `server` are what people see. `timeout_s` bounds each read (0:
    nothing does)."""

    conninfo: str
    schema: str
    timeout_s: int
    shown: str
    server: str

    @property
    def address(self) -> str:
        """The URL again, complete."""
        return _with(self.conninfo, schema=self.schema, timeout=self.timeout_s)

    def beside(self, schema: str) -> PostgresPlace:
        """Another schema of the same database."""
        shown = shown_address(_with(self.conninfo, schema=schema))
        return PostgresPlace(self.conninfo, schema, self.timeout_s, shown, self.server)


def _with(url: str, **options: str | int) -> str:
    return f"{url}{'&' if '?' in url else '?'}{urlencode(options)}"


def parse_postgresql(url: str) -> PostgresPlace:
    """Raises UsageError for a schema or time limit that is none."""
    parts = urlsplit(url)
    ours = {"schema": SCHEMA_NAME, "timeout": str(USUAL_S)}
    theirs = []
    for name, value in parse_qsl(parts.query, keep_blank_values=True):
        if name in ours:
            ours[name] = value
        else:
            theirs.append((name, value))
    schema, timeout = ours["schema"], ours["timeout"]
    if not _NAME.fullmatch(schema):
        raise UsageError(
            f"“{schema}” is no name of a schema",
            "up to 40 small letters, digits and _, and no pg_ in front: ?schema=acme",
        )
    if not timeout.isascii() or not timeout.isdecimal() or len(timeout) > 6:
        raise UsageError(f"“{timeout}” is no time limit", "whole seconds: ?timeout=60")
    query = urlencode(theirs, quote_via=quote)
    conninfo = f"postgresql://{parts.netloc}{parts.path}" + (f"?{query}" if query else "")
    server = _server(parts.netloc, theirs)
    return PostgresPlace(conninfo, schema, int(timeout), shown_address(url), server)


def _server(netloc: str, options: list[tuple[str, str]]) -> str:
    """HOST:PORT as a person would name it; a folder is that of a socket."""
    named = dict(options)
    told = [place for place in netloc.rpartition("@")[2].split(",") if place]
    if not told:
        host = unquote(named.get("host") or named.get("hostaddr") or "localhost")
        told = [f"{host}:{named['port']}" if "port" in named else host]
    return ",".join(place if _has_port(place) else f"{place}:{_PORT}" for place in told)


def _has_port(place: str) -> bool:
    return ":" in place.rpartition("]")[2]
