"""The problems of the store that is open, read off the event loop."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bellbuoy.services import jobs, quarantine, worker
from bellbuoy.services.context import Context
from core.jobs.types import Ending
from core.values.errors import UsageError
from tests.fixtures.stores import DEMO_NOW, context
from tests.tui.charts.samples import LOOKS
from tests.tui.overlays.shell_app import ShellApp, closed, shown
from tests.tui.widgets.screen_text import screen_lines, until
from tui.overlays.problems import look_for_problems
from tui.palette import Look
from tui.places import Place


def text_of(app: ShellApp) -> str:
    return "\n".join(screen_lines(app))


def fail_a_run(ctx: Context) -> None:
    """A worker that leads runs one job, which fails."""
    worker.enlist(ctx, "one")
    pulse = worker.beat(ctx, "one", None)
    assert pulse.fence is not None
    number = jobs.begin(ctx, "score-clients", "one", pulse.fence)
    jobs.end(ctx, number, Ending("failed", error="disk\x1b[2J full"))


async def test_no_worker_is_the_one_problem_of_a_new_demo(ctx: Context) -> None:
    async with shown(ctx, "problems") as (app, pilot, _):
        app.say("filter dropped")
        app.say("[b]copied[/b]")
        await pilot.press("r")
        await until(pilot, lambda: "[b]copied[/b]" in text_of(app))
        text = text_of(app)
        assert "┌─ ›Problems (1)  Alerts  Rules ──" in text
        assert "│►!  no worker runs: scores stay as they are" in text
        assert "bellbuoy worker start  starts one" in text
        assert text.index("[b]copied[/b]") < text.index("filter dropped")


async def test_a_living_worker_leaves_no_problems(own_ctx: Context) -> None:
    worker.enlist(own_ctx, "one")
    async with shown(own_ctx, "problems") as (app, pilot, overlay):
        await until(pilot, lambda: overlay.found is not None)
        await pilot.pause()
        assert "┌─ ›Problems  Alerts  Rules ──" in text_of(app)
        assert "✓ no problems" in text_of(app)
        assert "worker     alive, pid " in text_of(app)


async def test_the_cursor_goes_from_problem_to_problem_and_opens_where_it_is_seen(
    own_ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_a_run(own_ctx)
    monkeypatch.setattr(quarantine, "waiting", lambda _ctx: 212)
    async with shown(own_ctx, "problems") as (app, pilot, overlay):
        await until(pilot, lambda: overlay.found is not None)
        assert overlay.current.place == Place("jobs", "score-clients")
        await pilot.press("y", "down", "y", "enter")
        assert "│►!  212 refused rows wait in quarantine" in text_of(app)
        copied = ["bellbuoy job run score-clients", "bellbuoy quarantine list"]
        assert app.heard == [("copy", each) for each in copied]
        assert app.told()[-1].endswith("open: nothing to open here")
        await pilot.press("up", "up", "enter")
        assert app.heard[-1] == ("go", Place("jobs", "score-clients"))
        assert closed(app)


async def test_looking_again_sees_a_run_that_has_failed(own_ctx: Context) -> None:
    async with shown(own_ctx, "problems") as (app, pilot, overlay):
        await until(pilot, lambda: overlay.found is not None)
        fail_a_run(own_ctx)
        await pilot.press("r")
        await until(pilot, lambda: bool(overlay.found.pulse.failed))
        await pilot.pause()
        assert "│►!! job score-clients failed, run 1: disk�[2J full" in text_of(app)
        assert "R  recompute now" in text_of(app)


async def test_a_commit_is_followed(own_ctx: Context) -> None:
    async with shown(own_ctx, "problems") as (_, pilot, overlay):
        await until(pilot, lambda: overlay.found is not None)
        assert overlay.found.pulse.worker.state == "none"
        worker.enlist(own_ctx, "one")
        overlay.store_changed()
        await until(pilot, lambda: overlay.found.pulse.worker.state == "alive")


def test_rows_in_quarantine_are_counted(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quarantine, "waiting", lambda _ctx: 212)
    assert look_for_problems(ctx).quarantined == 212


def test_what_the_role_may_not_know_is_not_asked_for(demo_store: Path) -> None:
    ctx = context(demo_store, DEMO_NOW, role="rep")
    before = ctx.store.reader()
    with before as reader:
        seen = reader.changes()
        found = look_for_problems(ctx)
        # A refusal would have been written into the audit.
        assert reader.changes() == seen
    assert found.quarantined is None


async def test_the_worker_is_asked_for_new_scores(ctx: Context) -> None:
    async with shown(ctx, "problems") as (app, pilot, _):
        await pilot.press("R")
        await pilot.pause()
        assert app.heard == [("recompute", None)]
        assert not closed(app)


@pytest.mark.parametrize(
    ("read_only", "role", "why"),
    [
        (True, "admin", "the store was opened read-only"),
        (False, "auditor", "role auditor may not run jobs"),
    ],
)
async def test_why_it_is_not_asked(
    demo_master: Path, read_only: bool, role: str, why: str
) -> None:
    ctx = replace(context(demo_master, DEMO_NOW, role=role), read_only=read_only)
    async with shown(ctx, "problems") as (app, pilot, _):
        await pilot.press("R")
        await pilot.pause()
        assert (app.heard, list(app.told())) == ([], [f"R recompute: {why}"])


async def test_what_cannot_be_read_is_said(ctx: Context) -> None:
    async with shown(ctx, "problems") as (app, pilot, overlay):
        await until(pilot, lambda: overlay.found is not None)
        overlay._failed(UsageError("locked\x1b[2J by another"))
        await pilot.pause()
        assert "could not be read: locked�[2J by another" in text_of(app)
        await pilot.press("r")
        await until(pilot, lambda: "could not be read" not in text_of(app))


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_how_it_is_left(ctx: Context, key: str) -> None:
    async with shown(ctx, "problems") as (app, pilot, _):
        await pilot.press(key)
        await pilot.pause()
        assert closed(app) if key == "escape" else app.heard == [("leave", None)]


@pytest.mark.parametrize(
    ("size", "look"),
    [((60, 16), LOOKS[2]), ((80, 24), LOOKS[1]), ((200, 50), LOOKS[0]), ((20, 6), LOOKS[2])],
)
async def test_every_size(ctx: Context, size: tuple[int, int], look: Look) -> None:
    async with shown(ctx, "problems", size=size, look=look) as (_, pilot, overlay):
        await until(pilot, lambda: overlay.found is not None)
        await pilot.press("end")
        await pilot.pause()
        width = overlay.view.size.width
        assert all(line.cell_len <= width for line in overlay.view.lines)
