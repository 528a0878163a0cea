"""What others commit is shown, and the ground does not move."""

from __future__ import annotations

import sqlite3
from pathlib import Path

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
