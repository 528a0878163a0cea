"""Giving back the room that deleted rows have left."""

from __future__ import annotations

from bellbuoy.services.authorise import service
from bellbuoy.services.backup.lead import leading
from bellbuoy.services.context import Context
from bellbuoy.services.scoring.moment import Progress, silent
from core.store.types import Compacted
from storage.engine.sqlite_store import SqliteStore
from storage.engine.store import Store


@service("store:read")
def plan(ctx: Context) -> Compacted:
    """What is free: so much smaller the store would be at least. A server does not
    tell."""
    size, free = ctx.store.size(), _free(ctx.store)
    return Compacted(ctx.store.url, size.bytes, size.bytes - free, size.log_bytes, 0, free)


@service("store:compact", writes=True)
def compact(ctx: Context, *, whole: bool = False, progress: Progress = silent) -> Compacted:
    """Move the log into the store, give free pages back to the disk, and empty the log
    again; `whole` writes all of the store anew, for which there must be room twice.

    It leads meanwhile, as only the leader checkpoints. Readers that hold a snapshot
    keep the log; then it shrinks when they are gone. Raises ConflictError while another
    writer holds the store, or other such work is on.
    """
    with leading(ctx, "compaction"):
        ctx.store.checkpoint(truncate=False)
        before, free = ctx.store.size(), _free(ctx.store)
        _compact(ctx.store, whole, progress)
        ctx.store.checkpoint(truncate=True)
    after = ctx.store.size()
    return Compacted(
        ctx.store.url, before.bytes, after.bytes, before.log_bytes, after.log_bytes, free
    )


def _free(store: Store) -> int:
    if not isinstance(store, SqliteStore):
        return 0
    from storage.engine.sqlite_compact import free_bytes

    return free_bytes(store.path)


def _compact(store: Store, whole: bool, progress: Progress) -> None:
    if isinstance(store, SqliteStore):
        from storage.engine.sqlite_compact import compact_file

        compact_file(store.path, whole=whole, told=progress)
        return
    from storage.engine.postgresql_compact import compact_schema
    from storage.engine.postgresql_store import PostgresStore

    assert isinstance(store, PostgresStore)
    compact_schema(store.place, whole=whole, told=progress)
