"""`a` and `c` on lists and on a client, and what undo makes of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bellbuoy.services import clients, worker
from bellbuoy.services.context import Context
from bellbuoy.services.desk import interactions, tasks
from bellbuoy.services.desk.tags import tag
from bellbuoy.services.supervision.schedule import make_known
from core.access.types import Viewer
from core.desk.types import Interaction, Selection, Task
from jobs.registry import JOBS
from tests.fixtures.stores import DEMO_NOW, context
from tests.tui.hand import Hand, using


@pytest.fixture
def ctx(demo_store: Path) -> Context:
    """A store with a worker of this process, so that none is started."""
    found = context(demo_store, DEMO_NOW)
    make_known(found, [job.plan for job in JOBS])
    worker.enlist(found, "w")
    worker.beat(found, "w", None)
    return found


def said(ctx: Context) -> list[Interaction]:
    return list(interactions.page(ctx).rows)


def to_do(ctx: Context) -> list[Task]:
    return list(tasks.page(ctx, "state:any").rows)


def owners(ctx: Context) -> dict[str, str | None]:
    return {row.key: row.owner for row in clients.page(ctx).rows}


async def store(hand: Hand, words: str) -> None:
    await hand.type(words)
    await hand.press("ctrl+s")


async def test_a_note_is_kept_marked_and_taken_back(ctx: Context) -> None:
    async with using(ctx) as hand:
        before = hand.lines[7]
        await hand.press("c")
        assert "note: Oxbow Foods" in hand.text
        await store(hand, "Dana asks for the export API")
        await hand.until(lambda: bool(said(ctx)))
        (note,) = said(ctx)
        assert (note.kind, note.client, note.text, note.who) == (
            "note", "C-0011", "Dana asks for the export API", "ana",
        )  # fmt: skip
        await hand.until(lambda: hand.row(23).startswith("note kept: Oxbow Foods"))
        assert hand.row(23).endswith("z undo")
        await hand.until(lambda: " + " in hand.lines[7])
        assert hand.lines[7].replace("raj +", "raj  ") == before
        await hand.press("z")
        await hand.until(lambda: not said(ctx))
        await hand.until(lambda: hand.lines[7] == before)


async def test_five_clients_are_triaged_by_few_keys(ctx: Context) -> None:
    """Understood, acted on, and the next one under the cursor; typed words are not
    counted. The keys are those that the product allows itself: 12 to the first logged
    call, 6 for each further client."""
    rep = replace(ctx, viewer=Viewer("ana", "rep"))
    worst = [row.key for row in clients.page(ctx, clients.RADAR_QUERY, limit=5).rows]
    first, further = ("w", "escape", "a", "c", "ctrl+s"), ("down", "a", "c", "ctrl+s")
    assert (len(first), len(further)) <= (12, 6)
    async with using(rep) as hand:
        for number, key in enumerate(worst):
            assert hand.under_cursor == worst[max(0, number - 1)]
            *before, stores = further if number else first
            await hand.press(*before)
            await hand.type(f"call {number}")
            await hand.press(stores)
            await hand.until(lambda n=number: len(said(ctx)) == n + 1)
            assert hand.under_cursor == key
        await hand.press("z")
        await hand.until(lambda: len(said(ctx)) == len(worst) - 1)
    calls = {call.client: (call.kind, call.text, call.who) for call in said(ctx)}
    assert calls == {
        key: ("call", f"call {number}", "ana") for number, key in enumerate(worst[:-1])
    }


async def test_an_empty_note_keeps_the_box_open(ctx: Context) -> None:
    async with using(ctx) as hand:
        await hand.press("c", "enter")
        assert "the text is empty" in hand.text
        await hand.press("escape")
        assert "the text is empty" not in hand.text
        assert said(ctx) == []


async def test_a_note_of_several_lines(ctx: Context) -> None:
    async with using(ctx) as hand:
        await hand.press("a", "m")
        assert "log a meeting" not in hand.text
        await hand.type("Dana, Omar")
        await hand.press("enter")
        await hand.type("wrong")
        await hand.press("enter", "backspace")
        assert "Dana, Omar" in hand.text
        await hand.press(*["backspace"] * 5)
        await hand.type("renewal is on")
        await hand.press("enter", "enter", "ctrl+s")
        await hand.until(lambda: bool(said(ctx)))
        assert [(note.kind, note.text) for note in said(ctx)] == [
            ("meeting", "Dana, Omar\nrenewal is on")
        ]


async def test_a_call_on_a_client_stands_on_its_timeline(ctx: Context) -> None:
    async with using(ctx) as hand:
        await hand.press("enter", "a", "c")
        await store(hand, "renewal is on")
        await hand.until(lambda: bool(said(ctx)))
        await hand.press("a", "t")
        await hand.type("send the offer due:tomorrow owner:mei")
        assert "due tomorrow, mei" in hand.text
        await hand.press("enter")
        await hand.until(lambda: bool(to_do(ctx)))
        (task,) = to_do(ctx)
        assert (task.text, task.due, task.owner) == (
            "send the offer", ctx.today + 1, "mei",
        )  # fmt: skip
        await hand.until(lambda: "Timeline 2" in hand.row(3))
        await hand.press(*["right_square_bracket"] * 4)
        await hand.until(lambda: "renewal is on" in hand.text)
        assert "To do (1)" in hand.text
        assert "send the offer" in hand.text


async def test_a_change_that_empties_the_list_still_says_how_it_is_taken_back(
    ctx: Context,
) -> None:
    mine = sum(owner == "raj" for owner in owners(ctx).values())
    async with using(ctx) as hand:
        await hand.press("2", "slash")
        await hand.type("owner:raj")
        await hand.press("enter", "asterisk", "a", "a")
        await store(hand, "zoe")
        await hand.press("enter")
        await hand.until(lambda: "NO MATCH" in hand.text)
        assert hand.row(23).startswith(f"{mine} clients: owner zoe")
        assert hand.row(23).endswith("z undo")


async def test_marks_are_shown_before_they_are_assigned(ctx: Context) -> None:
    before = owners(ctx)
    async with using(ctx) as hand:
        await hand.press("space", "down", "space", "a")
        assert "Act on 2 clients" in hand.text
        await hand.press("a")
        await store(hand, "zoe")
        await hand.until(lambda: "owner zoe: 2 of 2" in hand.text)
        assert owners(ctx) == before
        await hand.press("enter")
        await hand.until(lambda: list(owners(ctx).values()).count("zoe") == 2)
        await hand.until(lambda: "2 clients: owner zoe" in hand.row(23))
        assert not hand.list.list.marks
        await hand.press("z")
        await hand.until(lambda: owners(ctx) == before)


async def test_all_of_a_query_less_one_is_tagged(ctx: Context) -> None:
    async with using(ctx) as hand:
        await hand.press("2", "asterisk", "down", "space", "a", "g")
        left_out = hand.under_cursor
        await store(hand, "+vip")
        await hand.until(lambda: "tags +vip: 14 of 14" in hand.text)
        await hand.press("escape")
        assert clients.count(ctx, "tag:vip") == 0
        await hand.press("a", "g")
        await store(hand, "+vip")
        await hand.until(lambda: "tags +vip: 14 of 14" in hand.text)
        await hand.press("ctrl+s")
        await hand.until(lambda: clients.count(ctx, "tag:vip") == 14)
        assert [r.key for r in clients.page(ctx, "tag:none").rows] == [left_out]


async def test_one_client_is_snoozed_without_a_preview(ctx: Context) -> None:
    async with using(ctx) as hand:
        await hand.press("a", "z")
        await store(hand, "7d on holiday")
        await hand.until(lambda: clients.count(ctx, "snoozed:any") == 1)
        await hand.until(lambda: "1 client: snoozed up to" in hand.row(23))
        assert not hand.app.screen.is_modal


@pytest.mark.parametrize(("keys", "box"), [(("c",), "note: "), (("a", "t"), "task: ")])
async def test_a_query_that_finds_nobody_any_more_is_told(
    ctx: Context, keys: tuple[str, ...], box: str
) -> None:
    tag(ctx, Selection(("C-0011",)), ["+vip"])
    async with using(ctx) as hand:
        await hand.press("slash", "ctrl+u")
        await hand.type("tag:vip")
        await hand.press("enter", "asterisk", *keys)
        assert box in hand.text
        tag(replace(ctx, viewer=Viewer("mei", "admin")), Selection(("C-0011",)), ["-vip"])
        await store(hand, "renewal is on")
        await hand.until(lambda: "the query finds no client any more" in hand.row(23))
        assert (said(ctx), to_do(ctx)) == ([], [])


async def test_who_may_not_is_told(ctx: Context) -> None:
    analyst = replace(ctx, viewer=Viewer("zoe", "analyst"))
    async with using(analyst) as hand:
        await hand.press("a")
        assert "role analyst may not act on clients" in hand.row(23)
        await hand.press("c")
        assert "role analyst may not write notes" in hand.row(23)
    rep = replace(ctx, viewer=Viewer("zoe", "rep"))
    async with using(rep) as hand:
        await hand.press("a")
        assert "log a call" in hand.text
        assert "assign" not in hand.text
