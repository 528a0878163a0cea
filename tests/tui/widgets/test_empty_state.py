from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.geometry import Size

from tests.tui.charts.samples import BARE, HOSTILE, LOOKS, PLAIN, assert_fits, plain
from tests.tui.widgets.screen_text import screen_lines
from tui.palette import Look
from tui.widgets.empty_state import (
    State,
    StateView,
    denied,
    empty,
    error,
    found_so_far,
    loading,
    no_match,
    stale,
    state_lines,
    state_words,
)

EMPTY = empty("clients", [("n", "add one"), ("g n", "connect a source")])
NO_MATCH = no_match(
    "tier:critical owner:zoe",
    1204,
    [("/", "edit"), ("esc", "drop the filter")],
    "owner:raj (31)",
)
LOADING = loading("Clients", 2048, 1_204_331, [("esc", "stops it")])
ERROR = error(
    "health scores",
    "locked for 5 s by worker run 8813",
    [("r", "again"), ("w", "details")],
    since="14:00:07",
    ref="E-7f31",
)
STALE = stale(
    "scores",
    "3 h 12 min",
    "worker not seen since 10:50",
    [("w", "why"), ("R", "recompute now")],
)
DENIED = denied("rep", "open privacy requests", "privacy:read", [("a", "ask for access")])
STATES = (EMPTY, NO_MATCH, LOADING, ERROR, STALE, DENIED)


def test_a_state_asks_for_its_lines_before_it_was_ever_laid_out() -> None:
    room = Size(80, 24)
    for width in (80, 40):
        wanted = StateView(PLAIN, NO_MATCH).get_content_height(room, room, width)
        assert wanted == len(state_lines(NO_MATCH, PLAIN, width))
    assert StateView(PLAIN).get_content_height(room, room, 80) == 0


def test_what_is_looked_for_tells_how_much_was_found_and_how_far_it_is() -> None:
    stops = [("esc", "stops it")]
    assert "Clients  12 found so far, looking for more" in plain(
        state_lines(found_so_far("Clients", 12, stops), PLAIN, 80)
    )
    half = found_so_far("Clients", 0, stops, (450_000, 900_000))
    assert plain(state_lines(half, PLAIN, 80)).endswith(
        "Clients  50 % looked through\n           esc stops it"
    )
    both = found_so_far("Clients", 3, stops, (450_000, 900_000))
    assert "Clients  3 found so far, 50 % looked through" in plain(state_lines(both, PLAIN, 80))
    assert (half.part, half.whole) == (450_000, 900_000)


def test_the_state_its_reason_and_the_keys_that_help() -> None:
    assert plain(state_lines(NO_MATCH, PLAIN, 80)) == (
        "NO MATCH   0 of 1,204 match  tier:critical owner:zoe\n"
        "           closest  owner:raj (31)\n"
        "           / edit   esc drop the filter"
    )
    assert plain(state_lines(ERROR, PLAIN, 80)) == (
        "ERROR !!   Could not read health scores: locked for 5 s by worker run 8813.\n"
        "           Rows below are from 14:00:07.\n"
        "           ref E-7f31\n"
        "           r again   w details"
    )


def test_progress_is_a_bar_and_a_number() -> None:
    half = loading("Clients", 500, 1000)
    assert plain(state_lines(half, PLAIN, 80)) == (
        "LOADING    █████░░░░░  Clients  500 of 1,000 read"
    )
    assert "#####-----" in plain(state_lines(half, BARE, 80))
    unknown = plain(state_lines(loading("Clients", 500), PLAIN, 80))
    assert unknown == "LOADING    Clients  500 read"


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("width", [80, 60, 40])
@pytest.mark.parametrize("state", STATES)
def test_every_state_says_all_at_every_width(look: Look, width: int, state: State) -> None:
    lines = state_lines(state, look, width)
    assert_fits(lines, width, look)
    said = " ".join(plain(lines).split())
    for words in (*state.sentences, *(word for _, word in state.hints)):
        assert " ".join(look.glyphs.words(words).split()) in said


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_harmless(text: str) -> None:
    made = (empty(text), no_match(text, 1), error(text, text), denied(text, text, text))
    for state in (*made, State("stale", (text, text), ((text, text), ("r", "")))):
        assert_fits(state_lines(state, PLAIN, 60), 60)
        assert "\x1b" not in state_words(state)


def test_the_same_in_one_sentence() -> None:
    assert state_words(DENIED) == (
        "DENIED: Role rep may not open privacy requests (needs privacy:read). "
        "This was recorded."
    )


class Shown(App[None]):
    def compose(self) -> ComposeResult:
        yield StateView(PLAIN, EMPTY)


async def test_the_view_shows_a_state_and_goes_when_there_is_none() -> None:
    app = Shown()
    async with app.run_test(size=(80, 6)) as pilot:
        await pilot.pause()
        view = app.query_one(StateView)
        assert screen_lines(app)[0].startswith("EMPTY      No clients yet.")
        view.show(ERROR)
        await pilot.pause()
        assert screen_lines(app)[0].startswith("ERROR !!   Could not read")
        assert view.size.height == 4
        view.use_look(BARE)
        view.show(None)
        await pilot.pause()
        assert not view.display
        assert all(not line.strip() for line in screen_lines(app))


@pytest.mark.parametrize("width", [80, 40])
def test_its_height_is_that_of_its_lines_before_it_has_a_width(width: int) -> None:
    """Else it stands in no room at first, and pushes the rows off the screen."""
    view = StateView(PLAIN, ERROR)
    around = Size(width, 20)
    lines = state_lines(ERROR, PLAIN, width)
    assert view.get_content_height(around, around, width) == len(lines)
    assert StateView(PLAIN).get_content_height(around, around, width) == 0
