"""The machine room at work: read, opened, asked, paused, and left."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bellbuoy.services import jobs, worker
from bellbuoy.services.context import Context
from bellbuoy.services.logs.writing import log
from bellbuoy.services.supervision.schedule import make_known
from core.jobs.types import Ending
from jobs.registry import JOBS
from storage.jobs.asides import set_aside
from tests.fixtures.stores import DEMO_NOW, context
from tests.tui.hand import Hand, using
from tui.jobs.page import JobsPage


@pytest.fixture
def room(demo_store: Path) -> Context:
    """A store whose worker, of this process, leads; one run is on, one was given up."""
    ctx = context(demo_store, DEMO_NOW)
    make_known(ctx, [job.plan for job in JOBS])
    worker.enlist(ctx, "w")
    fence = worker.beat(ctx, "w", None).fence
    assert fence is not None
    number = jobs.begin(ctx, "drop-looks", "w", fence)
    jobs.end(ctx, number, Ending("dead", 3, 1, 0, "no \x1b[2J wind"))
    number = jobs.begin(ctx, "score-clients", "w", fence)
    jobs.note_progress(ctx, number, 5, 15)
    return ctx


def page(hand: Hand) -> JobsPage:
    assert isinstance(hand.page, JobsPage)
    return hand.page


async def test_g_j_shows_jobs_run_worker_store_and_problems(room: Context) -> None:
    async with using(room) as hand:
        await hand.press("g", "j")
        assert hand.row(2).startswith("System › Jobs and health")
        for words in ("score-clients", "running", "33%  5 of 15", "WORKER  pid", "STORE",
                      "PROBLEMS", "!! given up"):  # fmt: skip
            assert words in hand.text
        assert hand.row(-1).startswith("⏎ runs  R run  a act  w why  i log  / filter")
        assert hand.row(3).startswith("[Jobs] Engine  Log  Changes")
        assert page(hand).command == "bellbuoy job list"


async def test_enter_opens_the_runs_of_a_job_and_esc_goes_back(room: Context) -> None:
    with room.store.unit() as unit:
        set_aside(unit, "drop-looks", 1, "ValueError: odd", room.wall_us, 1)
    async with using(room, (120, 40)) as hand:
        await hand.press("g", "j")
        while page(hand).jobs.cursor != "drop-looks":
            await hand.press("down")
        await hand.press("enter")
        assert hand.row(2).startswith("System › Jobs and health › drop-looks")
        assert "no �[2J wind" in hand.text
        assert "SET ASIDE (1)" in hand.text
        assert page(hand).command == "bellbuoy job show drop-looks"
        assert page(hand).copied == "run-1"
        await hand.press("J")
        assert page(hand).jobs.opened != "drop-looks"
        await hand.press("K")
        assert page(hand).jobs.opened == "drop-looks"
        await hand.press("escape")
        assert "PROBLEMS" in hand.text


async def test_a_run_is_cancelled_and_a_job_paused_and_let_go(room: Context) -> None:
    async with using(room, (120, 40)) as hand:
        await hand.press("g", "j", "a", "c")
        assert "run 2 stops at the next safe point" in hand.row(-2)
        assert jobs.cancel_asked(room, 2)
        await hand.press("r")
        assert "asked to stop" in hand.text
        await hand.press("end", "a", "p")
        assert page(hand).jobs.job is not None
        assert page(hand).jobs.job.state == "paused"  # type: ignore[union-attr]
        await hand.press("w")
        assert "by ana; act, then o, goes on" in hand.row(-2)
        await hand.press("a", "o")
        assert "goes on; slots that went by: 0" in hand.row(-2)


async def test_what_was_given_up_is_asked_for_again(room: Context) -> None:
    async with using(room, (120, 40)) as hand:
        await hand.press("colon")
        await hand.type("jobs drop-looks")
        await hand.press("enter")
        assert page(hand).jobs.opened == "drop-looks"
        await hand.press("w")
        assert "run 1: no" in hand.row(-2)
        await hand.press("a", "t")
        assert "asked for run 1 of drop-looks again, request 1" in hand.row(-2)
        await hand.press("R")
        assert "asked for drop-looks, request 2" in hand.row(-2)
        assert jobs.waiting(room, "drop-looks") == 2


async def test_a_filter_narrows_jobs_and_runs_each_on_its_own(room: Context) -> None:
    async with using(room, (120, 40)) as hand:
        await hand.press("g", "j", "slash")
        await hand.type("state:failed ")
        await hand.press("enter")
        assert [job.id for job in page(hand).jobs.data.room.jobs] == ["drop-looks"]  # type: ignore[union-attr]
        assert "/ state:failed" in hand.row(3)
        assert hand.row(3).endswith(f"1 of {len(JOBS)} jobs")
        await hand.press("enter")
        assert hand.row(3).endswith("1 run")
        await hand.press("escape")
        assert "/ state:failed" in hand.row(3)
        await hand.press("escape")
        assert hand.row(3).endswith(f"{len(JOBS)} jobs")


async def test_a_filter_that_finds_nothing_or_cannot_be_read(room: Context) -> None:
    async with using(room, (120, 40)) as hand:
        await hand.press("g", "j", "slash")
        await hand.type("sail:1 ")
        assert "sail" in hand.row(3)
        await hand.press("escape", "slash")
        await hand.type("seaweed ")
        await hand.press("enter")
        assert "NO MATCH" in hand.text
        assert f"0 of {len(JOBS)} match  seaweed" in hand.text
        await hand.press("escape")
        assert "score-clients" in hand.text


async def test_i_on_a_run_shows_what_it_wrote_into_the_log(room: Context) -> None:
    log("info", "run began", {"job": "drop-looks"}, trace="run-1")
    log("error", "run ended", {"job": "drop-looks", "text": "no \x1b[2J wind"}, trace="run-1")
    log("info", "run began", {"job": "score-clients"}, trace="run-2")
    async with using(room, (120, 40)) as hand:
        await hand.press("colon")
        await hand.type("jobs drop-looks")
        await hand.press("enter", "i")
        assert hand.row(2).startswith("System › Log")
        assert "/ trace:run-1" in hand.row(3)
        assert "run ended" in hand.text
        assert "score-clients" not in hand.text
        assert "no �[2J wind" in hand.text
        await hand.press("left_square_bracket", "left_square_bracket")
        assert hand.row(2).startswith("System › Jobs and health › drop-looks")


async def test_a_store_that_no_worker_knows_says_how_to_start_one(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("g", "j")
        assert "No jobs yet." in hand.text
        assert "bellbuoy worker start" in hand.text
        await hand.press("down", "enter")
        assert "no job under the cursor" in hand.row(-2)


async def test_a_role_that_may_not_is_told(demo_store: Path) -> None:
    ctx = replace(context(demo_store, DEMO_NOW, role="analyst"), read_only=True)
    async with using(ctx) as hand:
        await hand.press("g", "j")
        assert "DENIED" in hand.text


@pytest.mark.parametrize("size", [(40, 12), (79, 24), (200, 60)])
async def test_any_room_will_do(room: Context, size: tuple[int, int]) -> None:
    async with using(room, size) as hand:
        await hand.press("g", "j", "end", "pagedown", "pageup", "enter", "ctrl+d", "home")
        assert "No runs of backup yet" in hand.text
        await hand.press("left_square_bracket", "enter", "pageup")
        assert "Changes" in hand.row(2)
        await hand.press("left_square_bracket", "enter", "pageup")
        assert "Log" in hand.row(2)
        await hand.press("left_square_bracket", "end", "pageup")
        assert "Engine" in hand.row(2)
