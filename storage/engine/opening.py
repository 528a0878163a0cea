"""Which store a URL names."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from core.values.errors import RemoteError, UsageError
from storage.engine.sqlite_store import SqliteStore
from storage.engine.store import Store

POSTGRESQL = ("postgresql://", "postgres://")


def open_store(url: str) -> Store:
    """The store that a URL names: a path, `sqlite:///path`, or
    `postgresql://user@host:port/database?schema=name`. It need not exist.

    Raises UsageError for what names none or lacks its driver, RemoteError for
    another scheme.
    """
    if url.startswith(POSTGRESQL):
        _need_driver()
        from storage.engine.postgresql_store import PostgresStore
        from storage.engine.postgresql_url import parse_postgresql

        return PostgresStore(parse_postgresql(url))
    return SqliteStore(sqlite_path(url))


def _need_driver() -> None:
    try:
        import_module("psycopg")
    except ImportError as error:
        raise UsageError(
            "a PostgreSQL store needs its driver", "pip install 'bellbuoy[postgresql]'"
        ) from error


def sqlite_path(url: str) -> Path:
    """The file that a URL names."""
    url = url.removeprefix("sqlite:///")
    if "://" in url:
        scheme = url.split("://", 1)[0]
        raise RemoteError(
            f"this version opens SQLite and PostgreSQL stores, not {scheme}",
            "give the path of a file, or postgresql://user@host:port/database",
        )
    if not url:
        raise UsageError("no store named", "give --store PATH")
    return Path(url).expanduser()
