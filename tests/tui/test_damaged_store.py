"""A store of which a part cannot be read: the screens say so, and go on."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tests.tui.running import SMALL, app_on, press, sees, until


def destroy(store: Path, *tables: str) -> None:
    """Overwrite the first page of these tables or indexes."""
    connection = sqlite3.connect(store)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (size,) = connection.execute("PRAGMA page_size").fetchone()
    pages = [
        connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = ?", (name,)
        ).fetchone()[0]
        for name in tables
    ]
    connection.close()
    with store.open("r+b") as file:
        for page in pages:
            file.seek((page - 1) * size)
            file.write(b"\xff" * size)


async def test_a_list_that_cannot_be_read_says_so_and_the_keys_work(demo_store: Path) -> None:
    destroy(demo_store, "client")
    async with app_on(demo_store).run_test(size=SMALL) as pilot:
        await until(pilot, sees(pilot, "is damaged"), "the line that says so")
        await press(pilot, "3")
        await until(pilot, sees(pilot, "[3 Incidents]"), "the next screen")
        await press(pilot, "question_mark")
        await until(pilot, sees(pilot, "Help"), "help")
        await press(pilot, "escape", "1")
        await until(pilot, sees(pilot, "[1 Radar]"), "the radar again")


async def test_a_part_that_cannot_be_read_leaves_the_rest(demo_store: Path) -> None:
    destroy(demo_store, "usage_day")
    async with app_on(demo_store).run_test(size=SMALL) as pilot:
        await until(pilot, sees(pilot, "Coral Networks"))
        await press(pilot, "enter")
        await until(pilot, sees(pilot, "is damaged"), "the line that says so")
        await press(pilot, "escape")
        await until(pilot, sees(pilot, "Coral Networks"), "the list again")
