"""Hints name the keys of whoever reads them: after keys were moved, none of them names
a key that does something else."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from bellbuoy.services.context import Context
from core.values.errors import DeniedError
from tests.fixtures.stores import DEMO_NOW, context
from tests.tui.hand import using
from tui.common_actions import COMMON
from tui.frame.heading import heading
from tui.key_table import MEANINGS
from tui.keymap import DEFAULT, Keymap, key_label
from tui.states import error_state, none_state
from tui.widgets.empty_state import state_words

MOVED = DEFAULT.changed(
    {
        "back": ("f6",), "open": ("f7",), "filter": ("f3",), "why": ("f8",), "quit": ("f9",),
        "help": ("f1",), "refresh": ("f10",), "problems": ("f11",), "go_to": ("f12",),
        "radar": ("ctrl+r",), "clients": ("ctrl+t",), "incidents": ("ctrl+y",),
        "as_of": ("ctrl+e",), "copy": ("ctrl+o",), "undo": ("ctrl+n",), "range": ("ctrl+w",),
        "next_pane": ("ctrl+f",), "previous_pane": (), "next_tab": ("ctrl+v",),
        "sort": ("ctrl+x",), "jump": ("ctrl+k",), "edit": ("ctrl+g",),
    }
)  # fmt: skip
"""Nearly everything that hints name is elsewhere."""
_LETTERS = "esc|tab|⏎|w|q|r|z|Z|T|e|g|t|y|s|/|!|:"
_HINT = re.compile(rf"(?:^|[\s;,·(│])({_LETTERS}) ([a-z]+)")
_DOES = {"why", "back", "stops", "leaves", "edit", "drop", "again", "problems", "go", "keep",
         "open", "close", "copies", "refresh", "complete", "sort", "jump", "as", "now",
         "takes", "does", "filter", "shows", "list", "whole"}  # fmt: skip


def stray(lines: list[str]) -> list[str]:
    """Hints with a default key that was moved away: `esc back`, `w why`."""
    found = []
    for line in lines:
        for key, word in _HINT.findall(line.replace("tab back", "")):
            if word in _DOES:
                found.append(f"{key} {word}: {line.strip()}")
    return found


def test_the_test_itself_sees_default_hints() -> None:
    assert stray(["⏎ open  / filter  w why  esc back", " evidence  none     w why│"]) != []
    assert stray(["F7 open  F3 filter  F8 why  F6 back"]) == []


WALK = (
    "ctrl+t", "ctrl+y", "ctrl+r", "space", "right", "f6", "f6", "f3", "f6", "f7", "f8",
    "f6", "0", "f11", "f6", "f12", "j", "ctrl+v", "ctrl+v", "ctrl+v", "f12", "o",
    "ctrl+e", "f6", "ctrl+r", "ctrl+c",
)  # fmt: skip


async def test_no_screen_names_a_key_that_was_moved(demo_ctx: Context) -> None:
    async with using(demo_ctx, keymap=MOVED) as hand:
        assert stray(hand.lines) == []
        for key in WALK:
            await hand.press(key)
            assert stray(hand.lines) == [], key


async def test_hints_follow_a_change_of_keys(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        assert "w why" in hand.text
        hand.app.keymap = MOVED
        hand.app.keys_changed()
        await hand.settle()
        assert "F8 why" in hand.text
        assert hand.row(1).startswith("Bellbuoy [ctrl+r Radar] ctrl+t Clients")
        assert stray(hand.lines) == []


@pytest.mark.parametrize("keymap", [MOVED, DEFAULT.changed({"refresh": (), "filter": ()})])
def test_states_name_keys_that_there_are(keymap: Keymap) -> None:
    denied = error_state("jobs", DeniedError("role rep may not"), "rep", keymap=keymap)
    broken = error_state("jobs", ValueError("x"), "rep", keymap=keymap)
    nothing = none_state("clients", "owner:zoe", 15, keymap)
    labels = {key_label(key) for keys in keymap.keys.values() for key in keys}
    for state in (denied, broken, nothing):
        assert {key for key, _ in state.hints if key} <= labels
        assert state_words(state)


def test_the_first_row_names_the_keys_of_the_front_screens(demo_ctx: Context) -> None:
    left, _ = heading(demo_ctx, "radar", 80, MOVED)
    assert "".join(words for words, _ in left) == (
        "Bellbuoy [ctrl+r Radar] ctrl+t Clients  ctrl+y Incidents  4 Simulate  F12 "
    )
    bare, _ = heading(demo_ctx, "radar", 80, DEFAULT.changed({"radar": (), "go_to": ()}))
    assert "".join(words for words, _ in bare) == (
        "Bellbuoy [Radar] 2 Clients  3 Incidents  4 Simulate  more "
    )


async def test_refusals_name_the_keys(demo_master: Path) -> None:
    ctx = replace(context(demo_master, DEMO_NOW), read_only=True)
    async with using(ctx, keymap=MOVED) as hand:
        await hand.press("f6")
        assert "this is the first screen; F9 leaves" in hand.row(23)
        await hand.press("ctrl+c")
        assert "ctrl+c once more leaves Bellbuoy" in hand.row(23)


def test_a_key_that_is_gone_leaves_its_name() -> None:
    keymap = DEFAULT.changed({"undo": ()})
    assert keymap.told("undo", "takes it back") == "undo takes it back"
    assert keymap.helps(("undo", "x"), ("back", "y")) == (("esc", "y"),)
    assert DEFAULT.told("undo", "takes it back") == "z takes it back"


def test_texts_that_stand_still_name_no_key() -> None:
    """Hints of actions and of the key table are the same for everybody: they name other
    actions by their words."""
    texts = [action.hint for action in COMMON] + [meaning.hint for meaning in MEANINGS]
    assert stray(texts) == []
