"""A story on the screens: its next line and keys stand on row 23, and it cleans up."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from typing import Any

import pytest

from bellbuoy.services.context import Context
from bellbuoy.services.simulations import ledger
from bellbuoy.services.simulations.stories import listed, told
from core.stories.types import StoryLine, StoryTold
from core.values.text import cells
from tests.tui.charts.samples import HOSTILE
from tests.tui.hand import Hand, using
from tests.tui.simulations.test_page import ctx
from tui.story import StoryOn, following, keys_of, pressed, scenario_of, strip

__all__ = ["ctx"]


def story(*keys: str, says: str = "Now it happens.") -> StoryOn:
    lines = tuple(StoryLine(says, each, "sim list") for each in keys)
    return StoryOn(StoryTold("s", "A story", "of keys", "C-1", "One", lines), 0)


def test_what_is_typed_into_a_box_is_no_key_to_wait_for() -> None:
    assert keys_of("4 / C-0002 enter") == ("4", "slash", "enter")
    assert keys_of("2 / id:C-0007 enter ]") == ("2", "slash", "enter", "right_square_bracket")
    assert keys_of("R y") == ("R", "y")


@pytest.mark.parametrize(("command", "found"), [
    ("sim preview outage C-1", ("outage", "")),
    ("sim run ticket-flood C-1 --set most=3 --seed 9", ("ticket-flood", "most=3 seed=9")),
    ("sim decay C-1 --seed 7", ("decline", "seed=7")),
    ("sim undo RUN", ("", "")),
    ("client list 'id:C-1'", ("", "")),
])  # fmt: skip
def test_the_screen_stands_on_what_the_line_is_about(
    command: str, found: tuple[str, str]
) -> None:
    line = StoryLine("", "4", command)
    on = StoryOn(StoryTold("s", "A story", "", "C-1", "One", (line,)), 0)
    assert scenario_of(on) == found
    assert scenario_of(following(on)) == ("", "")


def test_the_last_key_of_a_line_leads_on_and_others_change_nothing() -> None:
    on = story("R y", "z")
    for key in ("x", "y", "R", "x"):
        on = pressed(on, key)
    assert (on.at, on.done) == (0, 1)
    on = pressed(on, "y")
    assert (on.at, on.over) == (1, False)
    on = pressed(on, "z")
    assert on.over
    assert pressed(on, "z") == on
    assert following(on) == on


@pytest.mark.parametrize("says", HOSTILE)
@pytest.mark.parametrize("width", [40, 80, 160])
def test_the_keys_are_never_cut(says: str, width: int) -> None:
    left, right = strip(story("2 / id:C-1 enter", says=says), width, "esc")
    assert right == [("press 2 / id:C-1 enter", "accent")]
    assert sum(cells(text) for text, _ in (*left, *right)) <= max(width, 32)
    assert "\x1b" not in left[1][0]


async def begin(hand: Hand, line: str) -> None:
    await hand.press("colon")
    await hand.type(line)
    await hand.press("enter")
    await hand.until(lambda: "1/" in hand.row(-2))


async def test_each_line_stands_until_its_keys_were_pressed(ctx: Context) -> None:
    found = told(ctx, "outage")
    async with using(ctx, (120, 36)) as hand:
        await begin(hand, "story outage")
        many = len(found.lines)
        for place, line in enumerate(found.lines[:4], 1):
            assert f"{place}/{many} “{line.says}" in hand.row(-2)
            assert f"press {line.keys}" in hand.row(-2)
            for word in line.keys.split():
                if keys_of(word):
                    await hand.press(*keys_of(word))
                else:
                    await hand.type(word)
        await hand.until(lambda: "SIM outage#1" in hand.row(2))
        assert hand.app.session.story is not None
        assert hand.app.session.story.at == 4
        assert ledger.show_run(ctx, 1).whom == found.client


async def play(hand: Hand, line: StoryLine) -> None:
    for word in line.keys.split():
        if keys_of(word):
            await hand.press(*keys_of(word))
        else:
            await hand.type(word)
        await hand.settle()


def has_done(hand: Hand, ctx: Context, on: StoryOn) -> Callable[[], bool]:
    """Whether the screens show what the command of a line would print, and the ledger
    holds what it would have run."""
    line, about = on.told.lines[on.at], on.told
    words = shlex.split(line.command)
    name, _ = scenario_of(on)
    page: Any = hand.app.page
    if words[:2] == ["sim", "preview"]:
        return lambda: (
            page.shown is not None
            and (page.shown.what, page.query_text) == (name, about.client)
            and page.shown.before.clients == 1
        )
    if name:
        given = dict(each.split("=") for each in words if "=" in each)
        seed = int(words[words.index("--seed") + 1]) if "--seed" in words else 42

        def ran() -> bool:
            newest = ledger.in_force(ctx)[-1:]
            return [(run.scenario, run.whom, run.seed) for run in newest] == [
                (name, about.client, seed)
            ] and all(newest[0].values[key] == int(value) for key, value in given.items())

        return ran
    if words[:2] == ["sim", "undo"]:
        return lambda: ledger.in_force(ctx) == ()
    if words[:2] == ["sim", "verify"]:
        return lambda: "store equals the state before run" in hand.text and "yes" in hand.text
    if words[:2] == ["sim", "compare"]:
        return lambda: "PREDICTED" in hand.text and about.name in hand.text
    if words[0] == "health":
        return lambda: f"{about.name} › why" in hand.row(2)
    if words[:2] == ["incident", "list"]:
        return lambda: "SIM-1-1" in hand.text
    if words[:2] == ["sim", "history"]:
        return lambda: f"{len(ledger.in_force(ctx))} in force" in hand.text
    return lambda: about.name in hand.text


@pytest.mark.parametrize("name", ["outage", "recovery", "champion"])
async def test_its_keys_do_what_its_commands_do(ctx: Context, name: str) -> None:
    async with using(ctx, (120, 36)) as hand:
        await begin(hand, f"story {name}")
        while (on := hand.app.session.story) is not None and not on.over:
            line = on.told.lines[on.at]
            await play(hand, line)
            await hand.until(has_done(hand, ctx, on))
            after = hand.app.session.story
            assert after is not None
            assert after.at == on.at + 1, line
        assert all(run.state == "undone" for run in ledger.history(ctx))


async def test_what_is_typed_into_a_box_leads_no_story_on(ctx: Context) -> None:
    async with using(ctx) as hand:
        await begin(hand, "story outage")
        await hand.press("slash")
        await hand.type("2 w.")
        assert hand.app.session.story is not None
        assert (hand.app.session.story.at, hand.app.session.story.done) == (0, 0)


async def test_on_a_list_it_stands_whatever_the_rows_do(ctx: Context) -> None:
    async with using(ctx) as hand:
        await begin(hand, "story outage")
        for place in ("2", "3", "1"):
            await hand.press(place)
            await hand.until(lambda: "1–" in hand.row(3))
            hand.app.store_changed()
            await hand.settle()
            assert "/11 “" in hand.row(-2), hand.text
        await hand.press("space")
        assert "/11 “" in hand.row(-2)
        hand.app.told_progress("half of it")
        await hand.until(lambda: "half of it" in hand.row(-2))
        hand.app.told_progress("")
        await hand.until(lambda: "/11 “" in hand.row(-2))


async def test_it_ends_on_a_question_and_takes_back_what_it_ran(ctx: Context) -> None:
    async with using(ctx, (120, 36)) as hand:
        await begin(hand, "sim story outage --screen")
        await hand.press("full_stop")
        assert "2/" in hand.row(-2)
        for _ in range(2):
            await hand.press("full_stop")
        await hand.press("4", "down")
        await hand.until(lambda: "[4 Simulate]" in hand.row(1))
        await hand.until(lambda: hand.app.page.shown is not None)  # type: ignore[attr-defined]
        await hand.press("R", "y")
        await hand.until(lambda: "SIM" in hand.row(2))
        await hand.press("escape")
        await hand.until(lambda: "what it ran is taken back: run 1" in hand.text)
        await hand.press("escape")
        assert ledger.show_run(ctx, 1).state == "applied"
        await hand.press("escape")
        await hand.until(lambda: "End the story?" in hand.text)
        await hand.press("y")
        await hand.until(lambda: ledger.show_run(ctx, 1).state == "undone")
        await hand.until(lambda: "SIM" not in hand.row(2))
        assert hand.app.session.story is None


async def test_a_story_that_there_is_not_is_told(ctx: Context) -> None:
    async with using(ctx) as hand:
        await hand.press("colon")
        await hand.type("story nothing")
        await hand.press("enter")
        await hand.until(lambda: "no story" in hand.row(-2))


def test_every_key_of_every_story_is_one_that_is_waited_for(ctx: Context) -> None:
    for each in listed(ctx):
        for line in each.lines:
            assert keys_of(line.keys), line.keys
