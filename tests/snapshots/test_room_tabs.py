"""The other tabs of the machine room as pictures: what the engine is busy with, and the
log. Times, processes and figures are set, so that every run draws the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from bellbuoy.paths import log_file
from bellbuoy.services import cache, worker
from bellbuoy.services.undo.taking_back import undo
from core.operations.log_line import written
from core.operations.types import Level, LogLine, Plain
from tests.fixtures.stores import DEMO_NOW, context
from tests.tui.running import LARGE, SMALL, app_on, press, sees, still, until

SIZES = {"80x24": SMALL, "160x48": LARGE}
NEXT = "right_square_bracket"
LINES: tuple[tuple[int, Level, str, str, str, dict[str, Plain]], ...] = (
    (9_000, "info", "worker", "worker-4411", "begin", {"store": "demo.db"}),
    (7_200, "info", "worker", "run-1", "run ended", {"job": "score-clients", "ms": 2_104.2}),
    (3_600, "warning", "worker", "run-2", "run ended",
     {"job": "backup", "error": "disk full", "ms": 31.0}),
    (1_800, "info", "app", "5f0c", "slow", {"what": "radar.open", "ms": 912.4}),
    (1_200, "error", "app", "5f0c", "fault", {"ref": "E-7f31aa", "type": "ValueError"}),
    (600, "info", "command", "c-19", "command", {"words": "import \x1b[2J", "code": 4}),
    (60, "info", "app", "5f0c", "slow", {"what": "clients.open", "ms": 301.7}),
)  # fmt: skip


@pytest.fixture
def room(demo_store: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store that a worker leads, and a log of the last hours."""
    ctx = context(demo_store, DEMO_NOW - timedelta(seconds=2))
    worker.enlist(ctx, "w")
    worker.beat(ctx, "w", None)
    with ctx.store.unit() as unit:
        unit.run("UPDATE worker SET pid = 4411, host = 'elsewhere'", {})
    told = replace(ctx, trace_id="5f0c")
    cache.set_lifetime(told, 45)
    undo(told)
    cache.set_lifetime(told, 60)
    log_file().parent.mkdir(parents=True, exist_ok=True)
    lines = [
        LogLine(DEMO_NOW - timedelta(seconds=ago), level, part, event, trace, 4411, fields)
        for ago, level, part, trace, event, fields in LINES
    ]
    log_file().write_text("".join(f"{written(line)}\n" for line in lines))
    monkeypatch.setattr("tui.workers._note_slow", lambda *_: None)
    monkeypatch.setattr("tui.paint.age_of_process", lambda: 0.41)
    monkeypatch.setattr("tui.paint.Paint.p95_s", 0.021)
    monkeypatch.setattr("tui.paint.Paint.keys", 37)
    return demo_store


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize(
    ("tabs", "shows"),
    [(1, "QUEUES"), (2, "clients.open"), (3, "undone by")],
    ids=["engine", "log", "changes"],
)
def test_a_tab_of_the_machine_room(
    room: Path, snap_compare: Any, size: str, theme: str, tabs: int, shows: str
) -> None:
    async def go(pilot: Pilot[int]) -> None:
        await until(pilot, sees(pilot, "Coral Networks"))
        await press(pilot, "g", "j", *[NEXT] * tabs)
        await until(pilot, sees(pilot, shows), shows)
        await still(pilot)

    assert snap_compare(app_on(room, theme=theme), terminal_size=SIZES[size], run_before=go)
