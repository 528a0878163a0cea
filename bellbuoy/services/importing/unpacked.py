"""The bytes of packed data, as a stream, and the guard against bombs."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from typing import Protocol

from core.values.errors import RemoteError, UsageError

CHUNK = 262_144
"""So many bytes are read at once."""
_HARMLESS = 64 * 1_048_576
_MOST_TIMES = 300
_DAMAGE = (EOFError, gzip.BadGzipFile, zipfile.BadZipFile, zlib.error)


class Source(Protocol):
    def read(self, size: int, /) -> bytes: ...


def chunks(source: Source, name: str, size: int = 0) -> Iterator[bytes]:
    """All that a source gives. `size` is that of the packed data, 0 where nothing
    was packed. Raises RemoteError for damage, UsageError for a bomb."""
    given = 0
    while chunk := _read(source, name):
        given += len(chunk)
        if size:
            refuse_bomb(name, given, size)
        yield chunk


def refuse_bomb(name: str, unpacked: int, packed: int) -> None:
    """Raises UsageError for data that unpacks to an absurd multiple of its size."""
    if unpacked > _HARMLESS and unpacked > packed * _MOST_TIMES:
        raise UsageError(
            f"{name}: it unpacks to over {_MOST_TIMES} times its {packed:,} bytes",
            "unpack it, look at what is in it, and import that",
        )


def _read(source: Source, name: str) -> bytes:
    try:
        return source.read(CHUNK)
    except _DAMAGE as error:
        kind = "zip" if isinstance(error, zipfile.BadZipFile) else "gzip"
        raise RemoteError(f"{name}: damaged {kind} data: {error}") from None
    except OSError as error:
        raise RemoteError(f"{name}: cannot be read: {error.strerror or error}") from None
