"""The whole key table on every screen: one meaning, or one line that refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.running import SMALL, app_on, press, sees, shown, until
from tui.key_table import MEANINGS


@pytest.mark.parametrize("place", ["0", "1", "3", "enter"])
async def test_each_key_has_one_meaning_or_one_line_of_refusal(
    demo_master: Path, place: str
) -> None:
    ends = {"quit", "cancel", "suspend"}
    keys = [key for each in MEANINGS if each.id not in ends for key in each.keys[:1]]
    async with app_on(demo_master).run_test(size=SMALL) as pilot:
        await until(pilot, sees(pilot, "Coral Networks"))
        await press(pilot, place)
        await until(pilot, sees(pilot, "? help"))
        home = pilot.app.screen
        for key in keys:
            await press(pilot, *key.split(" "))
            assert pilot.app.return_code is None
            await press(pilot, "escape")
            if pilot.app.screen is not home:
                await press(pilot, "escape", place)
                home = pilot.app.screen
        assert "? help" in shown(pilot)
