"""z and Z from anywhere: what was changed is told with the key that takes it back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bellbuoy.services import cache, worker
from bellbuoy.services.alerts.rules import edit
from bellbuoy.services.changes import changes
from bellbuoy.services.context import Context, reread
from bellbuoy.services.settings import frozen_at, set_clock
from bellbuoy.services.supervision.schedule import make_known
from core.access.types import Viewer
from core.operations.types import RowConflict, TakenBack, UndoConflictError, UndoDifference
from core.values.text import cells
from jobs.registry import JOBS
from storage.alerts.rules import rules
from tests.fixtures.stores import DEMO_NOW, context
from tests.tui.hand import using
from tests.tui.jobs.samples import HOSTILE
from tui.overlays.conflict import conflict_lines
from tui.palette import Look
from tui.undoing import done_words, told


@pytest.fixture
def ctx(demo_store: Path) -> Context:
    """A store with a worker of this process, so that none is started."""
    found = context(demo_store, DEMO_NOW)
    make_known(found, [job.plan for job in JOBS])
    worker.enlist(found, "w")
    worker.beat(found, "w", None)
    return found


def severity(ctx: Context) -> str:
    with ctx.store.reader() as reader:
        return rules(reader)["tier-critical"].severity


@pytest.mark.parametrize("place", ["1", "3", "0"])
async def test_from_any_screen(ctx: Context, place: str) -> None:
    edit(ctx, "tier-critical", {"severity": "low"})
    number = changes(ctx, 1)[0].id
    async with using(ctx) as hand:
        await hand.press(place, "z")
        what = f"taken back: alert.rule tier-critical (change {number})"
        assert hand.row(23).startswith(what)
        assert hand.row(23).endswith("Z redo")
        assert severity(ctx) == "critical"
        await hand.press("Z")
        assert hand.row(23).startswith(what.replace("taken back", "done again"))
        assert hand.row(23).endswith("z undo")
        assert severity(ctx) == "low"
        await hand.press("Z")
        assert hand.row(23) == "nothing to do again"


async def test_each_press_takes_back_one(ctx: Context) -> None:
    cache.set_lifetime(ctx, 30)
    edit(ctx, "tier-critical", {"severity": "low"})
    async with using(ctx) as hand:
        await hand.press("z", "z")
        assert (severity(ctx), cache.lifetime(ctx)) == ("critical", cache.DAYS)
        assert "cache.days" in hand.row(23)
        await hand.press("z")
        assert hand.row(23) == "nothing of yours to take back"


async def test_a_pause_says_z_and_goes_back_where_it_was_made(ctx: Context) -> None:
    async with using(ctx, (120, 40)) as hand:
        await hand.press("g", "j", "end", "a", "p")
        assert hand.row(-2).endswith("z undo")
        assert "is paused" in hand.row(-2)
        await hand.press("z")
        assert hand.row(-2).startswith("taken back: pause job")


async def test_the_change_under_the_cursor_and_what_cannot(ctx: Context) -> None:
    edit(ctx, "tier-critical", {"severity": "low"})
    cache.set_lifetime(ctx, 30)
    first = changes(ctx)[1].id
    async with using(ctx, (120, 36)) as hand:
        await hand.press("colon")
        await hand.type("changes")
        await hand.press("enter", "down", "z")
        assert hand.row(-2).startswith("taken back: alert.rule tier-critical")
        assert f"undone by {first + 2}" in hand.text
        assert cache.lifetime(ctx) == 30
        await hand.press("end", "z")
        assert hand.row(-2).startswith("z undo: cannot: a demo store is made as a whole")
        await hand.press("enter")
        assert "cannot be taken back: a demo store is made as a whole" in hand.text


async def test_a_conflict_shows_all_versions_of_the_row(ctx: Context) -> None:
    edit(ctx, "tier-critical", {"severity": "low"})
    number = changes(ctx, 1)[0].id
    edit(replace(ctx, viewer=Viewer("mei", "admin")), "tier-critical", {"severity": "high"})
    async with using(ctx, (100, 30)) as hand:
        await hand.press("z")
        assert f"Change {number} stays: 1 row changed since" in hand.text
        versions = ("before", "critical", f"change {number}", "low", "high")
        for words in ("alert_rule tier-critical", "severity", *versions):
            assert words in hand.text
        assert f"now, mei in {number + 1}" in hand.text
        assert severity(ctx) == "high"
        await hand.press("enter")
        assert hand.row(2).startswith("System › Changes")


async def test_the_clock_that_was_set_stands_as_before(ctx: Context) -> None:
    before = ctx.info.clock
    there = set_clock(ctx, frozen_at(ctx, "2026-10-01"))
    async with using(there) as hand:
        await hand.press("z")
        assert reread(ctx).info.clock == before
        assert hand.app.session.ctx.info.clock == before


async def test_who_may_not_and_a_past_day_are_told(ctx: Context) -> None:
    edit(ctx, "tier-critical", {"severity": "low"})
    async with using(replace(ctx, viewer=Viewer("ana", "analyst"))) as hand:
        await hand.press("z")
        assert hand.row(23) == "z undo: role analyst may not take changes back"
    async with using(replace(ctx, read_only=True)) as hand:
        await hand.press("z")
        assert hand.row(23) == "z undo: the store was opened read-only"
    assert severity(ctx) == "low"


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_lines_fit_and_hold_no_control_sign(width: int) -> None:
    one = UndoDifference(HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    rows = (
        RowConflict(HOSTILE, HOSTILE, (one,), True, HOSTILE, 7),
        RowConflict("alert", "1", (UndoDifference("state", None, 1, None),), False),
    )
    found = UndoConflictError(5, rows, HOSTILE)
    lines = conflict_lines(found, Look(), width)
    assert any("the row is gone"[: max(0, width - 40)] in line.plain for line in lines)
    for line in lines:
        assert cells(line.plain) <= width
        assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in line.plain)


def test_what_was_taken_back_is_safe_to_show() -> None:
    found = TakenBack(7, 8, "alert.rule", HOSTILE, "ana", redo=False, left=3, note=HOSTILE)
    words = told(found)
    assert words.startswith("taken back: alert.rule ")
    assert words.endswith("3 rows had moved on and stay (change 7)")
    assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in words)


@pytest.mark.parametrize(
    ("action", "target", "words"),
    [
        ("client.tag", "82 clients", "tag 82 clients"),
        ("interaction.add", "I-1", "add interaction I-1"),
        ("alert.rule", "tier-critical", "alert.rule tier-critical"),
    ],
)
def test_what_was_done_is_told_in_words(action: str, target: str, words: str) -> None:
    assert done_words(action, target) == words
