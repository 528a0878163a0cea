"""The folder that a backup is made in: one at a time, and nothing half done stays."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from core.values.errors import BellbuoyError, ConflictError, NotFoundError

PART = ".bellbuoy-part"
SEAL = ".json"


def part_of(target: Path) -> Path:
    """The name of a backup while it is being made."""
    return target.with_name(f".{target.name}{PART}")


def seal_of(target: Path) -> Path:
    """Where the seal of a backup stands."""
    return target.with_name(target.name + SEAL)


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Hold a folder while files are made in it. What a run that was killed has left
    there goes: the lock ends with its process, so nobody alive owns it.

    Raises NotFoundError without the folder, ConflictError while another run is on.
    """
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except (FileNotFoundError, NotADirectoryError):
        raise NotFoundError(f"no folder {folder}", "make it, or name another one") from None
    except OSError as error:
        raise unwritable(folder, error) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ConflictError(
                f"another backup is being made in {folder}", "try again when it is done"
            ) from None
        except OSError as error:  # a file system without locks
            raise unwritable(folder, error) from error
        sweep(folder)
        yield
    finally:
        os.close(handle)


def sweep(folder: Path) -> None:
    """Remove what was left half made. A seal is written just before its file gets its
    name: where the file is still half made, its seal goes too."""
    with suppress(OSError):
        for part in sorted(folder.glob(f".*{PART}*")):
            if part.name.endswith(PART):
                target = folder / part.name[1 : -len(PART)]
                if not target.exists():
                    seal_of(target).unlink(missing_ok=True)
            part.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Have a file, or the names in a folder, on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def unwritable(path: Path, error: OSError) -> BellbuoyError:
    """The fault of a file that cannot be made or read."""
    return BellbuoyError(
        f"cannot write {path}: {error.strerror or error}", "free some space, or choose another"
    )
