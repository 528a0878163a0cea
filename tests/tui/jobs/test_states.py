"""The states of the machine room and of alerts, as a person reads them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bellbuoy.services import jobs, worker
from bellbuoy.services.context import Context
from bellbuoy.services.supervision.schedule import make_known
from core.access.types import Viewer
from core.jobs.types import Ending
from core.values.errors import LockedError
from jobs.registry import JOBS
from tests.fixtures.stores import DEMO_NOW, context, move
from tests.tui.hand import Hand, using

READS = {
    "jobs": "bellbuoy.services.machine_room.machine_room",
    "engine": "bellbuoy.services.machine_room.engine_room",
    "logs": "tui.logs.tab.begin_log",
    "changes": "bellbuoy.services.changes.changes",
}
NAMES = {
    "jobs": "the jobs", "engine": "locks and queues", "logs": "the log",
    "changes": "the changes",
}  # fmt: skip


def state_of(hand: Hand) -> str:
    """The lines below row 3 up to the first that is empty, blanks made one."""
    lines: list[str] = []
    for line in hand.lines[3:-2]:
        words = " ".join(line.replace("│", " ").split())
        if not words:
            break
        lines.append(words)
    return "\n".join(lines)


async def go(hand: Hand, tab: str) -> None:
    if tab in ("logs", "changes"):
        await hand.press("colon")
        await hand.type(tab)
        await hand.press("enter")
    else:
        await hand.press("g", "j", *(["right_square_bracket"] if tab == "engine" else []))


def failing(error: Exception) -> Callable[..., Any]:
    def fail(*_: Any, **__: Any) -> Any:
        raise error

    return fail


@pytest.mark.parametrize("tab", list(READS))
async def test_error_says_what_why_and_what_helps(
    demo_ctx: Context, monkeypatch: pytest.MonkeyPatch, tab: str
) -> None:
    monkeypatch.setattr(READS[tab], failing(LockedError("locked for 5 s", "try again")))
    async with using(demo_ctx) as hand:
        await go(hand, tab)
        told = state_of(hand).splitlines()
        assert told[0] == f"ERROR !! Could not read {NAMES[tab]}: locked for 5 s."
        assert told[1].startswith("ref E-")
        assert told[2] == "try again r again ! problems"
        assert hand.row(-2).startswith("ERROR: Could not read")


@pytest.mark.parametrize("tab", list(READS))
async def test_loading_is_said_after_a_while_and_goes(
    demo_ctx: Context, monkeypatch: pytest.MonkeyPatch, tab: str
) -> None:
    there = threading.Event()
    module, _, name = READS[tab].rpartition(".")
    real = getattr(__import__(module, fromlist=[name]), name)

    def slow(*args: Any, **more: Any) -> Any:
        assert there.wait(8)
        return real(*args, **more)

    monkeypatch.setattr(READS[tab], slow)
    async with using(demo_ctx) as hand:
        keys = {"engine": ["g", "j", "right_square_bracket"], "jobs": ["g", "j"]}
        typed = ["colon", *tab, "enter"]
        for key in keys.get(tab, typed):
            await hand._pilot.press(key)
        await hand.until(lambda: "LOADING" in hand.text)
        assert f"{NAMES[tab]} 0 read" in state_of(hand)
        there.set()
        await hand.settle()
        assert "LOADING" not in hand.text


@pytest.mark.parametrize("tab", ["jobs", "engine", "changes"])
async def test_denied_says_so_and_that_it_was_recorded(own_ctx: Context, tab: str) -> None:
    ctx = replace(own_ctx, viewer=Viewer("zoe", "nobody"))
    async with using(ctx) as hand:
        await go(hand, tab)
        shown = state_of(hand)
        assert shown.startswith("DENIED ")
        assert "This was recorded." in shown
        assert "esc back" in shown


async def test_empty_says_which_command_helps(empty_ctx: Context) -> None:
    async with using(empty_ctx) as hand:
        await go(hand, "jobs")
        assert state_of(hand) == "EMPTY No jobs yet.\nshell: bellbuoy worker start"
        await hand.press("exclamation_mark", "right_square_bracket")
        assert "no alert is open" in hand.text
        assert "15 of 15 rules are on; 0 alerts began in 30 days" in hand.text


async def test_stale_says_since_when_and_goes_with_a_worker(demo_store: Path) -> None:
    ctx = context(demo_store, DEMO_NOW)
    make_known(ctx, [job.plan for job in JOBS])
    worker.enlist(ctx, "w")
    fence = worker.beat(ctx, "w", None).fence
    assert fence is not None
    jobs.end(ctx, jobs.begin(ctx, "score-clients", "w", fence), Ending("ok", 3))
    worker.leave(ctx, "w")
    move(ctx, DEMO_NOW + timedelta(hours=3, minutes=12))
    async with using(replace(ctx, read_only=True)) as hand:
        await go(hand, "jobs")
        assert state_of(hand).startswith(
            "STALE ! jobs are 3 h 12 old: no worker, the last run was at 14:00\n"
            "w why shell: bellbuoy worker start"
        )
        assert "score-clients" in hand.text
        worker.enlist(ctx, "w")
        await hand.press("r")
        assert "STALE" not in state_of(hand)


async def test_no_match_says_of_how_many(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await go(hand, "changes")
        await hand.press("slash")
        await hand.type("seaweed")
        await hand.press("enter")
        assert state_of(hand).startswith("NO MATCH 0 of ")
        assert "/ edit esc drop the filter" in state_of(hand)
