"""Each place, each key of the table: one meaning, or one line that refuses."""

from __future__ import annotations

import shlex

import pytest

from bellbuoy.__main__ import main
from bellbuoy.commands.command import Command
from bellbuoy.commands.parser import Invocation, parse
from bellbuoy.commands.terminal import Terminal
from bellbuoy.services.context import Context
from tests.tui.hand import Hand, using
from tui.actions import find, problems, refusal
from tui.key_table import MEANINGS
from tui.keymap import BY_ID
from tui.places import Place
from tui.registry import SCREENS

# These lead away, or out.
ENDS = {"quit", "suspend", "cancel"}


async def at(hand: Hand, screen: str) -> None:
    """Go to a screen of the registry; to a client, the one under the cursor."""
    key = {"client": hand.under_cursor, "incident": "INC-0002-1"}.get(screen, "")
    hand.app.go(Place(screen, key) if key else Place(screen))
    await hand.settle()
    assert hand.page.place.screen == screen


@pytest.mark.parametrize("screen", [entry.id for entry in SCREENS])
async def test_a_key_that_a_place_has_no_meaning_for_says_so_and_does_nothing(
    demo_ctx: Context, screen: str
) -> None:
    async with using(demo_ctx) as hand:
        await at(hand, screen)
        page = hand.page
        assert problems(page.actions) == ()
        body = hand.lines[:-2]
        for meaning in MEANINGS:
            if meaning.id in ENDS or find(page.actions, meaning) is not None:
                continue
            await hand.quick(meaning.keys[0])
            assert page.said.words.startswith(refusal(meaning)[:70].rstrip()), meaning.id
        assert hand.app.screen is page
        assert hand.lines[:-2] == body


async def test_the_command_that_each_place_gives_is_one(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        for entry in SCREENS:
            hand.app.go(Place("radar"))
            await hand.settle()
            await at(hand, entry.id)
            words = shlex.split(hand.page.command)
            assert words[0] == "bellbuoy"
            found = parse(words[1:], Terminal())
            assert isinstance(found, Invocation), entry.id
            assert isinstance(found.command, Command)


async def test_what_each_place_shows_can_be_written_as_rows(
    demo_ctx: Context, capsys: pytest.CaptureFixture[str]
) -> None:
    async with using(demo_ctx) as hand:
        told: dict[str, str] = {}
        for entry in SCREENS:
            hand.app.go(Place("radar"))
            await hand.settle()
            await at(hand, entry.id)
            told[entry.id] = hand.page.command
            assert find(hand.page.actions, BY_ID["export"]) is not None, entry.id
    for screen, command in told.items():
        for form in ("csv", "md"):
            words = [*shlex.split(command)[1:], "--format", form]
            capsys.readouterr()
            assert main([*words, "--store", demo_ctx.store.address]) == 0, (screen, command)
            assert capsys.readouterr().out, (screen, command)
