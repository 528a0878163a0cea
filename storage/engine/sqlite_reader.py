"""Reading a SQLite store over a read-only connection."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from time import monotonic, thread_time
from typing import Any, TypeVar
from urllib.parse import quote

from storage.engine.dialect import holds_facts, sqlite_sql
from storage.engine.faults import DRIVER_FAULTS, translate
from storage.engine.finding import Finding
from storage.engine.functions import register
from storage.engine.reader import NONE, Allowed, Params, TableShape, TookLong

_TABLES = f"""SELECT name FROM sqlite_schema WHERE type = 'table'
 AND name NOT LIKE 'sqlite_%' AND {holds_facts("name")} ORDER BY name"""

_ENDS = 3
_STEPS = 2_000
"""Instructions of SQLite between two looks at the clock: some tens of rows."""
_WAITING = 20
"""So many times as long as it may work, a statement may take with waiting."""
T = TypeVar("T")


class SqliteReader:
    """One read-only connection; see `Reader`."""

    def __init__(self, path: Path, *, timeout: float = 5.0) -> None:
        self.path = str(path)
        uri = f"file:{quote(str(path.absolute()))}?mode=ro"
        try:
            self._db = sqlite3.connect(
                uri, uri=True, timeout=timeout, isolation_level=None, check_same_thread=False
            )
            self._db.execute("PRAGMA query_only = 1")
            self._db.execute("PRAGMA trusted_schema = 0")
            register(self._db)
        except sqlite3.Error as error:
            raise translate(error, self.path) from error

    def rows(self, sql: str, params: Params = NONE) -> list[tuple[Any, ...]]:
        try:
            return self._db.execute(sqlite_sql(sql), params).fetchall()
        except DRIVER_FAULTS as error:
            raise translate(error, self.path) from error

    def stream(
        self, sql: str, params: Params = NONE, allowed: Allowed | None = None
    ) -> Iterator[tuple[Any, ...]]:
        try:
            if allowed is None:
                yield from self._db.execute(sqlite_sql(sql), params)
            else:
                yield from self._in_time(sqlite_sql(sql), params, allowed)
        except DRIVER_FAULTS as error:
            raise translate(error, self.path) from error

    def _in_time(self, sql: str, params: Params, allowed: Allowed) -> Iterator[tuple[Any, ...]]:
        # Work, not waiting: beside others a good plan must not be given up for a worse one.
        worked, waited, late = thread_time(), monotonic(), False
        seconds = allowed.seconds

        def over() -> bool:
            nonlocal late
            late = thread_time() - worked > seconds or monotonic() - waited > _WAITING * seconds
            return late

        def timed(step: Callable[[], T]) -> T:
            # Watched during the step alone: between two rows others may ask this reader.
            self._db.set_progress_handler(over, _STEPS)
            try:
                return step()
            except sqlite3.OperationalError as error:
                if late:
                    raise TookLong from error
                raise
            finally:
                self._db.set_progress_handler(None, 0)

        found = timed(lambda: self._db.execute(sql, params))
        while (row := timed(lambda: next(found, None))) is not None:
            seconds += allowed.a_row
            yield row

    def rows_within(self, sql: str, params: Params, allowed: Allowed) -> list[tuple[Any, ...]]:
        return list(self.stream(sql, params, allowed))

    def one(self, sql: str, params: Params = NONE) -> tuple[Any, ...] | None:
        found = self.rows(sql, params)
        return found[0] if found else None

    def value(self, sql: str, params: Params = NONE) -> Any:
        found = self.one(sql, params)
        return found[0] if found else None

    def begin(self) -> None:
        try:
            self.rows("BEGIN")
            self.rows("SELECT 1 FROM setting LIMIT 1")
        except BaseException:
            self.end()
            raise

    def end(self) -> None:
        # Whoever interrupts may meet this statement in place of the one he meant; then
        # the snapshot would stay open, and no other could be begun.
        for _ in range(_ENDS):
            if self._db.in_transaction:
                with suppress(sqlite3.OperationalError):
                    self._db.execute("COMMIT")

    def changes(self) -> int:
        return int(self.value("PRAGMA data_version"))

    def interrupt(self) -> None:
        self._db.interrupt()

    def tables(self) -> tuple[TableShape, ...]:
        return tuple(self._shape(name) for (name,) in self.rows(_TABLES))

    def _shape(self, table: str) -> TableShape:
        found = self.rows("SELECT name, pk FROM pragma_table_info(?) ORDER BY cid", (table,))
        keys = sorted((place, name) for name, place in found if place)
        return TableShape(
            table, tuple(name for name, _ in found), tuple(name for _, name in keys)
        )

    def soundness(self) -> list[Finding]:
        verdict = self.rows("PRAGMA quick_check")
        damaged = 0 if verdict == [("ok",)] else len(verdict)
        orphans = len(self.rows("PRAGMA foreign_key_check"))
        return [
            Finding("file", damaged, "pages that SQLite finds wrong"),
            Finding("references", orphans, "rows that name a missing row"),
        ]

    def pages_into(
        self, target: sqlite3.Connection, pages: int, told: Callable[[int, int], None]
    ) -> None:
        """Copy every page of the file, so many at a time, in the snapshot that is
        held, if one is. `told` gets (pages done, pages in all) after each step."""

        def step(_status: int, remaining: int, total: int) -> None:
            told(total - remaining, total)

        self._db.backup(target, pages=pages, progress=step)

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> SqliteReader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
