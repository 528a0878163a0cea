"""The files of an import: which there are, and their bytes, line by line.

Only regular files are opened, each once; what a name in a folder leads to must
lie inside that folder. Nothing is fetched from anywhere.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import chain
from pathlib import Path
from typing import Protocol

from core.integrations.mapping_types import FileSpec, Mapping
from core.integrations.plain import SUFFIXES
from core.integrations.records import LIMIT
from core.values.errors import ConflictError, NotFoundError, RemoteError, UsageError

_CHUNK = 262_144


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to import: where it is, its name for people and reports (relative,
    from outside), and what its mapping says."""

    path: Path
    name: str
    spec: FileSpec


def find_files(path: Path, mapping: Mapping) -> tuple[FoundFile, ...]:
    """The files of an import in the order of the mapping, then by name.

    `path` is a folder, in which the globs of the mapping are looked for, or one
    file. Names with a leading dot are passed over. Raises NotFoundError for what
    is not there, UsageError for what no mapping speaks of.
    """
    if not os.path.exists(path):  # False, too, for a name that no file can have
        raise NotFoundError(f"no file or folder {path}")
    if not path.is_dir():
        return _single(path, mapping)
    found = []
    for spec in mapping.files:
        matches = _matches(path, spec)
        if not matches and not spec.optional:
            raise NotFoundError(
                f"{mapping.name}: no file {' or '.join(spec.paths)} in {path} ({spec.kind})",
                "optional = true lets it be missing",
            )
        found += [FoundFile(match, file_name(match, path), spec) for match in matches]
    if not found:
        wanted = ", ".join(spec.paths[0] for spec in mapping.files)
        raise NotFoundError(f"nothing to import in {path}", f"looked for {wanted} …")
    return tuple(found)


def unused_files(path: Path, found: tuple[FoundFile, ...]) -> tuple[str, ...]:
    """Names of data files at the top of the folder that no part of the mapping takes."""
    taken = {file.path for file in found}
    if not path.is_dir():
        return ()
    return tuple(
        file_name(each, path)
        for each in sorted(path.iterdir())
        if each.name.lower().endswith(SUFFIXES) and each not in taken and each.name[0] != "."
    )


def file_name(path: Path, folder: Path) -> str:
    """The name of a file relative to its folder; bytes that are no text are
    written `\\xff`."""
    relative = os.fsencode(path.relative_to(folder).as_posix())
    return relative.decode("utf-8", "backslashreplace")


def _single(path: Path, mapping: Mapping) -> tuple[FoundFile, ...]:
    specs = [
        spec
        for spec in mapping.files
        if any(fnmatchcase(path.name, glob.rpartition("/")[2]) for glob in spec.paths)
    ]
    name = file_name(path, path.parent)
    if specs:
        return tuple(FoundFile(path, name, spec) for spec in specs)
    if not path.name.lower().endswith(SUFFIXES):
        known = ", ".join(suffix for suffix in SUFFIXES if not suffix.endswith(".gz"))
        raise UsageError(f"{name}: no kind of file that can be read", f"{known}, or with .gz")
    hint = "name its kind with --kind, or its columns with --map"
    raise UsageError(f"{name}: nothing tells what is in it", hint)


def _matches(folder: Path, spec: FileSpec) -> list[Path]:
    inside = folder.resolve()
    found = {
        match
        for glob in spec.paths
        for match in folder.glob(glob)
        if not any(part.startswith(".") for part in match.relative_to(folder).parts)
        and not match.is_dir()
    }
    for match in found:
        if not match.resolve().is_relative_to(inside):
            raise UsageError(f"{file_name(match, folder)}: a link that leads out of the folder")
    return sorted(found)


class _Source(Protocol):
    def read(self, size: int, /) -> bytes: ...


class OpenFile:
    """One file while it is imported. All reading goes through one descriptor,
    so that no other file can take its place meanwhile."""

    def __init__(self, handle: io.FileIO, name: str) -> None:
        self.name = name
        self._handle = handle
        self._before = os.fstat(handle.fileno())

    @property
    def size(self) -> int:
        """Bytes on the disk, packed or not."""
        return self._before.st_size

    def sha256(self) -> str:
        """The hash of the bytes on the disk, in hexadecimal."""
        self._handle.seek(0)
        return hashlib.file_digest(self._handle, "sha256").hexdigest()

    def lines(self) -> Iterator[bytes]:
        """The lines of the file from its start, unpacked, each with its LF.

        A line longer than the record limit comes in pieces longer than the
        limit, but for its last. Raises RemoteError for damaged gzip data, and
        ConflictError, at the end, when the file changed meanwhile.
        """
        self._handle.seek(0)
        packed = self.name.lower().endswith(".gz")
        source = gzip.GzipFile(fileobj=self._handle) if packed else self._handle
        return chain.from_iterable(self._chunks(source))

    def _chunks(self, source: _Source) -> Iterator[io.BytesIO]:
        """Whole lines in buffers, which then give them at the speed of C."""
        left = b""
        while chunk := self._read(source):
            left += chunk
            cut = left.rfind(b"\n") + 1
            if cut or len(left) > LIMIT:
                cut = cut or len(left)
                yield io.BytesIO(left[:cut])
                left = left[cut:]
        yield io.BytesIO(left)
        self._check_unchanged()

    def _read(self, source: _Source) -> bytes:
        try:
            return source.read(_CHUNK)
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise RemoteError(f"{self.name}: damaged gzip data: {error}") from None
        except OSError as error:
            raise RemoteError(f"{self.name}: cannot be read: {error.strerror}") from None

    def _check_unchanged(self) -> None:
        now = os.fstat(self._handle.fileno())
        if (now.st_size, now.st_mtime_ns) != (self._before.st_size, self._before.st_mtime_ns):
            hint = "import it again when it is finished"
            raise ConflictError(f"{self.name}: the file changed while it was read", hint)


@contextmanager
def opened(path: Path, name: str) -> Iterator[OpenFile]:
    """A regular file, open for reading.

    Raises NotFoundError, UsageError for a folder, pipe or device (which is
    never waited for), RemoteError for one that may not be read.
    """
    try:
        _refuse_special(name, os.stat(path).st_mode)
        # Between the two looks the name may have come to mean a pipe.
        number = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except FileNotFoundError:
        raise NotFoundError(f"no file {name}") from None
    except OSError as error:
        raise RemoteError(f"{name}: cannot be opened: {error.strerror}") from None
    with io.FileIO(number, "rb") as handle:
        _refuse_special(name, os.fstat(number).st_mode)
        yield OpenFile(handle, name)


def _refuse_special(name: str, mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise UsageError(f"{name}: no regular file", "pipes, devices and folders are not read")
