"""A backup into the live store: all of it in one transaction of that store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from core.values.errors import BellbuoyError
from storage.alerts.marks import EVERYBODY, mark_due
from storage.backup.folder import unwritable
from storage.engine.bulk import bulk_insert, table_columns
from storage.engine.content import in_order
from storage.engine.reader import Reader, Rows, TableShape
from storage.engine.sqlite_pages import pages_in, pages_out
from storage.engine.sqlite_reader import SqliteReader
from storage.engine.sqlite_store import SqliteStore
from storage.engine.store import Store
from storage.engine.tables import model_of, referred_first
from storage.engine.unit import Unit

CARRIED = ("lease", "worker", "backup", "alert", "alert_delivery")
"""Tables about who works here, which backups there are, and what rang and whom it has
reached: they are true of the present, whatever is restored."""

Told = Callable[[int, int], None]


def scratch_of(path: Path, folder: Path, told: Told) -> SqliteStore:
    """A copy of a backup in a folder of its own, in today's form."""
    made = SqliteStore(folder / "restored.db")
    try:
        with SqliteReader(path) as reader:
            pages_out(reader, made.path, told)
    except OSError as error:
        raise unwritable(made.path, error) from error
    made.migrate()
    return made


def carry(live: Rows, shapes: tuple[TableShape, ...], scratch: Unit) -> None:
    """Put what is true of the present into what will replace it. Whether what stands
    open still holds there is for the next look at all clients to say."""
    for shape in shapes:
        if shape.name not in CARRIED:
            continue
        columns = list(shape.columns)
        scratch.run(f"DELETE FROM {shape.name}")
        scratch.bulk(
            bulk_insert(model_of(shape.name), tuple(columns)),
            live.rows(in_order(shape, columns)),
        )
    mark_due(scratch, [EVERYBODY])


def replace_rows(unit: Unit, scratch: SqliteStore, told: Told) -> int:
    """Replace every row of a store by those of another, inside one unit of it; how
    many there are now. Readers keep what they see until the unit commits."""
    with scratch.reader() as reader:
        tables = referred_first(reader.tables())
        for table in reversed(tables):
            unit.run(f"DELETE FROM {table.name}")
        counts = [int(reader.value(f"SELECT count(*) FROM {t.name}")) for t in tables]
        done, total = 0, sum(counts)
        for table, count in zip(tables, counts, strict=True):
            model = model_of(table.name)
            columns = [name for name in table_columns(model) if name in table.columns]
            rows = _streamed(reader, table, columns, done, total, told)
            if unit.bulk(bulk_insert(model, tuple(columns)), rows) != count:
                raise BellbuoyError(f"not every row of {table.name} came over")
            done += count
    return total


def _streamed(
    reader: Reader, table: TableShape, columns: list[str], done: int, total: int, told: Told
) -> Iterator[tuple[object, ...]]:
    for row in reader.stream(in_order(table, columns)):
        if done % 5_000 == 0:
            told(done, total)
        done += 1
        yield row


def replace_file(
    live: SqliteStore, scratch: SqliteStore, unchanged: Callable[[], bool], told: Told
) -> None:
    """Replace every page of a live store, where nobody has written to it since."""
    pages_in(scratch.path, live.path, unchanged, told)


def counts_of(store: Store) -> dict[str, int]:
    """Rows by table."""
    with store.patient().reader() as reader:
        return {
            table.name: int(reader.value(f'SELECT count(*) FROM "{table.name}"'))
            for table in reader.tables()
        }
