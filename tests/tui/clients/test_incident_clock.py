from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.incidents.types import Sla, SlaSide
from core.sla import clock as rules
from core.sla.types import Clock
from core.values.instants import from_micros, to_micros
from core.values.text import cells
from tests.tui.clients.samples import (
    INCIDENT,
    LOOK,
    LOOKS,
    NOW,
    RESOLVE,
    RESPOND,
    assert_fits,
    plain,
)
from tui.clients.incident_clock import (
    CLOCK_CELLS,
    clock_line,
    clock_role,
    clock_short,
    clock_words,
    live,
    next_clock,
)
from tui.look import ScreenLook

SECOND = 1_000_000
MINUTE = timedelta(minutes=1)


def read(clock: Clock, at: int) -> SlaSide:
    """The clock as a list reads it at a moment."""
    out, over = rules.runs_out(clock), rules.breached_at(clock, at)
    return SlaSide(
        rules.state(clock, at), clock.target // SECOND, rules.used(clock, at) // SECOND,
        None if out is None else from_micros(out), None if over is None else from_micros(over),
    )  # fmt: skip


clocks = st.builds(
    lambda began, target, left_out, paused, ended: Clock(
        began * SECOND,
        target * SECOND,
        left_out * SECOND,
        None if paused is None else (began + left_out + paused) * SECOND,
        None if ended is None or paused is not None else (began + left_out + ended) * SECOND,
    ),
    st.integers(0, 10**6), st.integers(1, 10**5), st.integers(0, 10**4),
    st.none() | st.integers(0, 10**5), st.none() | st.integers(0, 10**5),
)  # fmt: skip


@settings(max_examples=100)
@given(clocks, st.integers(0, 2 * 10**5), st.integers(0, 2 * 10**5))
def test_a_clock_that_was_read_ticks_as_the_rules_say(
    clock: Clock, read_after: int, later: int
) -> None:
    start = max(clock.began + clock.left_out, clock.ended or 0, clock.paused or 0)
    first = start + read_after * SECOND
    then = first + later * SECOND
    assert live(read(clock, first), from_micros(then)) == read(clock, then)


@pytest.mark.parametrize(
    ("after", "words", "short", "role"),
    [
        (0 * MINUTE, "5 h 50 min left", "5h 50m", ""),
        (229 * MINUTE, "2 h 1 min left", "2h 01m", ""),
        (230 * MINUTE, "2 h left", "! 2h 00m", "at_risk"),
        (350 * MINUTE, "under a minute left", "! 0m", "at_risk"),
        (362 * MINUTE, "breached 12 min ago", "!! -12m", "critical"),
    ],
)
def test_what_a_running_clock_says(after: timedelta, words: str, short: str, role: str) -> None:
    now = NOW + after
    side = live(RESOLVE, now)
    assert (clock_words(side, now), clock_short(side, now), clock_role(side)) == (
        words, short, role,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("side", "words", "short"),
    [
        (RESPOND, "met in 6 min", "met"),
        (replace(RESOLVE, state="paused", due=None), "paused, 5 h 50 min left", "paused"),
        (SlaSide("breached", 3600, 7200, None, NOW), "breached, 1 h over", "!! late"),
        (SlaSide("breached", 7200, 3600, None, NOW), "breached", "!! late"),
    ],
)
def test_what_a_clock_says_that_stands(side: SlaSide, words: str, short: str) -> None:
    later = NOW + timedelta(days=3)
    assert live(side, later) is side
    assert (clock_words(side, later), clock_short(side, later)) == (words, short)


def test_the_clock_that_runs_out_next_is_told() -> None:
    assert next_clock(INCIDENT, NOW) == ("resolve", RESOLVE)
    waits = SlaSide("running", 3600, 600, NOW + 50 * MINUTE, None)
    both = replace(INCIDENT, sla=Sla(waits, RESOLVE, waits.due))
    assert next_clock(both, NOW)[0] == "respond"
    still = replace(RESOLVE, state="paused", due=None)
    assert next_clock(replace(INCIDENT, sla=Sla(RESPOND, still, None)), NOW) == (
        "resolve", still,
    )  # fmt: skip


def test_a_breach_of_what_is_over_does_not_alarm() -> None:
    late = SlaSide("breached", 3600, 7200, None, NOW)
    assert (clock_role(late), clock_role(late, over=True)) == ("critical", "muted")


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("width", [20, 30, 45, 80, 160])
def test_a_bar_fits_and_stands_for_what_was_used(width: int, look: ScreenLook) -> None:
    sides = (RESPOND, RESOLVE, replace(RESOLVE, used_s=10**7, due=NOW - timedelta(days=90)))
    for side in sides:
        assert_fits([clock_line("resolve", side, look, width)], width, look)
        assert cells(clock_short(live(side, NOW), NOW)) <= CLOCK_CELLS


def test_a_bar_at_45_cells() -> None:
    assert plain([clock_line("respond", RESPOND, LOOK, 45),
                  clock_line("resolve", RESOLVE, LOOK, 45)]).split("\n") == [
        " respond 1 h    █▏░░░░░░░░░░ met in 6 min",
        " resolve 8 h    ███▎░░░░░░░░ 5 h 50 min left",
    ]  # fmt: skip


@given(st.integers(0, 10**9), st.sampled_from(["running", "breached"]))
@settings(max_examples=50)
def test_a_cell_never_takes_more_than_its_column(seconds: int, state: str) -> None:
    now = from_micros(to_micros(NOW) + seconds * SECOND)
    side = live(RESOLVE if state == "running" else replace(RESOLVE, breached=NOW), now)
    if now - NOW < timedelta(days=9_000):
        assert cells(clock_short(side, now)) <= CLOCK_CELLS
