"""The machine room as a picture: with a run that is on, and the runs of a job."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from bellbuoy.services import jobs, worker
from bellbuoy.services.context import Context
from bellbuoy.services.supervision.schedule import make_known, pause
from core.jobs.types import Ending, RunState
from jobs.cache import drop_looks
from jobs.health import score_clients, score_history
from storage.engine.sqlite_store import SqliteStore
from storage.engine.store import Size
from tests.fixtures.stores import DEMO_NOW, context, move
from tests.tui.running import LARGE, SMALL, app_on, press, sees, still, until

SIZES = {"80x24": SMALL, "160x48": LARGE}
FIVE: tuple[RunState, ...] = ("ok", "ok", "ok", "ok", "ok")
HISTORY: tuple[tuple[str, tuple[RunState, ...]], ...] = (
    ("score-clients", (*FIVE, "ok", "ok", "ok", "ok", "failed", "ok")),
    ("drop-looks", (*FIVE, "dead")),
    ("score-history", ("ok", "skipped", "ok")),
)


@pytest.fixture
def room(demo_store: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with runs of the last hours, one that is on, and a job that is paused."""
    ctx = context(demo_store, DEMO_NOW - timedelta(hours=4))
    plans = [each.JOB.plan for each in (score_clients, score_history, drop_looks)]
    make_known(ctx, plans)
    worker.enlist(ctx, "w")
    for job, states in HISTORY:
        _ran(ctx, job, states)
    move(ctx, DEMO_NOW - timedelta(seconds=6))
    fence = _lead(ctx)
    pause(ctx, plans[1])
    number = jobs.begin(ctx, "score-clients", "w", fence)
    jobs.note_progress(ctx, number, 746, 1_204)
    with ctx.store.unit() as unit:
        # What differs from run to run of this test is set by hand.
        started = ctx.wall_us - 74 * 3_600_000_000
        unit.run(
            "UPDATE worker SET pid = 4411, host = 'elsewhere', started_us = :at,"
            " cpu_permille = 120, rss_bytes = 168000000",
            {"at": started},
        )
    monkeypatch.setattr(SqliteStore, "size", lambda _self: Size(412_000_000, 3_000_000))
    return demo_store


def _lead(ctx: Context) -> int:
    fence = worker.beat(ctx, "w", None).fence
    assert fence is not None
    return fence


def _ran(ctx: Context, job: str, states: tuple[RunState, ...]) -> None:
    for place, state in enumerate(states):
        number = jobs.begin(ctx, job, "w", _lead(ctx))
        assert hasattr(ctx.clock, "at")
        move(ctx, ctx.clock.at + timedelta(seconds=1 + place % 3))
        error = "disk full \x1b[2J" if state in ("failed", "dead") else None
        jobs.end(ctx, number, Ending(state, 31 + place, place, 0, error))
        move(ctx, ctx.clock.at + timedelta(minutes=10))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("opened", ["", "drop-looks"], ids=["all", "one"])
def test_the_machine_room(
    room: Path, snap_compare: Any, size: str, theme: str, opened: str
) -> None:
    async def go(pilot: Pilot[int]) -> None:
        await until(pilot, sees(pilot, "Coral Networks"))
        await press(pilot, "g", "j")
        await until(pilot, sees(pilot, "PROBLEMS"), "the room")
        if opened:
            await press(pilot, "end", "enter")
            await until(pilot, sees(pilot, "CHANGED  WHY"), "its runs")
        await still(pilot)

    app = app_on(room, theme=theme)
    assert snap_compare(app, terminal_size=SIZES[size], run_before=go)
