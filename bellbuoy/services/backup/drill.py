"""The drill: is there a way back? A backup is made, proved, restored and compared."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bellbuoy.services import store
from bellbuoy.services.authorise import service
from bellbuoy.services.backup.left import sweep_left
from bellbuoy.services.context import Context, open_context
from bellbuoy.services.scoring.moment import Cancelled, Progress, never, silent
from core.store.types import Check
from core.values.counting import counted
from core.values.errors import BellbuoyError, CheckFailedError, UsageError

STEPS = ("backup", "verify", "restore", "compare", "check")


@service("backup:make")
def drill(
    ctx: Context,
    folder: str | None = None,
    *,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> tuple[Check, ...]:
    """Back up the store into a temporary folder (in `folder`, which needs room for two
    of its size), prove the file, restore it into a new store, compare that with the
    backup and look whether it is sound. Nothing of it stays, and nothing is written to
    the store. One check a step; those behind one that failed are missing."""
    from storage.backup.scratch import DRILL, scratch_folder, system_folder

    found: list[Check] = []
    if folder is not None and not Path(folder).is_dir():
        raise UsageError(f"no folder {folder}", "make it, or name another one")
    sweep_left(ctx.store)
    parent = system_folder() if folder is None else Path(folder).absolute()
    with scratch_folder(DRILL, parent) as room:
        try:
            for text in _steps(ctx, room, progress, cancelled):
                found.append(Check(STEPS[len(found)], "ok", text))
        except BellbuoyError as fault:
            found.append(Check(STEPS[len(found)], "fail", fault.message, fault.hint))
    return tuple(found)


def _steps(ctx: Context, room: Path, progress: Progress, cancelled: Cancelled) -> Iterator[str]:
    """What each step of the drill found, as it is done."""
    from storage.backup.making import write_backup
    from storage.backup.proof import demand
    from storage.backup.restoring import restore_new
    from storage.engine.content import content_hash
    from storage.engine.opening import open_store

    # A folder of its own: the one around it is locked, as that of a backup will be.
    (room / "backup").mkdir()
    backup, restored = room / "backup" / "backup.db", open_store(str(room / "restored.db"))
    seal = write_backup(ctx.store.patient(), backup, ctx.clock.now(), progress, cancelled)
    yield f"{seal.bytes:,} bytes, {counted(seal.rows, 'row')} in {len(seal.tables)} tables"
    demand(backup, progress)
    yield "the file and every table hold what was written"
    restore_new(backup, seal, restored, progress, cancelled)
    yield "into a new store"
    with restored.reader() as reader:
        checksum = content_hash(reader)
    if checksum != seal.checksum:
        raise CheckFailedError("the restored store differs from the backup")
    yield f"the restored store says what the store said: {checksum}"
    again = open_context(restored.address, user=ctx.viewer.name, clock=ctx.clock)
    wrong = [each for each in store.check(again) if each.state == "fail"]
    if wrong:
        raise CheckFailedError(f"{wrong[0].name}: {wrong[0].text}", wrong[0].hint)
    yield "the restored store is sound"
