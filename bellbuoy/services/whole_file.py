"""A file that is written whole, or stays what it was: never a half."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO


@contextmanager
def replacing(path: str) -> Iterator[TextIO]:
    """A UTF-8 text file that takes the place of `path` when the block succeeds.

    A link is followed, the rights of an older file are kept, and what is no
    plain file (a pipe, /dev/stdout) is written straight into.
    """
    target = Path(path).resolve()
    if is_device(target):
        with target.open("w", encoding="utf-8", newline="") as device:
            yield device
        return
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("x", encoding="utf-8", newline="") as file:
            if target.exists():
                temporary.chmod(target.stat().st_mode & 0o7777)
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def is_device(target: Path) -> bool:
    """Whether there is something that is no plain file: a pipe, /dev/stdout."""
    return target.exists() and not target.is_file()
