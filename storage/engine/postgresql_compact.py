"""Giving the room of deleted rows in a schema back, for new rows or to the disk."""

from __future__ import annotations

from collections.abc import Callable

from storage.engine.postgresql_connect import writing
from storage.engine.postgresql_faults import POSTGRESQL_FAULTS, translate_postgresql
from storage.engine.postgresql_reader import PostgresReader
from storage.engine.postgresql_url import PostgresPlace


def compact_schema(
    place: PostgresPlace, *, whole: bool, told: Callable[[int, int], None]
) -> None:
    """VACUUM and ANALYZE each table; `whole`: write each anew, which keeps others from
    that table meanwhile."""
    with PostgresReader(place) as reader:
        tables = [table.name for table in reader.tables()]
    how = "FULL, ANALYZE" if whole else "ANALYZE"
    try:
        with writing(place) as connection:
            for done, table in enumerate(tables, start=1):
                connection.execute(f'VACUUM ({how}) "{place.schema}"."{table}"'.encode())
                told(done, len(tables))
    except POSTGRESQL_FAULTS as error:
        raise translate_postgresql(error, place) from error
