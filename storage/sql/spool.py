"""Rows of an answer put aside, so that the database is let go at once: a reader
of a pipe may take its time, and meanwhile no snapshot holds the log back."""

from __future__ import annotations

import marshal
import tempfile
import weakref
from collections.abc import Iterator
from typing import Any

from core.values.errors import BellbuoyError

_IN_MEMORY = 8 * 1024 * 1024
_NUMBER = 8


class Spool:
    """Rows in the order in which they came: in memory while they are few, then
    in a nameless temporary file. Written whole, then read once; the file goes
    with the last row, with `close`, or with the spool."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115
        self.close = weakref.finalize(self, self._file.close)
        self.rows = 0

    def add(self, rows: list[tuple[Any, ...]]) -> None:
        """Raises BellbuoyError when the disk is full."""
        body = marshal.dumps(rows)
        try:
            self._file.write(len(body).to_bytes(_NUMBER, "big"))
            self._file.write(body)
        except OSError as error:
            raise BellbuoyError(
                f"no room for the answer: {error.strerror}", "ask for fewer rows: --limit"
            ) from error
        self.rows += len(rows)

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        try:
            self._file.seek(0)
            while head := self._file.read(_NUMBER):
                yield from marshal.loads(self._file.read(int.from_bytes(head, "big")))  # noqa: S302
        finally:
            self.close()
