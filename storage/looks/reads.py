"""Reading when people last looked."""

from __future__ import annotations

from storage.engine.reader import Rows


def last_look(rows: Rows, actor: str, noun: str) -> tuple[int, int] | None:
    """(microseconds of the store's time, newest change then); None: never."""
    found = rows.one(
        "SELECT at_us, change_id FROM look WHERE actor = ? AND noun = ?", (actor, noun)
    )
    return None if found is None else (int(found[0]), int(found[1]))
