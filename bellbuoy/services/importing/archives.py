"""Zip archives: their members by name, each read as a stream, none written anywhere.

An archive that plays tricks is refused as a whole: names that climb out of it,
links, secrets, two members of one name, an archive in the archive, or much more
inside than its size can honestly hold.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path
from stat import S_ISLNK
from typing import IO

from bellbuoy.services.importing.unpacked import refuse_bomb
from core.values.errors import RemoteError, UsageError

_MOST_MEMBERS = 10_000
_PACKED = (".zip", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".zst", ".7z", ".rar")
_KNOWN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1


def member_names(path: Path) -> tuple[str, ...]:
    """The files in an archive, sorted, but for folders and hidden ones.

    Raises UsageError for an archive that is not to be trusted, RemoteError for a
    damaged one.
    """
    with open(path, "rb", buffering=0) as handle, _opened(handle, path.name) as archive:
        _check(archive, path)
        names = [info.filename for info in archive.infolist() if not info.is_dir()]
    return tuple(
        sorted(
            name
            for name in names
            if not any(part.startswith((".", "__MACOSX")) for part in name.split("/"))
        )
    )


@contextmanager
def opened_member(handle: FileIO, name: str, member: str) -> Iterator[IO[bytes]]:
    """The bytes of one member. Raises RemoteError where they are damaged."""
    with _opened(handle, name) as archive:
        try:
            source = archive.open(member)
        except (KeyError, NotImplementedError, RuntimeError, zipfile.BadZipFile) as error:
            raise RemoteError(f"{name}: damaged zip data: {error}") from None
        with source:
            yield source


def member_place(handle: FileIO, name: str, member: str) -> tuple[int, int]:
    """Where the packed bytes of a member begin, about, and how many there are."""
    with _opened(handle, name) as archive:
        info = archive.getinfo(member)
        return info.header_offset, info.compress_size


@contextmanager
def _opened(handle: IO[bytes] | FileIO, name: str) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(handle)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise RemoteError(f"{name}: no zip archive, or a damaged one: {error}") from None
    with archive:
        yield archive


def _check(archive: zipfile.ZipFile, path: Path) -> None:
    infos = archive.infolist()
    if len(infos) > _MOST_MEMBERS:
        raise UsageError(f"{path.name}: {len(infos):,} members; the limit is {_MOST_MEMBERS:,}")
    seen: set[str] = set()
    for info in infos:
        fault = _fault(info)
        if fault is None and info.filename in seen:
            fault = "there are two of that name"
        if fault is not None:
            hint = "unpack it, look at what is in it, and import the folder"
            raise UsageError(f"{path.name}: {info.filename}: {fault}", hint)
        seen.add(info.filename)
    refuse_bomb(path.name, sum(info.file_size for info in infos), path.stat().st_size)


def _fault(info: zipfile.ZipInfo) -> str | None:
    """What speaks against a member; None where nothing does."""
    name = info.filename
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\\" in name:
        return "a name that leads out of the archive"
    if S_ISLNK(info.external_attr >> 16):
        return "a link, no file"
    if info.flag_bits & _ENCRYPTED:
        return "it is encrypted"
    if name.lower().endswith(_PACKED):
        return "an archive in an archive"
    if not info.is_dir() and info.compress_type not in _KNOWN:
        return "it is packed in a way that is not read (stored and deflated are)"
    return None
