"""A backup into a new store: a draft, compared, that then gets its name."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from core.store.types import BackupSeal
from core.values.errors import BellbuoyError, RemoteError
from storage.backup.folder import sync, unwritable
from storage.engine.content import content_hash
from storage.engine.copy import copy_store
from storage.engine.sqlite_pages import pages_out, with_log
from storage.engine.sqlite_reader import SqliteReader
from storage.engine.sqlite_store import SqliteStore
from storage.engine.store import Store

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


def restore_new(
    path: Path, seal: BackupSeal, target: Store, progress: Progress, cancelled: Cancelled
) -> None:
    """Restore a backup that is whole into a store that is not there yet.

    Raises UsageError where something is already, BellbuoyError for a full disk and
    when it is stopped; then nothing is left.
    """
    target.refuse_taken()
    if isinstance(target, SqliteStore):
        _pages(path, seal, target, progress, cancelled)
        return
    *_, checksum = copy_store(SqliteStore(path), target, progress, cancelled)
    if checksum != seal.checksum:
        raise BellbuoyError(f"{path} has been changed meanwhile", "verify it")


def _pages(
    path: Path, seal: BackupSeal, target: SqliteStore, progress: Progress, cancelled: Cancelled
) -> None:
    draft = target.draft()

    def told(done: int, total: int) -> None:
        if cancelled():
            raise BellbuoyError("stopped; nothing was restored")
        progress(done, total)

    def pages(done: int, total: int) -> None:
        told(seal.rows * done // max(total, 1), 2 * seal.rows)

    try:
        draft.discard()
        draft.path.parent.mkdir(parents=True, exist_ok=True)
        with SqliteReader(path) as reader:
            pages_out(reader, draft.path, pages)
        with draft.reader() as made:
            found = content_hash(made, lambda rows: told(seal.rows + rows, 2 * seal.rows))
        if found != seal.checksum:
            raise BellbuoyError(f"what was restored from {path} differs from it; it is removed")
        with_log(draft.path)
        sync(draft.path)
        target.publish(draft)
        sync(target.path.parent)
    except OSError as error:
        raise unwritable(target.path, error) from error
    finally:
        with suppress(OSError, RemoteError):
            draft.discard()
