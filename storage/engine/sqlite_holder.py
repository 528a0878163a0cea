"""Who has a SQLite store locked for writing, as far as the system tells.

A lock that another process holds shows in Linux's list of locks. The file is never
opened for this: closing it would drop this process's own locks on it (SQLite's
documentation, "how to corrupt").
"""

from __future__ import annotations

import os
from pathlib import Path

_LOCKS = Path("/proc/locks")
_WAL_WRITER = 120
"""The byte of `-shm` that the one writer of a log holds (SQLite, walformat)."""
_RESERVED = 0x40000001
"""The byte of the file itself that a writer holds without a log."""


def writer_of(path: Path) -> int | None:
    """The process that writes; None where nobody does, or nobody can tell."""
    try:
        listed = _LOCKS.read_text("ascii", "replace")
    except OSError:
        return None
    for file, byte in ((Path(f"{path}-shm"), _WAL_WRITER), (path, _RESERVED)):
        try:
            stat = file.stat()
        except OSError:
            continue
        place = f"{os.major(stat.st_dev):02x}:{os.minor(stat.st_dev):02x}:{stat.st_ino}"
        for line in listed.splitlines():
            if (pid := _holder(line.split(), place, byte)) is not None:
                return pid
    return None


def _holder(words: list[str], place: str, byte: int) -> int | None:
    """`1: POSIX ADVISORY WRITE 4411 fe:00:2818923 120 120`; those who wait have `->`."""
    if len(words) != 8 or words[1:4] != ["POSIX", "ADVISORY", "WRITE"] or words[5] != place:
        return None
    last = int(words[7]) if words[7].isdigit() else byte
    return int(words[4]) if int(words[6]) <= byte <= last else None


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
