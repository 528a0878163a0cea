"""`:today`: the rows of the command, their reasons, and what is done from there."""

from __future__ import annotations

from pathlib import Path

import pytest

from bellbuoy.services import worker
from bellbuoy.services.context import Context
from bellbuoy.services.desk import tasks
from bellbuoy.services.desk.today import today
from bellbuoy.services.supervision.schedule import make_known
from jobs.registry import JOBS
from tests.fixtures.stores import DEMO_NOW, context
from tests.tui.hand import using


@pytest.fixture
def ctx(demo_store: Path) -> Context:
    """A store with a worker of this process, so that none is started."""
    found = context(demo_store, DEMO_NOW)
    make_known(found, [job.plan for job in JOBS])
    worker.enlist(found, "w")
    worker.beat(found, "w", None)
    return found


async def test_the_rows_are_those_of_the_command(ctx: Context) -> None:
    tasks.add(ctx, ["C-0002"], "send the offer", due=ctx.today, owner="raj")
    expected = today(ctx, "").rows
    async with using(ctx) as hand:
        await hand.press("colon")
        await hand.type("today tier:any")
        await hand.press("enter")
        assert hand.row(3).startswith("[Today] Tasks  Playbooks   / tier:any")
        shown = [line.split()[1 if n == 0 else 0] for n, line in enumerate(hand.lines[3:6])]
        assert shown == [row.key for row in expected[:3]]
        assert f"{expected[0].points} points" in hand.text
        await hand.press("down")
        assert f"{expected[1].points} points" in hand.text
        await hand.press("enter")
        assert "[Timeline" in hand.row(3)
        await hand.press("escape")
        assert f"{expected[1].points} points" in hand.text


async def test_a_task_is_done_from_here(ctx: Context) -> None:
    tasks.add(ctx, ["C-0002"], "send the offer", due=ctx.today)
    async with using(ctx) as hand:
        await hand.press("colon")
        await hand.type("today")
        await hand.press("enter")
        assert "/ owner:me" in hand.row(3)
        assert "send the offer" in hand.text
        place = [row.key for row in today(ctx).rows].index("T-1")
        await hand.press("home", *["down"] * place, "a", "d")
        await hand.type("she has it")
        await hand.press("enter")
        await hand.until(lambda: tasks.show(ctx, "T-1").outcome == "she has it")
        await hand.until(lambda: "send the offer" not in "".join(hand.lines[3:17]))
        await hand.press("z")
        await hand.until(lambda: tasks.show(ctx, "T-1").state == "open")
