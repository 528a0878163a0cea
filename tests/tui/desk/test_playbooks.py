"""Playbooks by keys: begun from a list, walked through on a client, ended, looked at."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bellbuoy.services import clients, worker
from bellbuoy.services.context import Context
from bellbuoy.services.desk import tasks
from bellbuoy.services.playbooks import definitions, following
from bellbuoy.services.playbooks.assigning import assign
from bellbuoy.services.supervision.schedule import make_known
from core.access.types import Viewer
from core.desk.types import Selection
from core.playbooks.types import Followed, Playbook, Step
from jobs.registry import JOBS
from tests.fixtures.stores import DEMO_NOW, context
from tests.tui.hand import Hand, using
from tui.desk.playbook_acts import fitting_first

SHORT = Playbook("short", "Short", "tier:healthy", (Step("only one", 0, "call"),))


@pytest.fixture
def ctx(demo_store: Path) -> Context:
    """A store with a worker of this process, so that none is started."""
    found = context(demo_store, DEMO_NOW)
    make_known(found, [job.plan for job in JOBS])
    worker.enlist(found, "w")
    worker.beat(found, "w", None)
    return found


def followed(ctx: Context, key: str) -> tuple[Followed, ...]:
    return following.of_client(ctx, key)


async def jump(hand: Hand, words: str) -> None:
    await hand.press("colon")
    await hand.type(words)
    await hand.press("enter")


async def test_begun_for_marked_clients_and_taken_back(ctx: Context) -> None:
    worst = [row.key for row in clients.page(ctx, clients.RADAR_QUERY, limit=2).rows]
    async with using(ctx) as hand:
        await hand.until(lambda: "Begin silent: Wake a silent client" in hand.text)
        await hand.press("space", "down", "space", "a", "b")
        assert "Playbook for 2 clients" in hand.text
        assert "1  silent: Wake a silent client" in hand.text
        assert "fits 1 client" in hand.text
        await hand.press("1")
        await hand.until(lambda: "playbook silent: 2 of 2" in hand.text)
        assert not followed(ctx, worst[0])
        await hand.press("ctrl+s")
        await hand.until(lambda: bool(followed(ctx, worst[1])))
        assert [len(followed(ctx, key)[0].steps) for key in worst] == [3, 3]
        await hand.press("home")
        await hand.until(lambda: "next      Find out who used it last" in hand.text)
        await hand.press("z")
        await hand.until(lambda: not followed(ctx, worst[0]))


async def test_the_actions_of_a_client_to_the_end(ctx: Context) -> None:
    definitions.add(ctx, [SHORT])
    assign(ctx, Selection(("C-0002",)), "short")
    tasks.add(ctx, ["C-0002"], "another", due=ctx.today + 9)
    async with using(ctx) as hand:
        await jump(hand, "client actions C-0002")
        assert "[Actions 2]" in hand.row(3)
        assert "Next  only one" in hand.row(4)
        assert "0 of 1 done P-1" in hand.text
        await hand.press("enter")
        assert "T-1 is done: only one" in hand.text
        await hand.type("reached Dana")
        await hand.press("enter")
        await hand.until(lambda: tasks.show(ctx, "T-1").outcome == "reached Dana")
        # The last step: what came of it all is asked at once.
        await hand.until(lambda: "short of Coral Networks: what came" in hand.text)
        await hand.press("k")
        await hand.type("happy again")
        await hand.press("enter")
        await hand.until(lambda: followed(ctx, "C-0002")[0].follow.outcome == "kept")
        await hand.until(lambda: "short kept: happy again" in hand.text)
        assert "another" in hand.text
        await hand.press("z")
        await hand.until(lambda: followed(ctx, "C-0002")[0].follow.running)
        await hand.until(lambda: "1 of 1 done P-1" in hand.text)


async def test_a_playbook_ends_before_its_steps(ctx: Context) -> None:
    assign(ctx, Selection(("C-0002",)), "renewal")
    async with using(ctx) as hand:
        await jump(hand, "client actions C-0002")
        await hand.press("up", "a", "d", "l")
        assert "4 open steps dropped" in hand.text
        await hand.press("enter")
        await hand.until(lambda: followed(ctx, "C-0002")[0].follow.outcome == "lost")
        assert tasks.page(ctx).rows == ()
        await hand.until(lambda: "no task is open" in hand.text or "Begin" in hand.text)


async def test_who_may_only_read_ends_nothing(ctx: Context) -> None:
    assign(ctx, Selection(("C-0002",)), "renewal")
    analyst = replace(ctx, viewer=Viewer("zoe", "analyst"))
    async with using(analyst) as hand:
        await jump(hand, "client actions C-0002")
        await hand.press("enter")
        assert "role analyst may not end tasks" in hand.row(23)
        assert followed(ctx, "C-0002")[0].follow.running


async def test_many_tasks_at_once(ctx: Context) -> None:
    tasks.add(ctx, ["C-0002", "C-0003", "C-0004"], "call", due=ctx.today)
    async with using(ctx) as hand:
        await jump(hand, "tasks")
        assert "1–3 of 3" in hand.row(3)
        await hand.press("asterisk", "down", "space", "a", "u")
        await hand.type("3d")
        await hand.press("enter")
        await hand.until(lambda: "2 of 2" in hand.text)
        assert "2 of 2 tasks" in hand.text
        await hand.press("enter")
        day = ctx.today + 3
        await hand.until(lambda: [tasks.show(ctx, f"T-{n}").due for n in (1, 2, 3)] == [
            day, ctx.today, day])  # fmt: skip
        await hand.press("slash")
        await hand.type("due<2d")
        await hand.press("enter")
        await hand.until(lambda: "1–1 of 1" in hand.row(3))
        await hand.press("a", "x")
        await hand.type("no need")
        await hand.press("enter")
        await hand.until(lambda: tasks.show(ctx, "T-2").state == "dropped")
        await hand.press("z")
        await hand.until(lambda: tasks.show(ctx, "T-2").state == "open")


async def test_three_tabs_side_by_side(ctx: Context) -> None:
    assign(ctx, Selection(("C-0002",)), "silent")
    async with using(ctx) as hand:
        await jump(hand, "today")
        await hand.press("right_square_bracket")
        assert "[Tasks]" in hand.row(3)
        await hand.press("right_square_bracket")
        assert "[Playbooks]" in hand.row(3)
        await hand.press("end")
        assert "seen>14d" in hand.text
        await hand.until(lambda: "0 of 3 done" in hand.text)
        await hand.press("enter", "a")
        await hand.until(lambda: "[Actions 3]" in hand.row(3))
        await hand.press("escape", "left_square_bracket", "left_square_bracket")
        assert "[Today]" in hand.row(3)


def test_what_fits_most_stands_first(ctx: Context) -> None:
    from bellbuoy.services.playbooks.suggesting import suggest

    found = suggest(ctx, limit=99)
    known = [playbook for playbook, _ in definitions.listed(ctx)]
    ordered = [playbook.name for playbook in fitting_first(known, found)]
    fits = {
        name: sum(fit.playbook.name == name for each in found for fit in each.fits)
        for name in ordered
    }
    assert list(fits.values()) == sorted(fits.values(), reverse=True)
    nobody = [playbook.name for playbook in fitting_first(known, [])]
    assert nobody == sorted(nobody)
