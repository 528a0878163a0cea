"""What a reader was asked: each statement with its time, rows and bytes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from storage.engine.finding import Finding
from storage.engine.reader import NONE, Allowed, Params, Reader, TableShape
from storage.engine.store import Store

_MOST = 500
_IO = Path("/proc/self/io")


@dataclass(frozen=True, slots=True)
class Ran:
    """A statement as it was asked; `bytes` read from the file meanwhile (None:
    this system, or this engine, does not tell)."""

    sql: str
    params: Params
    seconds: float
    rows: int
    bytes: int | None


@dataclass(slots=True)
class Trace:
    """The statements of a command in their order; of very many the first 500,
    `left_out` says how many there were beyond."""

    ran: list[Ran] = field(default_factory=list)
    left_out: int = 0

    def add(self, ran: Ran) -> None:
        if len(self.ran) < _MOST:
            self.ran.append(ran)
        else:
            self.left_out += 1


class TracedReader:
    """A reader that notes what it is asked; see `Reader`."""

    def __init__(self, reader: Reader, trace: Trace, *, local: bool) -> None:
        self._reader = reader
        self._trace = trace
        self._local = local

    def rows(self, sql: str, params: Params = NONE) -> list[tuple[Any, ...]]:
        with _Watch(self._trace, sql, params, local=self._local) as watch:
            found = self._reader.rows(sql, params)
            watch.rows = len(found)
        return found

    def one(self, sql: str, params: Params = NONE) -> tuple[Any, ...] | None:
        with _Watch(self._trace, sql, params, local=self._local) as watch:
            found = self._reader.one(sql, params)
            watch.rows = int(found is not None)
        return found

    def value(self, sql: str, params: Params = NONE) -> Any:
        found = self.one(sql, params)
        return found[0] if found else None

    def stream(
        self, sql: str, params: Params = NONE, allowed: Allowed | None = None
    ) -> Iterator[tuple[Any, ...]]:
        with _Watch(self._trace, sql, params, local=self._local) as watch:
            for row in self._reader.stream(sql, params, allowed):
                watch.rows += 1
                yield row

    def rows_within(self, sql: str, params: Params, allowed: Allowed) -> list[tuple[Any, ...]]:
        with _Watch(self._trace, sql, params, local=self._local) as watch:
            found = self._reader.rows_within(sql, params, allowed)
            watch.rows = len(found)
        return found

    def begin(self) -> None:
        self._reader.begin()

    def end(self) -> None:
        self._reader.end()

    def changes(self) -> int:
        return self._reader.changes()

    def interrupt(self) -> None:
        self._reader.interrupt()

    def tables(self) -> tuple[TableShape, ...]:
        return self._reader.tables()

    def soundness(self) -> list[Finding]:
        return self._reader.soundness()

    def close(self) -> None:
        self._reader.close()

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class TracedStore:
    """A store whose readers note what they are asked; in all else the store."""

    def __init__(self, store: Store, trace: Trace) -> None:
        self._store = store
        self._trace = trace

    def reader(self) -> Reader:
        local = self._store.engine == "sqlite"
        return TracedReader(self._store.reader(), self._trace, local=local)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


def traced(store: Store, trace: Trace) -> Store:
    """The store, its readers noting into `trace`."""
    return cast("Store", TracedStore(store, trace))


class _Watch:
    """Times a block, and counts what the process reads in it."""

    def __init__(self, trace: Trace, sql: str, params: Params, *, local: bool) -> None:
        self._trace, self._sql, self._params, self._local = trace, sql, params, local
        self.rows = 0

    def __enter__(self) -> _Watch:
        self._read = _read_so_far() if self._local else None
        self._began = time.perf_counter()
        return self

    def __exit__(self, *_: object) -> None:
        seconds = time.perf_counter() - self._began
        read = None
        if self._read is not None and (now := _read_so_far()) is not None:
            before, own = self._read
            read = max(now[0] - before - own, 0)
        self._trace.add(Ran(self._sql, self._params, seconds, self.rows, read))


def _read_so_far() -> tuple[int, int] | None:
    """Bytes that this process has read, and those of asking (they count in the
    next answer). Linux tells; elsewhere None."""
    try:
        told = _IO.read_bytes()
    except OSError:
        return None
    first = told.split(b"\n", 1)[0]
    return int(first.removeprefix(b"rchar: ")), len(told)
