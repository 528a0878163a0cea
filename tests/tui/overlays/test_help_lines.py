"""The lines of help: keys by group, why not now, words, a filter."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace

import pytest

from tests.tui.charts.samples import BARE, HOSTILE, LOOKS, PLAIN, assert_fits, plain
from tui.actions import Action, Enabled
from tui.glyphs import ASCII
from tui.keymap import DEFAULT
from tui.overlays.help_lines import help_lines, matching, told
from tui.palette import Look


def _not_now(_: object) -> Enabled:
    return "no row under the cursor"


ACTIONS = (
    Action("a.quit", "quit", "quit", "leave Bellbuoy", "x"),
    Action("a.why", "why", "why", "why the score is what it is", "x", enabled=_not_now),
    Action("a.down", "down", "down", "one row down", "x"),
    Action("a.hidden", "", "hidden", "only in the palette", "x"),
    Action("a.up", "up", "up", "one row up", "x"),
)


def screen(
    words: Sequence[tuple[str, str]] = (("tier", "how a client stands"),),
) -> SimpleNamespace:
    return SimpleNamespace(actions=ACTIONS, crumbs=("Radar",), words=words)


def test_keys_stand_in_the_order_of_the_key_table_then_the_words() -> None:
    entries = told(screen(), DEFAULT)
    assert [(entry.group, entry.term) for entry in entries] == [
        ("move", "↑ k"),
        ("move", "↓ j"),
        ("look", "w"),
        ("app", "q ctrl+q"),
        ("the words on the screen", "tier"),
    ]
    shown = plain(help_lines(entries, PLAIN, 78))
    assert shown.splitlines()[:3] == [
        " move",
        "   ↑ k       one row up",
        "   ↓ j       one row down",
    ]
    assert "only in the palette" not in shown
    assert "   tier  how a client stands" in shown


def test_a_key_that_does_nothing_now_says_why() -> None:
    shown = plain(help_lines(told(screen(), DEFAULT), PLAIN, 78))
    assert "why the score is what it is – not now: no row under the cursor" in shown


def test_other_keys_are_shown_when_the_user_has_other_keys() -> None:
    entries = told(screen(), DEFAULT.changed({"why": ["f6"]}))
    assert "F6" in [entry.term for entry in entries]


def test_the_filter_takes_lines_that_hold_all_its_words() -> None:
    entries = told(screen(), DEFAULT)
    assert [entry.text for entry in matching(entries, "ROW one up")] == ["one row up"]
    assert [entry.term for entry in matching(entries, "stands")] == ["tier"]
    assert [entry.term for entry in matching(entries, "cursor")] == ["w"]
    assert matching(entries, "zebra") == []
    assert matching(entries, "  ") == list(entries)


@pytest.mark.parametrize("width", [78, 58, 20])
@pytest.mark.parametrize("look", LOOKS)
def test_it_fits_and_what_comes_from_outside_is_harmless(look: Look, width: int) -> None:
    entries = told(screen([(text, text) for text in HOSTILE]), DEFAULT)
    assert_fits(help_lines(entries, look, width), width, PLAIN)


def test_long_meanings_go_on_below_themselves() -> None:
    entries = told(screen([("tier", "word " * 30)]), DEFAULT)
    lines = [line.plain for line in help_lines(entries, PLAIN, 40)]
    at = next(n for n, line in enumerate(lines) if line.startswith("   tier"))
    start = lines[at].index("word")
    assert lines[at + 1].startswith(" " * start + "word")


def test_ascii_words_of_our_own() -> None:
    quiet = [entry for entry in told(screen(), DEFAULT) if entry.group != "move"]
    assert_fits(help_lines(quiet, BARE, 60), 60, BARE)
    assert BARE.glyphs is ASCII
