"""Text on its way to the clipboard: harmless, bounded, and wrapped for what lies between."""

from __future__ import annotations

import base64
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bellbuoy.services.context import Context
from tests.tui.hand import using
from tui.clipboard import MOST_CHARACTERS, clipped, sequence

XTERM = {"TERM": "xterm-256color"}
TMUX = {"TERM": "tmux-256color", "TMUX": "/tmp/tmux-0/default,1,0"}
SCREEN = {"TERM": "screen", "STY": "1.pts"}


def decoded(written: str) -> str:
    """What a terminal would take out of the plain sequence."""
    found = re.search(r"\x1b\]52;c;([A-Za-z0-9+/=]*)(?:\x1b\\|\x07)", written)
    assert found is not None
    return base64.b64decode(found[1]).decode("utf-8")


def unwrapped(written: str) -> str:
    """What screen hands on: the insides of its strings, put together."""
    return "".join(re.findall(r"\x1bP(.*?)\x1b\\", written, re.DOTALL))


@settings(max_examples=80)
@given(st.text(max_size=400))
def test_whatever_is_copied_arrives_as_it_was_made_harmless(text: str) -> None:
    safe, cut = clipped(text)
    assert not cut
    assert clipped(safe) == (safe, False)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", safe)
    assert decoded(sequence(safe, XTERM)) == safe
    assert decoded(unwrapped(sequence(safe, SCREEN))) == safe
    inner = re.search(r"\x1bPtmux;(.*)\x1b\\$", sequence(safe, TMUX), re.DOTALL)
    assert inner is not None
    assert decoded(inner[1].replace("\x1b\x1b", "\x1b")) == safe


def test_it_is_bounded() -> None:
    safe, cut = clipped("x" * (MOST_CHARACTERS + 1))
    assert cut
    assert len(safe) == MOST_CHARACTERS
    assert len(sequence(safe, XTERM)) < 75_000
    pieces = sequence(safe, SCREEN).split("\x1b\\")
    assert max(map(len, pieces)) < 256


@pytest.mark.parametrize("term", ["", "dumb", "linux", "vt100"])
def test_a_terminal_without_a_clipboard_is_left_alone(term: str) -> None:
    assert sequence("x", {"TERM": term}) == ""


async def test_what_is_copied_stands_on_the_message_line(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        hand.app.copy("two\nlines \x1b]0;x\x07")
        await hand.settle()
        assert hand.row(23).startswith("copied: two lines ")
        assert hand.app.clipboard.startswith("two\nlines ")
        assert "\x1b" not in hand.app.clipboard
        await hand.press("0", "y")
        assert hand.row(23).startswith(("copied: ", "y copy: nothing to copy here"))


async def test_the_command_of_the_view_is_copied_from_everywhere(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        for place in ("0", "1", "2", "3"):
            await hand.press(place, "Y")
            assert hand.app.clipboard.startswith("bellbuoy ")
            assert hand.row(23).startswith(f"copied: {hand.app.clipboard[:20]}")
