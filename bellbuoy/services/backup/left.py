"""What restores and drills that were killed have left in temporary folders."""

from __future__ import annotations

from pathlib import Path

from core.store.types import Check
from storage.backup.scratch import DRILL, RESTORE, sweep_scratch, system_folder
from storage.engine.sqlite_store import SqliteStore
from storage.engine.store import Store


def restore_place(store: Store) -> tuple[str, Path]:
    """The prefix and the parent of the folder that a restore into a store works in:
    beside a file, where there is room for one more of its size."""
    if isinstance(store, SqliteStore):
        path = store.path.absolute()
        return f".{path.name}.restore-", path.parent
    return RESTORE, system_folder()


def sweep_left(store: Store | None) -> int:
    """Remove what dead processes have left; how many folders went."""
    places = {(RESTORE, system_folder()), (DRILL, system_folder())}
    if store is not None:
        places.add(restore_place(store))
    return sum(sweep_scratch(*place) for place in sorted(places))


def leftovers(store: Store | None) -> tuple[Check, ...]:
    """For `doctor`: what was removed; nothing where there was nothing."""
    gone = sweep_left(store)
    if not gone:
        return ()
    many = "1 folder" if gone == 1 else f"{gone} folders"
    return (Check("leftovers", "ok", f"removed {many} that a killed restore or drill left"),)
