"""The bytes of a file on their way to a reader: unpacked, in lines, in UTF-8 or an
encoding that keeps ASCII."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Protocol

from core.integrations.records import LIMIT

HEAD = 65_536
"""So many bytes are looked at before a file is read."""
_UTF16 = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


class Feed(Protocol):
    """One file, which can be read from any place, more than once.

    `unicode` names the UTF-16 that the file is in, and is empty where it is in
    none; what is read of it is UTF-8.
    """

    @property
    def unicode(self) -> str: ...

    def head(self) -> bytes:
        """The first HEAD bytes, or all of a shorter file."""

    def lines(self, newline: bytes = b"\n", offset: int = 0) -> Iterator[bytes]:
        """Physical lines with their ends, from `offset` bytes on. One longer than
        the record limit comes in pieces longer than the limit, but for its last."""


class BytesFeed:
    """A file that stands in memory."""

    def __init__(self, data: bytes, encoding: str = "utf-8") -> None:
        self.unicode = unicode_of(data[:4], encoding)
        self._data = b"".join(transcoded([data], self.unicode)) if self.unicode else data

    def head(self) -> bytes:
        return self._data[:HEAD]

    def lines(self, newline: bytes = b"\n", offset: int = 0) -> Iterator[bytes]:
        return split_lines([self._data[offset:]], newline)


def unicode_of(start: bytes, encoding: str) -> str:
    """The UTF-16 that a file is in: by its byte-order mark, or as was told."""
    if encoding.startswith("utf-16-"):
        return encoding
    if not start.startswith(b"\xff\xfe\0\0"):
        for mark, name in _UTF16:
            if start.startswith(mark):
                return name
    return ""


def transcoded(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """UTF-16 as UTF-8, nothing lost: half a surrogate pair stays what it is, which
    no reader takes for text; half a character at the end becomes the byte 0xff."""
    decoder = codecs.getincrementaldecoder(encoding)("surrogatepass")
    for chunk in chunks:
        if text := decoder.decode(chunk):
            yield text.encode("utf-8", "surrogatepass")
    left, _ = decoder.getstate()
    if len(left) > 1:  # half a pair that waited for the other half
        yield left[:2].decode(encoding, "surrogatepass").encode("utf-8", "surrogatepass")
    if len(left) % 2:
        yield b"\xff"


def split_lines(chunks: Iterable[bytes], newline: bytes = b"\n") -> Iterator[bytes]:
    """The lines of a file that comes in chunks."""
    return chain.from_iterable(_whole_lines(chunks, newline))


def _whole_lines(chunks: Iterable[bytes], newline: bytes) -> Iterator[Iterable[bytes]]:
    """Whole lines in buffers, which then give them at the speed of C."""
    left = b""
    for chunk in chunks:
        left = left + chunk if left else chunk
        cut = left.rfind(newline) + 1
        if cut or len(left) > LIMIT:
            cut = cut or len(left)
            yield _lines_of(left[:cut], newline)
            left = left[cut:]
    yield _lines_of(left, newline)


def _lines_of(block: bytes, newline: bytes) -> Iterable[bytes]:
    if newline == b"\n":
        return io.BytesIO(block)
    *whole, last = block.split(newline)
    lines = [line + newline for line in whole]
    return [*lines, last] if last else lines


def skipped(chunks: Iterable[bytes], count: int) -> Iterator[bytes]:
    """The chunks without their first `count` bytes."""
    for chunk in chunks:
        if count >= len(chunk):
            count -= len(chunk)
            continue
        yield chunk[count:]
        count = 0
