"""Where the log lies, and how it makes room for itself.

`bellbuoy.log` is written; `bellbuoy.log.1` is the one before, and so on. Several
processes write: each line is one append, and only who holds the lock file rotates.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bellbuoy.paths import log_file

FILE_BYTES = 4 * 1024 * 1024
KEPT = 5
"""So many older files are kept: with the newest, at most 24 MiB."""


def log_files(path: Path | None = None) -> list[Path]:
    """The files that there are, the oldest first."""
    newest = log_file() if path is None else path
    every = [rotated(newest, number) for number in range(KEPT, 0, -1)]
    return [file for file in (*every, newest) if file.exists()]


def rotated(path: Path, number: int) -> Path:
    return path.with_name(f"{path.name}.{number}")


def rotate(path: Path, limit: int = FILE_BYTES) -> None:
    """Move the files on by one, unless another process has done it meanwhile."""
    with _alone(path) as mine:
        if not mine or path.stat().st_size < limit:
            return
        for number in range(KEPT, 0, -1):
            older = path if number == 1 else rotated(path, number - 1)
            if older.exists():
                os.replace(older, rotated(path, number))


@contextmanager
def _alone(path: Path) -> Iterator[bool]:
    """Whether this process may rotate; nobody waits for it."""
    lock = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(lock)
