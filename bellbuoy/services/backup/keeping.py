"""Which backups there are, how old the newest is, and which of them stay."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import cast

from bellbuoy.services.authorise import service
from bellbuoy.services.backup.making import make
from bellbuoy.services.backup.rules import rules_of
from bellbuoy.services.context import Context
from bellbuoy.services.scoring.moment import Cancelled, Progress, never, silent
from core.store.keeping import outlived
from core.store.types import Backup, BackupKind, BackupRules, BackupState, KeptBackup
from core.values.errors import BellbuoyError
from core.values.instants import from_micros
from storage.backup.reads import Made, backups
from storage.engine.reader import Rows
from storage.store.reads import settings

_HOUR_US = 3_600_000_000


@service("store:read")
def listed(ctx: Context) -> tuple[KeptBackup, ...]:
    """The backups that this store knows of, the newest first."""
    with ctx.reader() as reader:
        found = backups(reader)
    return tuple(
        KeptBackup(
            id=each.id,
            made=from_micros(each.made_us),
            path=each.path,
            kind=cast("BackupKind", each.kind),
            state="kept" if Path(each.path).is_file() else "gone",
            bytes=each.bytes,
            rows=each.rows,
            checksum=each.checksum,
            simulated=_simulated(each),
        )
        for each in found
    )


@service("store:read")
def state(ctx: Context) -> BackupState:
    """How old the newest backup is that is still there, as far as this machine can
    tell. It is late when backups are to be made and it is older than
    `backup.alarm_hours`, or there is none."""
    with ctx.reader() as reader:
        rules = rules_of(settings(reader))
        made = newest_us(reader)
    if made is None:
        return BackupState(rules, None, None, late=rules.folder is not None)
    age = max(0, ctx.wall_us - made)
    late = rules.folder is not None and age > rules.alarm_hours * _HOUR_US
    return BackupState(rules, from_micros(made), age // _HOUR_US, late)


def newest_us(rows: Rows) -> int | None:
    """When the newest backup was made (microseconds) that is still there; one that
    another machine made is taken to be."""
    here = socket.gethostname()
    there = (each for each in backups(rows) if each.host != here or _is_there(each))
    return next((each.made_us for each in there), None)


@service("backup:make", writes=True)
def scheduled(
    ctx: Context,
    *,
    fence: int | None = None,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> tuple[Backup | None, tuple[str, ...]]:
    """What the job does: a backup into `backup.dir`, where that is set, and then those
    go that have outlived their time; the backup, and the files that went."""
    with ctx.reader() as reader:
        rules = rules_of(settings(reader))
    if rules.folder is None:
        return None, ()
    made = make(ctx, kind="job", fence=fence, progress=progress, cancelled=cancelled)
    return made, _prune(ctx, rules)


def _prune(ctx: Context, rules: BackupRules) -> tuple[str, ...]:
    """Take away backups of the job that are older than the rules keep them. Only a
    file goes whose seal says that it is that backup of this store."""
    from bellbuoy.services.settings import actor_of
    from storage.audit.writes import Change
    from storage.backup.writes import remove_backups

    here = socket.gethostname()
    with ctx.store.reader() as reader:
        mine = [each for each in backups(reader) if each.kind == "job" and each.host == here]
    kept = [each for each in mine if _is_there(each)]
    old = outlived(
        [(each.id, each.made_us) for each in kept],
        keep=rules.keep, days=rules.days, now_us=ctx.wall_us,
    )  # fmt: skip
    gone = [each for each in kept if each.id in old and _removed(ctx, each)]
    if gone:
        with ctx.store.unit() as unit:
            change = Change(unit, actor_of(ctx), "backup.expire", rules.folder or "")
            remove_backups(unit, [each.id for each in gone])
            change.close({"files": [each.path for each in gone]})
    return tuple(each.path for each in gone)


def _simulated(made: Made) -> tuple[str, ...] | None:
    """The runs that the seal beside a backup tells of; None without that seal."""
    from storage.backup.proof import sealed

    try:
        seal = sealed(Path(made.path))
    except BellbuoyError:
        return None
    return None if seal is None or seal.checksum != made.checksum else seal.simulated


def _is_there(made: Made) -> bool:
    return Path(made.path).is_file()


def _removed(ctx: Context, made: Made) -> bool:
    """Remove the file of a backup and its seal, the file first: a seal alone is no
    backup, and a file alone could not be proved."""
    from storage.backup.folder import seal_of
    from storage.backup.making import source_name
    from storage.backup.proof import sealed

    path = Path(made.path)
    try:
        seal = sealed(path)
    except BellbuoyError:
        return False
    if seal is None or seal.checksum != made.checksum or seal.store != source_name(ctx.store):
        return False
    try:
        path.unlink(missing_ok=True)
        seal_of(path).unlink(missing_ok=True)
    except OSError:
        return False
    return True
