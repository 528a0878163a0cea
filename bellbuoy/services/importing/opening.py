"""One file of an import, open: its bytes in lines, from any place on.

Only regular files are opened, each once, and read through one descriptor, so
that no other file can take its place meanwhile.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from bellbuoy.services.importing.archives import member_place, opened_member
from bellbuoy.services.importing.files import FoundFile
from bellbuoy.services.importing.standard_input import StdinFile
from bellbuoy.services.importing.unpacked import Source, chunks
from core.integrations.feed import HEAD, skipped, split_lines, transcoded, unicode_of
from core.values.errors import ConflictError, NotFoundError, RemoteError, UsageError


class OpenFile:
    """One file while it is imported: a core.integrations.feed.Feed. `size` counts
    its bytes on the disk, packed or not; `stamp` differs once they are written again."""

    resumes = True

    def __init__(self, handle: io.FileIO, found: FoundFile) -> None:
        self.name = found.name
        self.handle = handle
        self._member = found.member
        self.stamp = _stamp(handle)
        self._begins, self.size = 0, self.stamp[0]
        if found.member:
            self._begins, self.size = member_place(handle, found.name, found.member)
        self._start = b""
        self._start = self._first(4)
        self.unicode = unicode_of(self._start, found.spec.encoding)

    @property
    def position(self) -> int:
        """How many of its `size` bytes on the disk have been read."""
        return min(max(self.handle.tell() - self._begins, 0), self.size)

    @property
    def packed(self) -> bool:
        return bool(self._member) or self.name.lower().endswith(".gz")

    def sha256(self) -> str:
        """The hash of the bytes on the disk, in hexadecimal; for a member, that of
        its archive and its name."""
        self.handle.seek(0)
        found = hashlib.file_digest(self.handle, "sha256")
        if self._member:
            found.update(b"\0" + self._member.encode("utf-8", "surrogatepass"))
        return found.hexdigest()

    def verify(self) -> None:
        """Unpack all of it once: damage and bombs show before a row is stored."""
        if self.packed:
            for _ in self._chunks():
                pass

    def head(self) -> bytes:
        return self._first(HEAD)

    def lines(self, newline: bytes = b"\n", offset: int = 0) -> Iterator[bytes]:
        """Lines from `offset` bytes into the unpacked file on (of UTF-16: into what
        is made of it).

        Raises RemoteError for damaged data, and ConflictError, at the end, when
        the file changed meanwhile.
        """
        return split_lines(self._from(offset), newline)

    def _from(self, offset: int) -> Iterator[bytes]:
        if self.packed or self.unicode:
            yield from skipped(self._text_chunks(), offset)
        else:
            yield from self._chunks(offset)
        self._check_unchanged()

    def _text_chunks(self) -> Iterator[bytes]:
        return transcoded(self._chunks(), self.unicode) if self.unicode else self._chunks()

    def _first(self, size: int) -> bytes:
        found = b""
        for chunk in self._text_chunks() if self._start else self._chunks():
            found += chunk
            if len(found) >= size:
                break
        return found[:size]

    def _chunks(self, offset: int = 0) -> Iterator[bytes]:
        self.handle.seek(offset)
        with self._source() as source:
            yield from chunks(source, self.name, self.size if self.packed else 0)

    def _source(self) -> AbstractContextManager[Source]:
        if self._member:
            return opened_member(self.handle, self.name, self._member)
        if self.packed:
            return nullcontext(gzip.GzipFile(fileobj=self.handle))
        return nullcontext(self.handle)

    def _check_unchanged(self) -> None:
        self.expect(_stamp(self.handle))

    def expect(self, stamp: tuple[int, ...]) -> None:
        """Raises ConflictError where the file is not the one that a stamp was taken of."""
        if stamp != self.stamp:
            hint = "import it again when it is finished"
            raise ConflictError(f"{self.name}: the file changed while it was read", hint)


def _stamp(handle: io.FileIO) -> tuple[int, ...]:
    """What differs once a file has been written again: size first."""
    now = os.fstat(handle.fileno())
    return now.st_size, now.st_mtime_ns, now.st_ino, now.st_dev


def size_of(files: Iterable[FoundFile]) -> int | None:
    """The bytes on the disk of all files together; None where nobody knows."""
    total = 0
    for found in files:
        if found.is_stdin:
            return None
        with opened(found) as file:
            total += file.size
    return total


@contextmanager
def opened(found: FoundFile) -> Iterator[OpenFile | StdinFile]:
    """A file of an import, open for reading.

    Raises NotFoundError, UsageError for a folder, pipe or device (which is
    never waited for), RemoteError for one that may not be read.
    """
    if found.is_stdin:
        yield StdinFile(found)
        return
    with io.FileIO(_descriptor(found.path, found.name), "rb") as handle:
        _refuse_special(found.name, os.fstat(handle.fileno()).st_mode)
        yield OpenFile(handle, found)


def _descriptor(path: Path, name: str) -> int:
    try:
        _refuse_special(name, os.stat(path).st_mode)
        # Between the two looks the name may have come to mean a pipe.
        return os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except FileNotFoundError:
        raise NotFoundError(f"no file {name}") from None
    except OSError as error:
        raise RemoteError(f"{name}: cannot be opened: {error.strerror}") from None


def _refuse_special(name: str, mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise UsageError(f"{name}: no regular file", "pipes, devices and folders are not read")
