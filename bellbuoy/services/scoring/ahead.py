"""Reading ahead: the next chunk is computed while the one before is written."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import TypeVar

from storage.engine.reader import Reader

Found = TypeVar("Found")


class Ahead:
    """One thread with a reader of its own, both made when they are first wanted."""

    def __init__(self, open_reader: Callable[[], Reader]) -> None:
        self._open = open_reader
        self._reader: Reader | None = None
        self._pool: ThreadPoolExecutor | None = None

    def begin(self, work: Callable[[Reader], Found]) -> Callable[[], Found]:
        """Begin work that reads; what is handed back waits for its result, and
        raises what it raised."""
        if self._pool is None:
            self._pool = ThreadPoolExecutor(1, "scoring")
        return self._pool.submit(self._run, work).result

    def _run(self, work: Callable[[Reader], Found]) -> Found:
        if self._reader is None:
            self._reader = self._open()
        return work(self._reader)

    def __enter__(self) -> Ahead:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
        if self._reader is not None:
            self._reader.close()
