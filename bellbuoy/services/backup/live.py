"""Restoring a backup into the live store, while others look on.

What stands is backed up first, with the store locked: no write that was told to be
done is lost, it is in that backup. Then all is replaced in one transaction. Who leads
is carried over with a higher fence, so that a job which was running when the store
was replaced cannot commit what it made of the former one.
"""

from __future__ import annotations

import socket
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bellbuoy.services.authorise import service
from bellbuoy.services.backup.lead import leading
from bellbuoy.services.backup.left import restore_place, sweep_left
from bellbuoy.services.backup.making import free_name
from bellbuoy.services.backup.restoring import file_of, told
from bellbuoy.services.backup.rules import rules_of
from bellbuoy.services.context import Context
from bellbuoy.services.scoring.moment import Cancelled, Progress, never, silent
from core.store.types import BackupSeal, Replaced, Restored
from core.values.errors import BellbuoyError, UsageError
from storage.engine.sqlite_store import SqliteStore
from storage.store.reads import settings


@service("backup:restore")
def plan_live(ctx: Context, path: str) -> Restored:
    """What a restore into the live store would replace: the tables whose rows differ
    in number. The backup is proved as it is before a restore."""
    from storage.backup.proof import demand

    seal = demand(file_of(path), silent)
    return told(path, ctx.store.url, seal, None, _replaced(ctx, seal))


@service("backup:restore", writes=True)
def restore_live(
    ctx: Context, path: str, *, progress: Progress = silent, cancelled: Cancelled = never
) -> Restored:
    """Replace all of the live store by a backup, in one transaction, after a backup of
    what stands (into `backup.dir`, else beside the file that is restored).

    Raises CheckFailedError for a backup that is damaged, ConflictError while another
    restore is on, somebody holds the store or writes in between, and as `verify` does;
    then nothing is replaced.
    """
    from storage.backup.live import scratch_of
    from storage.backup.proof import demand
    from storage.backup.scratch import scratch_folder

    source = file_of(path)
    if source == Path(ctx.store.url).absolute():
        raise UsageError("a store is not restored from itself", "name a backup")
    sweep_left(ctx.store)
    seal = demand(source, progress)
    replaced = _replaced(ctx, seal)
    with leading(ctx, "restore"), scratch_folder(*restore_place(ctx.store)) as folder:
        scratch = scratch_of(source, folder, _stoppable(progress, cancelled))
        saved = _swap(ctx, _Swap(seal, source, scratch), progress, cancelled)
        with suppress(BellbuoyError):  # readers may hold the log; the worker tries again
            ctx.store.checkpoint(truncate=True)
    return told(path, ctx.store.url, seal, str(saved), replaced)


@dataclass(frozen=True, slots=True)
class _Swap:
    """What goes in, and from where."""

    seal: BackupSeal
    source: Path
    scratch: SqliteStore


def _swap(ctx: Context, swap: _Swap, progress: Progress, cancelled: Cancelled) -> Path:
    """Save what stands and replace it; where it was saved."""
    from storage.backup.live import replace_file, replace_rows

    live = ctx.store.patient()
    if not isinstance(live, SqliteStore):
        with live.unit() as unit:
            saved = _saved(ctx, swap, progress, cancelled)
            replace_rows(unit, swap.scratch, progress)
        return saved
    with live.reader() as watch:
        with live.unit():
            saved = _saved(ctx, swap, progress, cancelled)
            before = watch.changes()
        replace_file(live, swap.scratch, lambda: watch.changes() == before, progress)
    return saved


def _saved(ctx: Context, swap: _Swap, progress: Progress, cancelled: Cancelled) -> Path:
    """Back up what stands, and put into the scratch store what is true of the present
    and what is being done. The caller keeps everybody else from writing."""
    from bellbuoy.services.settings import actor_of
    from storage.audit.writes import Change
    from storage.backup.live import carry
    from storage.backup.making import write_backup
    from storage.backup.writes import put_backup

    made = ctx.clock.now()
    with ctx.store.reader() as reader:
        folder = rules_of(settings(reader)).folder or str(swap.source.parent)
        target = free_name(Path(folder), f"{swap.source.stem}.before-restore", made)
        seal = write_backup(ctx.store.patient(), target, made, progress, cancelled)
        with swap.scratch.unit() as unit:
            carry(reader, reader.tables(), unit)
            change = Change(unit, actor_of(ctx), "backup.restore", str(swap.source))
            host = socket.gethostname()
            number = put_backup(unit, seal, str(target), host, "before-restore")
            change.inserted("backup", number)
            change.close({"checksum": swap.seal.checksum, "saved": str(target)})
    return target


def _stoppable(progress: Progress, cancelled: Cancelled) -> Progress:
    def step(done: int, total: int) -> None:
        if cancelled():
            raise BellbuoyError("stopped; nothing was replaced")
        progress(done, total)

    return step


def _replaced(ctx: Context, seal: BackupSeal) -> tuple[Replaced, ...]:
    from storage.backup.live import counts_of

    now = counts_of(ctx.store)
    then = {each.table: each.rows for each in seal.tables}
    names = sorted({*now, *then})
    return tuple(
        Replaced(name, now.get(name, 0), then.get(name, 0))
        for name in names
        if now.get(name, 0) != then.get(name, 0)
    )
