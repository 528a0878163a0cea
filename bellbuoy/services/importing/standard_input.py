"""Standard input as a file of an import: read once, from its start, and no further back."""

from __future__ import annotations

import gzip
import io
import sys
from collections.abc import Iterator
from itertools import chain
from typing import IO

from bellbuoy.services.importing.files import FoundFile
from bellbuoy.services.importing.unpacked import chunks
from core.integrations.feed import HEAD, split_lines, transcoded, unicode_of

_GZIP = b"\x1f\x8b"


class StdinFile:
    """A core.integrations.feed.Feed that can be read once. `size` is 0: nobody knows it."""

    resumes = False
    size = 0
    packed = False
    stamp: tuple[int, ...] = ()

    def __init__(self, found: FoundFile, stream: IO[bytes] | None = None) -> None:
        self.name = found.name
        self._stream = _Counted(stream or sys.stdin.buffer)
        start = self._stream.peek(2)
        packed = start.startswith(_GZIP)
        source = gzip.GzipFile(fileobj=self._stream) if packed else self._stream
        plain = chunks(source, self.name)
        first = next(plain, b"")
        self.unicode = unicode_of(first[:4], found.spec.encoding)
        plain = chain([first], plain)
        self._chunks = transcoded(plain, self.unicode) if self.unicode else plain
        self._head = b""
        for chunk in self._chunks:
            self._head += chunk
            if len(self._head) >= HEAD:
                break

    @property
    def position(self) -> int:
        """How many bytes have been read."""
        return self._stream.count

    def sha256(self) -> str:
        """What is in it is known only at its end: nothing to compare with."""
        return ""

    def expect(self, stamp: tuple[int, ...]) -> None:
        """Nothing else can be in its place."""

    def verify(self) -> None:
        """It cannot be read twice: damage shows where it is met."""

    def head(self) -> bytes:
        return self._head[:HEAD]

    def lines(self, newline: bytes = b"\n", offset: int = 0) -> Iterator[bytes]:
        assert offset == 0, "standard input has one start"
        whole = chain([self._head], self._chunks)
        return split_lines(whole, newline)


class _Counted(io.RawIOBase):
    """A stream that counts, and whose first bytes can be looked at."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.count = 0
        self._stream = stream
        self._ahead = b""

    def peek(self, size: int) -> bytes:
        while len(self._ahead) < size and (more := self._stream.read(size - len(self._ahead))):
            self._ahead += more
        return self._ahead

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if self._ahead:
            piece = self._ahead[: len(buffer)]
            self._ahead = self._ahead[len(piece) :]
        else:
            piece = _some(self._stream, len(buffer))
        buffer[: len(piece)] = piece
        self.count += len(piece)
        return len(piece)


def _some(stream: IO[bytes], size: int) -> bytes:
    """What is there by now, without waiting for all of it."""
    read1 = getattr(stream, "read1", None)
    found: bytes = stream.read(size) if read1 is None else read1(size)
    return found
