"""-o FILE: the whole file or the old one, never a half."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from core.values.errors import UsageError


def check_target(path: str) -> None:
    """Raises UsageError when a file could not be written there: asked before the work."""
    target = Path(path).resolve()
    if target.is_dir():
        raise UsageError(f"{path} is a folder", "name a file for -o")
    if not target.parent.is_dir():
        raise UsageError(f"there is no folder {target.parent}", "make it first")
    place = target if _is_device(target) else target.parent
    if not os.access(place, os.W_OK):
        raise UsageError(f"{path} cannot be written", f"{place} does not allow it")


@contextmanager
def replacing(path: str) -> Iterator[TextIO]:
    """A UTF-8 text file that takes the place of `path` when the block succeeds.

    A link is followed, the rights of an older file are kept, and what is no
    plain file (a pipe, /dev/stdout) is written straight into.
    """
    target = Path(path).resolve()
    if _is_device(target):
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


def _is_device(target: Path) -> bool:
    return target.exists() and not target.is_file()
