"""A store that is a SQLite file."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from storage.engine.reader import Told, untold
from storage.engine.sqlite_form import schema_of, taken
from storage.engine.sqlite_reader import SqliteReader
from storage.engine.store import Engine, Size, Store
from storage.engine.version import SCHEMA

if TYPE_CHECKING:
    from storage.engine.unit import Unit


class SqliteStore(Store):
    """See `Store`; SQLAlchemy is imported by the first unit, and not before."""

    engine: ClassVar[Engine] = "sqlite"

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def url(self) -> str:
        return str(self.path)

    @property
    def address(self) -> str:
        return str(self.path.absolute())

    def reader(self) -> SqliteReader:
        return SqliteReader(self.path)

    def unit(self, *, durable: bool = True) -> AbstractContextManager[Unit]:
        from storage.engine.sqlite_unit import sqlite_unit

        return sqlite_unit(self.path, durable=durable)

    def writer(self) -> AbstractContextManager[Callable[[], AbstractContextManager[Unit]]]:
        from storage.engine.sqlite_writer import sqlite_writer

        return sqlite_writer(self.path)

    def open_elsewhere(self) -> bool:
        from storage.engine.sqlite_holder import open_elsewhere

        return open_elsewhere(self.path)

    def schema(self) -> int:
        return schema_of(self.path)

    def version(self) -> str:
        return f"SQLite {sqlite3.sqlite_version}"

    def size(self) -> Size:
        from storage.engine.checkpoint import wal_bytes

        return Size(self.path.stat().st_size, wal_bytes(self.path))

    def checkpoint(self, *, truncate: bool) -> bool:
        from storage.engine.checkpoint import checkpoint

        return checkpoint(self.path, truncate=truncate)

    def refuse_taken(self) -> None:
        if os.path.lexists(self.path):
            raise taken(self.path)

    def create(self, target: int = SCHEMA) -> None:
        from storage.engine.migrate import create

        create(self.path, target)

    def draft(self) -> SqliteStore:
        return SqliteStore(self.path.with_name(self.path.name + ".draft"))

    def publish(self, draft: Store) -> None:
        from storage.engine.migrate import publish

        assert isinstance(draft, SqliteStore)
        publish(draft.path, self.path)

    def discard(self) -> None:
        from storage.engine.migrate import discard

        discard(self.path)

    def migrate(self, target: int = SCHEMA, told: Told = untold) -> str | None:
        from storage.engine.migrate import migrate

        copy = migrate(self.path, target, told)
        return None if copy is None else str(copy)
