"""How many workers are wanted, and when that is acted on."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from core.jobs.scaling import ABOVE, BELOW, SPAN_S, Load, Streak, decide, wanted_of, work_of

CALM = Load(waiting=0, work_s=0, lag_s=0, running=1, ours=0, most=4)


def test_the_example_of_the_definition() -> None:
    runs, seconds = work_of([(40, [30.0] * 20), (10, [45.0])])
    assert (runs, seconds) == (50, 1650)
    load = replace(CALM, waiting=runs, work_s=seconds)
    assert wanted_of(replace(load, most=100)) == 6
    assert wanted_of(load) == 4


def test_a_job_that_never_ran_counts_a_minute_and_a_median_half_way() -> None:
    assert work_of([(3, []), (1, [1.0, 2.5])]) == (4, 182)
    assert work_of([]) == (0, 0)


def test_more_are_started_at_the_second_check_in_a_row() -> None:
    busy = replace(CALM, waiting=50, work_s=1650)
    first = decide(busy, Streak())
    assert (first.action, first.streak) == ("none", Streak(above=1))
    second = decide(busy, first.streak)
    assert (second.action, second.number, second.streak) == ("start", 3, Streak())
    assert second.words == (
        "start 3: 50 runs of 1,650 s wait, the oldest for 0 s; at 300 s a worker 4 of at most"
        " 4 are wanted, 1 run"
    )
    assert decide(CALM, first.streak).streak == Streak()
    assert decide(CALM, Streak()).words.startswith("not required: 0 runs of 0 s wait")


def test_one_of_ours_is_stopped_at_the_sixth_check_in_a_row() -> None:
    idle, streak = replace(CALM, running=3, ours=2), Streak()
    for seen in range(1, BELOW):
        found = decide(idle, streak)
        streak = found.streak
        assert (found.action, streak) == ("none", Streak(below=seen))
    assert decide(idle, streak).action == "stop"
    assert decide(idle, streak).number == 1
    foreign = decide(replace(idle, ours=0), streak)
    assert (foreign.action, foreign.streak.below) == ("none", BELOW)
    assert foreign.words.endswith("none is idle that was started here")


_LOADS = st.builds(
    Load,
    waiting=st.integers(0, 99), work_s=st.integers(0, 10**5), lag_s=st.integers(0, 999),
    running=st.integers(0, 9), ours=st.integers(0, 9), most=st.integers(1, 9),
)  # fmt: skip


@given(loads=st.lists(_LOADS, max_size=20))
def test_it_never_leaves_the_limits_and_never_acts_at_once(loads: list[Load]) -> None:
    streak, calm = Streak(), 0
    for load in loads:
        found = decide(load, streak)
        assert 1 <= found.wanted <= load.most
        assert found.wanted == load.most or found.wanted * SPAN_S >= load.work_s
        if found.action == "start":
            assert calm >= ABOVE - 1
            assert load.running + found.number == found.wanted
        if found.action == "stop":
            assert calm >= BELOW - 1
            assert load.running > found.wanted
            assert load.ours > 0
        calm = 0 if found.action != "none" or found.streak == Streak() else calm + 1
        streak = found.streak
