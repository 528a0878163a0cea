"""A store that is open: its file, and the ways in."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from core.values.errors import ConflictError, NotFoundError, RemoteError, UsageError
from storage.engine.faults import translate
from storage.engine.reader import Reader
from storage.engine.version import APPLICATION_ID, SCHEMA

if TYPE_CHECKING:
    from storage.engine.unit import Unit


class Store:
    """The file of a store. It holds no connection: readers and units are made
    when asked for, each used by the thread that asked."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def url(self) -> str:
        return str(self.path)

    def reader(self) -> Reader:
        """A read-only connection; close it, or use it in a `with`."""
        return Reader(self.path)

    def unit(self, *, durable: bool = True) -> AbstractContextManager[Unit]:
        """One writing transaction; SQLAlchemy is imported here, and not before."""
        from storage.engine.unit import unit_of_work

        return unit_of_work(self.path, durable=durable)

    def schema(self) -> int:
        """The migration that the file stands at; raises for what is no store."""
        return schema_of(self.path)


def parse_url(url: str) -> Path:
    """The file that a store URL names: a path, or `sqlite:///path`."""
    if url.startswith("sqlite:///"):
        url = url.removeprefix("sqlite:///")
    if "://" in url:
        scheme = url.split("://", 1)[0]
        raise RemoteError(
            f"this version opens SQLite stores, not {scheme}", "give the path of a file"
        )
    if not url:
        raise UsageError("no store named", "give --store PATH")
    return Path(url).expanduser()


def schema_of(path: Path) -> int:
    """`user_version` of a Bellbuoy store.

    Raises NotFoundError without a file, UsageError for a file that is none of
    ours, ConflictError for one that a newer program made.
    """
    if not os.path.exists(path):  # False, too, for a name that no file can have
        raise NotFoundError(
            f"no store at {path}", "make one: bellbuoy store init, or: bellbuoy store demo"
        )
    if not path.is_file():
        raise UsageError(f"{path} is no file")
    with _plain(path) as connection:
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if application != APPLICATION_ID or version < 1:
        raise UsageError(f"{path} is no Bellbuoy store")
    if version > SCHEMA:
        raise ConflictError(
            f"{path} was made by a newer Bellbuoy (form {version}; this one knows {SCHEMA})",
            "update Bellbuoy",
        )
    return version


@contextmanager
def _plain(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            yield connection
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise translate(error, str(path)) from error
