"""A store that is a schema of a PostgreSQL database."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from storage.engine.postgresql_reader import PostgresReader
from storage.engine.postgresql_url import USUAL_S, PostgresPlace
from storage.engine.reader import Told, untold
from storage.engine.store import Engine, Size, Store
from storage.engine.version import SCHEMA

if TYPE_CHECKING:
    from storage.engine.unit import Unit

_BYTES = """
SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0) FROM pg_class c
JOIN pg_namespace s ON s.oid = c.relnamespace WHERE s.nspname = ? AND c.relkind = 'r'
"""


class PostgresStore(Store):
    """See `Store`; SQLAlchemy is imported by what makes or changes the form, and
    by the first bulk."""

    engine: ClassVar[Engine] = "postgresql"

    def __init__(self, place: PostgresPlace) -> None:
        self.place = place

    @property
    def url(self) -> str:
        return self.place.shown

    @property
    def address(self) -> str:
        return self.place.address

    def reader(self) -> PostgresReader:
        return PostgresReader(self.place)

    def patient(self) -> PostgresStore:
        """A time limit that the address itself names still holds."""
        if self.place.timeout_s != USUAL_S:
            return self
        return PostgresStore(replace(self.place, timeout_s=0))

    def unit(self, *, durable: bool = True) -> AbstractContextManager[Unit]:
        from storage.engine.postgresql_unit import postgresql_unit

        return postgresql_unit(self.place, durable=durable)

    def schema(self) -> int:
        from storage.engine.postgresql_form import schema_of

        with self.reader() as reader:
            return schema_of(reader, self.place)

    def version(self) -> str:
        with self.reader() as reader:
            return f"PostgreSQL {reader.value('SHOW server_version')}"

    def size(self) -> Size:
        """The log is the server's own, and no part of it."""
        with self.reader() as reader:
            return Size(int(reader.value(_BYTES, (self.place.schema,))), 0)

    def checkpoint(self, *, truncate: bool) -> bool:
        """The server's own work."""
        return True

    def refuse_taken(self) -> None:
        from storage.engine.postgresql_schema import refuse_taken

        refuse_taken(self.place)

    def create(self, target: int = SCHEMA) -> None:
        from storage.engine.postgresql_schema import create

        create(self.place, target)

    def draft(self) -> PostgresStore:
        return PostgresStore(self.place.beside(f"{self.place.schema}_draft"))

    def publish(self, draft: Store) -> None:
        from storage.engine.postgresql_schema import publish

        assert isinstance(draft, PostgresStore)
        publish(draft.place, self.place)

    def discard(self) -> None:
        from storage.engine.postgresql_schema import discard

        discard(self.place)

    def migrate(self, target: int = SCHEMA, told: Told = untold) -> str | None:
        from storage.engine.postgresql_schema import migrate

        copy = migrate(self.place, target, told)
        return None if copy is None else copy.shown
