"""Problems, alerts and rules as pictures, over a store with hostile names."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from bellbuoy.services.alerts.deliver import deliver
from bellbuoy.services.alerts.evaluate import evaluate
from tests.fixtures.stores import DEMO_NOW, context
from tests.tui.running import LARGE, SMALL, app_on, press, sees, still, until

SIZES = {"80x24": SMALL, "160x48": LARGE}


@pytest.fixture(scope="module")
def rung(demo_master: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo store, with what rings in it when it is first looked at."""
    path = tmp_path_factory.mktemp("rung") / "demo.db"
    shutil.copyfile(demo_master, path)
    ctx = context(path, DEMO_NOW)
    assert evaluate(ctx).opened > 5
    deliver(ctx)
    return path


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("tab", "theme"),
    [("problems", "dark"), ("alerts", "dark"), ("alerts", "light"), ("rules", "dark")],
)
def test_the_tabs_of_what_is_wrong(
    rung: Path, snap_compare: Any, size: str, theme: str, tab: str
) -> None:
    async def go(pilot: Pilot[int]) -> None:
        await until(pilot, sees(pilot, "Coral Networks"))
        await press(pilot, "exclamation_mark")
        await until(pilot, sees(pilot, "said so far"), "the problems")
        if tab == "alerts":
            await press(pilot, "right_square_bracket")
            await until(pilot, sees(pilot, "sla-respond"), "the alerts")
            await press(pilot, "down", "enter")
            await until(pilot, sees(pilot, "like it"), "its facts")
        elif tab == "rules":
            await press(pilot, "left_square_bracket")
            await until(pilot, sees(pilot, "silent-client"), "the rules")
            await press(pilot, "end")
            await until(pilot, sees(pilot, "rang "), "the rule")
        await still(pilot)

    app = app_on(rung, theme=theme)
    assert snap_compare(app, terminal_size=SIZES[size], run_before=go)
