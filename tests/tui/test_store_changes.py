"""What others commit is shown, and the ground does not move."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from bellbuoy.services.backup import live, making
from bellbuoy.services.context import open_context
from tests.tui.running import SMALL, app_on, press, sees, shown, until


async def test_the_cursor_stays_when_the_store_changes(demo_store: Path) -> None:
    async with app_on(demo_store).run_test(size=SMALL) as pilot:
        await until(pilot, sees(pilot, "Coral Networks"))
        await press(pilot, "down", "down")
        before = next(line for line in shown(pilot).splitlines() if line.startswith("►"))
        connection = sqlite3.connect(demo_store)
        with connection:
            connection.execute(
                "UPDATE client SET score = 41, health_rank = 41 WHERE key = 'C-0009'"
            )
        connection.close()
        await until(pilot, sees(pilot, "!  at risk     41"), "the new score")
        after = next(line for line in shown(pilot).splitlines() if line.startswith("►"))
        assert before[3:15] == after[3:15]


async def test_a_restore_under_the_open_app_is_shown(demo_store: Path, tmp_path: Path) -> None:
    ctx = open_context(str(demo_store), user="ana")
    path = making.make(ctx, str(tmp_path / "b.db")).path
    with ctx.store.unit() as unit:
        unit.run("UPDATE client SET name = 'Regretted Ltd' WHERE name = 'Coral Networks'")
    async with app_on(demo_store).run_test(size=SMALL) as pilot:
        await until(pilot, sees(pilot, "Regretted Ltd"))
        live.restore_live(ctx, path)
        await until(pilot, sees(pilot, "Coral Networks"), "the name as it was")
        await press(pilot, "down", "enter")
        await until(pilot, sees(pilot, "Overview"), "the app goes on")
