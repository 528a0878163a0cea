"""Folders that a restore or a drill works in: what a killed one has left goes."""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.backup.folder import unwritable

RESTORE = "bellbuoy-restore-"
DRILL = "bellbuoy-drill-"


def system_folder() -> Path:
    """Where the system has its temporary files."""
    return Path(tempfile.gettempdir())


@contextmanager
def scratch_folder(prefix: str, parent: Path) -> Iterator[Path]:
    """A folder of one's own in `parent`, gone afterwards. It is locked meanwhile, and
    the lock ends with the process, so that what a killed one has left can be told.
    Raises BellbuoyError where none can be made."""
    sweep_scratch(prefix, parent)
    folder, handle = _made(prefix, parent)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(handle)


def _made(prefix: str, parent: Path) -> tuple[Path, int]:
    """A new folder and the handle that holds its lock. Between the two another process
    may take it for one that was left; then it is made again."""
    while True:
        try:
            folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
        except OSError as error:
            raise unwritable(parent / f"{prefix}*", error) from error
        handle = _locked(folder)
        if handle is not None:
            return folder, handle


def _locked(folder: Path) -> int | None:
    """A handle of a folder of ours that holds its lock; None: it is gone, another
    user's, or somebody alive works in it."""
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        found = os.fstat(handle)
        here = os.stat(folder, follow_symlinks=False)
        if os.path.samestat(found, here) and found.st_uid == os.geteuid():
            return handle
    except OSError:
        pass
    os.close(handle)
    return None


def sweep_scratch(prefix: str, parent: Path) -> int:
    """Remove the folders of a prefix that nobody alive works in; how many went."""
    gone = 0
    try:
        left = sorted(each for each in parent.iterdir() if each.name.startswith(prefix))
    except OSError:
        return 0
    for folder in left:
        handle = _locked(folder) if _is_folder(folder) else None
        if handle is None:
            continue
        shutil.rmtree(folder, ignore_errors=True)
        os.close(handle)
        gone += not folder.exists()
    return gone


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False
