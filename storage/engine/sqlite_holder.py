"""Who has a SQLite store open, or locked for writing, as far as the system tells.

A lock that another process holds shows in Linux's list of locks. The file is never
opened for this: closing it would drop this process's own locks on it (SQLite's
documentation, "how to corrupt").
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

_LOCKS = Path("/proc/locks")
_WAL_WRITER = 120
"""The byte of `-shm` that the one writer of a log holds (SQLite, walformat)."""
_RESERVED = 0x40000001
"""The byte of the file itself that a writer holds without a log."""
_OPEN = 128
"""The byte of `-shm` that every process holds a share of while it has a store with a
log open (SQLite, os_unix: the dead man's switch)."""


def writer_of(path: Path) -> int | None:
    """The process that writes; None where nobody does, or nobody can tell."""
    for file, byte in ((_shared(path), _WAL_WRITER), (path, _RESERVED)):
        for pid in _holders(file, byte, "WRITE"):
            return pid
    return None


def open_elsewhere(path: Path) -> bool:
    """Whether another process has a store open that this one has open; also True where
    nobody can tell: then this process's own share does not show either."""
    return set(_holders(_shared(path), _OPEN, "READ")) != {os.getpid()}


def _shared(path: Path) -> Path:
    return Path(f"{path}-shm")


def _holders(file: Path, byte: int, mode: str) -> Iterator[int]:
    """The processes with a lock of this mode on a byte. A line of the list reads
    `1: POSIX ADVISORY WRITE 4411 fe:00:2818923 120 120`; those who wait have `->`."""
    try:
        stat, listed = file.stat(), _LOCKS.read_text("ascii", "replace")
    except OSError:
        return
    place = f"{os.major(stat.st_dev):02x}:{os.minor(stat.st_dev):02x}:{stat.st_ino}"
    for words in map(str.split, listed.splitlines()):
        if len(words) != 8 or words[1:4] != ["POSIX", "ADVISORY", mode] or words[5] != place:
            continue
        last = int(words[7]) if words[7].isdigit() else byte
        if int(words[6]) <= byte <= last:
            yield int(words[4])


def process_words(pid: int) -> str:
    """`process 4411 (bellbuoy worker start)`: of a command line only what names a
    program and its verb, since the rest may hold a path or a name."""
    try:
        given = Path(f"/proc/{pid}/cmdline").read_bytes().decode("utf-8", "replace")
    except OSError:
        return f"process {pid}"
    words = [word for word in given.split("\0") if word]
    own = next((n for n, word in enumerate(words) if Path(word).name == "bellbuoy"), None)
    if own is None:
        return f"process {pid} ({Path(words[0]).name})" if words else f"process {pid}"
    verbs: list[str] = []
    for word in words[own + 1 : own + 3]:
        if not word.isalpha():
            break
        verbs.append(word)
    return f"process {pid} ({' '.join(['bellbuoy', *verbs])})"
