"""Reading the log: what fits, from the oldest file on; and what comes after it."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BufferedReader
from pathlib import Path

from bellbuoy.paths import log_file
from bellbuoy.services.logs.files import log_files
from core.operations.log_line import at_least, read_line
from core.operations.types import Level, LogLine

_LOOK_S = 0.2


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines: of one trace, of a level or graver, not older than a moment."""

    trace: str = ""
    level: Level = "debug"
    since: datetime | None = None

    def takes(self, line: LogLine) -> bool:
        return (
            (not self.trace or line.trace == self.trace)
            and at_least(line, self.level)
            and (self.since is None or line.at >= self.since)
        )


def lines(wanted: Wanted, newest: int | None = None) -> Iterator[LogLine]:
    """The lines that fit, oldest first; with `newest` only so many, the last ones."""
    found = (line for path in log_files() for line in _of_file(path) if wanted.takes(line))
    yield from found if newest is None else deque(found, maxlen=newest)


def _of_file(path: Path) -> Iterator[LogLine]:
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            for text in file:
                line = read_line(text)
                if line is not None:
                    yield line
    except FileNotFoundError:
        return  # rotated away meanwhile: its lines are in the next file's place


def follow(
    wanted: Wanted,
    begin: int = 0,
    *,
    wait: Callable[[float], object] = time.sleep,
) -> Iterator[LogLine | None]:
    """The last `begin` lines that fit, then each as it is written, without an end.

    None says that there is nothing now: whoever prints may flush. Files that are
    rotated meanwhile are read to their end, each once and in their order.
    """
    tail = _Tail(log_file())
    # From the oldest file on, so that no line is missed between reading and waiting.
    try:
        yield from deque(_fitting(tail, wanted), maxlen=begin)
        while True:
            yield from _fitting(tail, wanted)
            yield None
            wait(_LOOK_S)
    finally:
        tail.close()


def _fitting(tail: _Tail, wanted: Wanted) -> Iterator[LogLine]:
    found = (read_line(text) for text in tail.more())
    return (line for line in found if line is not None and wanted.takes(line))


class _Tail:
    """The complete lines that a log grows by, over rotations."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: BufferedReader | None = None
        self._half = b""

    def more(self) -> Iterator[str]:
        if self._file is None and not self._open():
            return
        yield from self._rest()
        for path in self._newer():
            # The old file has got its last line: another has its name now.
            yield from self._rest()
            self.close()
            self._file = path.open("rb")
            yield from self._rest()

    def _open(self) -> bool:
        """The oldest file, when there is any."""
        for path in log_files(self._path):
            try:
                self._file = path.open("rb")
            except FileNotFoundError:
                continue
            return True
        return False

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        self._file, self._half = None, b""

    def _rest(self) -> Iterator[str]:
        assert self._file is not None
        *whole, self._half = (self._half + self._file.read()).split(b"\n")
        for text in whole:
            yield text.decode("utf-8", "replace")

    def _newer(self) -> list[Path]:
        """The files after the one that is open, the oldest first; all, where that
        one has been deleted."""
        assert self._file is not None
        mine = os.fstat(self._file.fileno())
        there = log_files(self._path)
        for place, path in enumerate(there):
            try:
                stat = path.stat()
            except FileNotFoundError:
                continue
            if (stat.st_ino, stat.st_dev) == (mine.st_ino, mine.st_dev):
                return there[place + 1 :]
        return there
