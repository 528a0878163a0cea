"""All of a store into a new one, table by table, and both compared."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from itertools import islice

from core.values.errors import BellbuoyError, RemoteError
from storage.engine.bulk import bulk_insert, table_columns
from storage.engine.content import content_hash, in_order, row_count
from storage.engine.reader import Reader, TableShape
from storage.engine.store import Store
from storage.engine.tables import model_of, referred_first

_CHUNK = 20_000
_TIDY = 25
"""Chunks between two looks at the log: it does not grow to the size of the copy."""


def copy_store(
    source: Store,
    target: Store,
    progress: Callable[[int, int], None],
    cancelled: Callable[[], bool],
) -> tuple[int, int, str]:
    """Copy into a draft, compare, publish; how many tables and rows, and the content
    hash of both. `progress` counts each row three times: copied, read again at the
    source, and at the copy. Raises BellbuoyError when they differ or it is stopped;
    then nothing is left."""
    draft = target.draft()
    try:
        draft.discard()
        draft.create(source.schema())
        with source.patient().reader() as reader:
            reader.begin()
            tables = referred_first(reader.tables())
            rows = row_count(reader, tables)
            told = _Told(rows, progress, cancelled)
            for table in tables:
                _copy_table(reader, draft, table, told)
            expected = content_hash(reader, told.again(1))
            reader.end()
        with draft.patient().reader() as made:
            if content_hash(made, told.again(2)) != expected:
                raise BellbuoyError(f"the copy of {source.url} differs from it; it is removed")
        target.publish(draft)
    except OSError as error:
        why = error.strerror or error
        raise BellbuoyError(
            f"cannot make {target.url}: {why}", "choose another path"
        ) from error
    finally:
        with suppress(OSError, RemoteError):
            draft.discard()
    return len(tables), rows, expected


class _Told:
    """How far the whole is: three passes over the same rows."""

    def __init__(
        self, rows: int, progress: Callable[[int, int], None], cancelled: Callable[[], bool]
    ) -> None:
        self._rows = rows
        self._progress = progress
        self._cancelled = cancelled
        self.copied = 0

    def add(self, rows: int) -> None:
        self.copied += rows
        self._tell(self.copied)

    def again(self, passes: int) -> Callable[[int], None]:
        return lambda done: self._tell(passes * self._rows + done)

    def _tell(self, done: int) -> None:
        if self._cancelled():
            raise BellbuoyError("stopped; nothing was copied")
        self._progress(done, 3 * self._rows)


def _copy_table(reader: Reader, draft: Store, table: TableShape, told: _Told) -> None:
    model = model_of(table.name)
    columns = [name for name in table_columns(model) if name in table.columns]
    statement = bulk_insert(model, tuple(columns))
    rows = reader.stream(in_order(table, columns))
    chunks = 0
    while chunk := list(islice(rows, _CHUNK)):
        with draft.unit(durable=False) as unit:
            unit.bulk(statement, chunk)
        told.add(len(chunk))
        chunks += 1
        if chunks % _TIDY == 0:
            draft.checkpoint(truncate=True)
