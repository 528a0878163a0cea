"""Making a backup of a store that others go on using."""

from __future__ import annotations

import os
import socket
from datetime import datetime
from pathlib import Path

from bellbuoy.services.authorise import service
from bellbuoy.services.backup.left import sweep_left
from bellbuoy.services.backup.rules import FOLDER, rules_of
from bellbuoy.services.context import Context
from bellbuoy.services.scoring.moment import Cancelled, Progress, never, silent
from core.store.naming import another, backup_name
from core.store.types import Backup, BackupKind
from core.values.errors import BellbuoyError, UsageError
from storage.engine.content import row_count
from storage.engine.sqlite_store import SqliteStore
from storage.simulations.reads import runs_in_force
from storage.store.reads import settings


@service("backup:make")
def plan(ctx: Context, path: str | None = None, folder: str | None = None) -> Backup:
    """Where the next backup would go, and how much it would hold. Raises as `make`."""
    target = _target(ctx, path, folder, ctx.clock.now())
    _refuse_taken(target)
    with ctx.store.patient().reader() as reader:
        tables = reader.tables()
        rows = row_count(reader, tables)
    size, runs = ctx.store.size().bytes, _runs(ctx)
    return Backup(
        str(target), ctx.store.url, None, size, len(tables), rows, None, simulated=runs
    )


@service("backup:make")
def make(
    ctx: Context,
    path: str | None = None,
    folder: str | None = None,
    *,
    kind: BackupKind = "asked",
    clean: bool = False,
    fence: int | None = None,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Backup:
    """Back up the store as it is at one moment, prove the file, and note it in the
    store if that can be written. It only reads until the file has its name.

    Without a path or folder it goes into `backup.dir`. Raises UsageError where there
    is none or something stands already, ConflictError where it is to be `clean` and a
    simulation is in force, and what `write_backup` raises.
    """
    from storage.backup.making import in_force, write_backup

    runs = _runs(ctx)
    if clean and runs:
        raise in_force(runs)
    sweep_left(ctx.store)
    made = ctx.clock.now()
    target = _target(ctx, path, folder, made)
    seal = write_backup(ctx.store.patient(), target, made, progress, cancelled, clean=clean)
    return Backup(
        path=str(target),
        store=ctx.store.url,
        made=made,
        bytes=seal.bytes,
        tables=len(seal.tables),
        rows=seal.rows,
        checksum=seal.checksum,
        recorded=_record(ctx, target, kind, fence),
        simulated=seal.simulated,
    )


def _runs(ctx: Context) -> tuple[str, ...]:
    """The names of the runs in force now."""
    with ctx.store.patient().reader() as reader:
        return tuple(run.name for run in runs_in_force(reader))


def _record(ctx: Context, target: Path, kind: BackupKind, fence: int | None) -> bool:
    """Note the backup in the store. One that cannot be written is backed up all the
    same, and then knows nothing of it."""
    from bellbuoy.services.settings import actor_of
    from storage.audit.writes import Change
    from storage.backup.proof import sealed
    from storage.backup.writes import put_backup
    from storage.jobs.lease import check_fence

    seal = sealed(target)
    if ctx.read_only or seal is None:
        return False
    try:
        with ctx.store.unit() as unit:
            if fence is not None:
                check_fence(unit, "worker", fence)
            change = Change(unit, actor_of(ctx), "backup.make", str(target))
            number = put_backup(unit, seal, str(target), socket.gethostname(), kind)
            change.inserted("backup", number)
            change.close({"bytes": seal.bytes, "checksum": seal.checksum})
    except BellbuoyError:
        if fence is not None:
            raise  # a worker that has lost the lead must not go on
        return False
    return True


def _target(ctx: Context, path: str | None, folder: str | None, made: datetime) -> Path:
    if path is not None and folder is not None:
        raise UsageError("the backup is given twice a place", "as PATH or with --to, not both")
    if path is not None:
        named = Path(path).expanduser().absolute()
        if not named.is_dir():
            return named
        folder = path
    if folder is None:
        with ctx.reader() as reader:
            folder = rules_of(settings(reader)).folder
    if folder is None:
        raise UsageError(
            "say where the backup goes",
            f"a PATH, --to DIR, or once for all: bellbuoy config set {FOLDER} DIR",
        )
    return free_name(Path(folder).expanduser().absolute(), _stem(ctx), made)


def free_name(folder: Path, stem: str, made: datetime) -> Path:
    """A name in a folder that no backup has yet."""
    name = backup_name(stem, made)
    number = 1
    target = folder / name
    while os.path.lexists(target):
        number += 1
        target = folder / another(name, number)
    return target


def _stem(ctx: Context) -> str:
    """What backups of a store are called: as its file, or as its schema."""
    if isinstance(ctx.store, SqliteStore):
        return ctx.store.path.stem
    from storage.engine.postgresql_store import PostgresStore

    assert isinstance(ctx.store, PostgresStore)
    return ctx.store.place.schema


def _refuse_taken(target: Path) -> None:
    if os.path.lexists(target):
        raise UsageError(f"{target} exists already", "choose another path, or remove it first")
    if not target.parent.is_dir():
        raise UsageError(f"no folder {target.parent}", "make it, or name another one")
