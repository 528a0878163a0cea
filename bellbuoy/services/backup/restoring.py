"""Restoring a backup into a new store."""

from __future__ import annotations

from pathlib import Path

from bellbuoy.services.scoring.moment import Cancelled, Progress, never, silent
from core.store.types import BackupSeal, Replaced, Restored
from core.values.errors import UsageError
from storage.engine.opening import open_store


def plan(path: str, url: str) -> Restored:
    """What would be restored. The backup is proved as it is before a restore."""
    from storage.backup.proof import demand

    target = open_store(url)
    target.refuse_taken()
    return told(path, target.url, demand(file_of(path), silent))


def restore(
    path: str, url: str, *, progress: Progress = silent, cancelled: Cancelled = never
) -> Restored:
    """Restore a backup into a store that is not there yet, on any engine. It appears
    when it is whole and says what the backup says, or not at all.

    Raises CheckFailedError for a backup that is damaged, UsageError where something
    is already, and as `verify` does.
    """
    from storage.backup.proof import demand
    from storage.backup.restoring import restore_new

    target = open_store(url)
    target.refuse_taken()
    found = file_of(path)
    seal = demand(found, progress)
    restore_new(found, seal, target, progress, cancelled)
    return told(path, target.url, seal)


def file_of(path: str) -> Path:
    """The file that a person names. Raises UsageError for a URL: a backup is a file."""
    if "://" in path:
        raise UsageError("a backup is a file", "give its path")
    return Path(path).expanduser().absolute()


def told(
    path: str,
    target: str,
    seal: BackupSeal,
    saved: str | None = None,
    replaced: tuple[Replaced, ...] = (),
) -> Restored:
    """A restore as it is told."""
    return Restored(
        source=str(file_of(path)),
        target=target,
        made=seal.made,
        tables=len(seal.tables),
        rows=seal.rows,
        checksum=seal.checksum,
        saved=saved,
        replaced=replaced,
    )
