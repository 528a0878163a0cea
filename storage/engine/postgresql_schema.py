"""Making a store in a schema, renaming it, and bringing its form up to date.

PostgreSQL changes forms in transactions as it changes rows: each function here
does all of its work in one, under the lock of the store, or none of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from core.values.errors import BellbuoyError, ConflictError, UsageError
from storage.engine.content import content_hash, row_count
from storage.engine.postgresql_connect import Connection, writing
from storage.engine.postgresql_faults import translate_postgresql
from storage.engine.postgresql_form import FOUND, MARK, schema_of
from storage.engine.postgresql_functions import functions
from storage.engine.postgresql_reader import PostgresReader
from storage.engine.postgresql_unit import lock_of
from storage.engine.postgresql_url import PostgresPlace
from storage.engine.reader import Told, untold
from storage.engine.tables import referred_first
from storage.engine.upgrade import upgrade_connection
from storage.engine.version import SCHEMA


def refuse_taken(place: PostgresPlace) -> None:
    """Raise UsageError where the schema holds anything."""
    with writing(place) as connection:
        _refuse(connection, place)


def create(place: PostgresPlace, target: int = SCHEMA) -> None:
    """Make an empty store of form `target`."""
    with _alone(place) as connection:
        _refuse(connection, place)
        _make(connection, place, target)


def publish(draft: PostgresPlace, place: PostgresPlace) -> None:
    """Give a finished draft its name; an empty schema of that name goes. The planner
    learns what is in it now: it would wait a minute, and guess until then."""
    with _alone(place) as connection:
        _refuse(connection, place)
        _search(connection, draft)
        for table in PostgresReader(draft, connection).tables():
            _run(connection, f'ANALYZE "{table.name}"')
        _run(connection, f'DROP SCHEMA IF EXISTS "{place.schema}"')
        _run(connection, f'ALTER SCHEMA "{draft.schema}" RENAME TO "{place.schema}"')


def discard(place: PostgresPlace) -> None:
    """Remove a schema that is ours; another one is left alone."""
    with _alone(place) as connection:
        found = connection.execute(FOUND.encode(), {"name": place.schema}).fetchone()
        if found is not None and found[0] == MARK:
            _run(connection, f'DROP SCHEMA "{place.schema}" CASCADE')


def migrate(
    place: PostgresPlace, target: int = SCHEMA, told: Told = untold
) -> PostgresPlace | None:
    """Bring a store up to `target`; the place of the verified copy taken first,
    None when there was nothing to do. The functions are always made anew."""
    with PostgresReader(place) as reader:
        found = schema_of(reader, place)
    if found >= target:
        return None
    copy = place.beside(f"{place.schema}_form_{found}")
    with _alone(place) as connection:
        now = connection.execute(b"SELECT version_num FROM alembic_version").fetchone()
        if now is None or int(now[0]) != found:
            raise ConflictError("the store has been migrated meanwhile")
        _verified_copy(connection, place, copy, found, told)
        _search(connection, place)
        _upgrade(connection, target)
        for statement in functions():
            _run(connection, statement)
    return copy


def _verified_copy(
    connection: Connection, source: PostgresPlace, copy: PostgresPlace, form: int, told: Told
) -> None:
    """Copy a store of form `form` to another schema and compare the contents."""
    found = connection.execute(FOUND.encode(), {"name": copy.schema}).fetchone()
    if found is not None and found[0] == MARK:
        _run(connection, f'DROP SCHEMA "{copy.schema}" CASCADE')
    elif found is not None:
        raise UsageError(
            f"the schema {copy.schema} stands where the copy is to go", "rename it first"
        )
    _make(connection, copy, form)
    reader = PostgresReader(source, connection)
    for table in referred_first(reader.tables()):
        names = ", ".join(f'"{name}"' for name in table.columns)
        _run(
            connection,
            f'INSERT INTO "{copy.schema}"."{table.name}" ({names})'
            f' SELECT {names} FROM "{source.schema}"."{table.name}"',
        )
    _search(connection, source)
    rows = row_count(reader, reader.tables())
    expected = content_hash(reader, lambda done: told(done, 2 * rows))
    _search(connection, copy)
    made = PostgresReader(copy, connection)
    if content_hash(made, lambda done: told(rows + done, 2 * rows)) != expected:
        raise BellbuoyError(f"the copy of {source.shown} differs from it; nothing was changed")


def _make(connection: Connection, place: PostgresPlace, target: int) -> None:
    _run(connection, f'CREATE SCHEMA IF NOT EXISTS "{place.schema}"')
    _run(connection, f"COMMENT ON SCHEMA \"{place.schema}\" IS '{MARK}'")
    _search(connection, place)
    for statement in functions():
        _run(connection, statement)
    _upgrade(connection, target)


def _refuse(connection: Connection, place: PostgresPlace) -> None:
    found = connection.execute(FOUND.encode(), {"name": place.schema}).fetchone()
    if found is not None and found[1]:
        raise UsageError(f"{place.shown} exists already", "choose another schema: ?schema=NAME")


@contextmanager
def _alone(place: PostgresPlace) -> Iterator[Connection]:
    """One transaction, alone in writing to a store; it commits at the end."""
    try:
        with writing(place) as connection:
            _run(connection, f"BEGIN; {lock_of(place.schema)}")
            yield connection
            _run(connection, "COMMIT")
    except BellbuoyError:
        raise
    except Exception as error:
        if hasattr(error, "orig"):
            raise translate_postgresql(error, place) from error
        raise


def _search(connection: Connection, place: PostgresPlace) -> None:
    _run(connection, f'SET LOCAL search_path = "{place.schema}"')


def _upgrade(connection: Connection, target: int) -> None:
    """Run Alembic over a connection that is in the middle of a transaction, and
    leave the transaction to the caller."""
    engine = create_engine(
        "postgresql+psycopg://",
        creator=lambda: _Lent(connection),
        poolclass=StaticPool,
        pool_reset_on_return=None,
        use_native_hstore=False,
    )
    with engine.connect() as lent:
        upgrade_connection(lent, target)


class _Lent:
    """A connection that somebody else commits, rolls back and closes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def commit(self) -> None:
        """Not yet: the caller's transaction goes on."""

    def rollback(self) -> None:
        """The caller rolls back, when the error reaches it."""

    def close(self) -> None:
        """It is the caller's."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


def _run(connection: Connection, sql: str) -> None:
    connection.execute(sql.encode())
