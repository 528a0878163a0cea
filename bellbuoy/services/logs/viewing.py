"""The log as a screen reads it: the newest lines first, older ones as one goes up,
and those that are written meanwhile. Only what is asked for is read.

Files are opened once, so that a rotation in between takes no line away and shows
none twice.
"""

from __future__ import annotations

import os
import weakref
from collections.abc import Callable, Generator, Iterator
from itertools import islice
from pathlib import Path

from bellbuoy.paths import log_file
from bellbuoy.services.logs.files import log_files
from core.operations.log_line import read_line
from core.operations.types import LogLine

BLOCK = 64 * 1024
Fits = Callable[[LogLine], bool]


class LogView:
    """One look at the log, used by one thread at a time; `close` it, or let it go."""

    def __init__(self, fits: Fits, path: Path | None = None) -> None:
        self._fits = fits
        self._path = log_file() if path is None else path
        self._open: list[int] = []
        self._newest: int | None = None
        self.close = weakref.finalize(self, _close_all, self._open)
        """Give the files back; once is enough."""
        self._at = 0
        self._older = self._backwards()
        self.looked = 0
        """How many lines were looked at so far, also those that did not fit."""

    def older(self, most: int) -> tuple[LogLine, ...]:
        """The next `most` lines that fit before all that were given, the oldest of
        them first; the first time the newest there are. Fewer: there are no more."""
        return tuple(islice(self._older, most))[::-1]

    def newer(self) -> tuple[LogLine, ...]:
        """What was written since the last time and fits, the oldest first."""
        found: list[LogLine] = []
        for number, file in enumerate(self._grown()):
            if number:
                self._at = 0
                self._newest = file
            found += self._rest(file)
        return tuple(found)

    def __enter__(self) -> LogView:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Backwards

    def _backwards(self) -> Generator[LogLine, None, None]:
        for file in self._all():
            end = self._at if file == self._newest else _size(file)
            for text in _lines_before(file, end):
                self.looked += 1
                line = read_line(text.decode("utf-8", "replace"))
                if line is not None and self._fits(line):
                    yield line

    def _all(self) -> list[int]:
        """Every file there is, the newest first, held open from now on."""
        for path in reversed(log_files(self._path)):
            if (file := self._hold(path)) is not None and self._newest is None:
                self._newest, self._at = file, _whole(file)
        return list(self._open)

    def _hold(self, path: Path) -> int | None:
        try:
            file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            return None  # rotated away, or not ours to read
        held = {_identity(each) for each in self._open}
        if _identity(file) in held:
            os.close(file)
            return None
        self._open.append(file)
        return file

    # Forwards

    def _grown(self) -> list[int]:
        """The file that was the newest, and those that came after it, oldest first."""
        there = log_files(self._path)
        if self._newest is None:
            # Nothing was ever read: the first file is the one that "was" the newest.
            held = map(self._hold, there)
            first = next((file for file in held if file is not None), None)
            if first is None:
                return []
            self._newest, self._at = first, 0
        mine = _identity(self._newest)
        for place, path in enumerate(there):
            if _path_identity(path) == mine:
                there = there[place + 1 :]
                break
        later = [self._hold(path) for path in there]
        return [self._newest, *(file for file in later if file is not None)]

    def _rest(self, file: int) -> list[LogLine]:
        end = _whole(file)
        if end <= self._at:
            return []
        texts = _read(file, self._at, end).split(b"\n")[:-1]
        self._at = end
        self.looked += len(texts)
        lines = (read_line(text.decode("utf-8", "replace")) for text in texts)
        return [line for line in lines if line is not None and self._fits(line)]


def _close_all(files: list[int]) -> None:
    while files:
        os.close(files.pop())


def _read(file: int, start: int, end: int) -> bytes:
    """The bytes from one place to another; fewer where the file has become shorter."""
    found = b""
    while start + len(found) < end:
        some = os.pread(file, end - start - len(found), start + len(found))
        if not some:
            break
        found += some
    return found


def _size(file: int) -> int:
    return os.fstat(file).st_size


def _whole(file: int) -> int:
    """Up to where the file has complete lines."""
    end = _size(file)
    while end > 0:
        start = max(0, end - BLOCK)
        cut = _read(file, start, end).rfind(b"\n")
        if cut >= 0:
            return start + cut + 1
        end = start
    return 0


def _lines_before(file: int, end: int) -> Iterator[bytes]:
    """The lines of a file up to `end`, the last one first, a block at a time."""
    rest = b""
    while end > 0:
        start = max(0, end - BLOCK)
        first, *whole = (_read(file, start, end) + rest).split(b"\n")
        yield from (line for line in reversed(whole) if line)
        rest, end = first, start
    if rest:
        yield rest


def _identity(file: int) -> tuple[int, int]:
    found = os.fstat(file)
    return found.st_dev, found.st_ino


def _path_identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
