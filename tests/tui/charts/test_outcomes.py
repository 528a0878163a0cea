from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from core.jobs.types import JobRun, RunState
from tests.tui.charts.samples import HOSTILE, PLAIN, assert_fits, plain
from tui.charts.draw import draw, key_words
from tui.charts.outcomes import counted, outcome_chart, pace_chart

START = datetime(2026, 11, 21, 14, 0, tzinfo=UTC)
STATES: tuple[RunState, ...] = get_args(RunState)


def run(job: str, state: RunState) -> JobRun:
    return JobRun(1, job, state, START, START + timedelta(seconds=1), 0, 0, "w")


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(("a", "b", "c")), st.sampled_from(STATES))))
def test_every_run_is_in_one_part_and_the_busiest_job_comes_first(
    ran: list[tuple[str, RunState]],
) -> None:
    chart = outcome_chart(counted(run(job, state) for job, state in ran))
    totals = [sum(int(s.values[at] or 0) for s in chart.series) for at in range(chart.count)]
    assert sum(totals) == len(ran)
    assert totals == sorted(totals, reverse=True)
    assert_fits(draw(chart, PLAIN, 60), 60, PLAIN)


def test_what_went_wrong_is_a_part_of_its_own() -> None:
    runs = [run("backup", "ok"), run("backup", "dead"), run("backup", "timed_out")]
    assert "wrong 66.7%" in key_words(outcome_chart(counted(runs)))


def test_without_runs_both_say_so() -> None:
    assert "none yet" in plain(draw(outcome_chart({}), PLAIN, 60))
    assert "none has ended yet" in plain(draw(pace_chart({}), PLAIN, 60))


def test_the_slowest_job_comes_first_and_names_are_harmless() -> None:
    drawn = plain(draw(pace_chart({"quick": 0.031, "slow": 61.4}), PLAIN, 60)).split("\n")
    assert drawn[1].startswith("slow")
    assert drawn[1].endswith("61.4 s")
    assert drawn[2].endswith("31 ms")
    for name in HOSTILE:
        assert_fits(draw(pace_chart({name: 1.0}), PLAIN, 60), 60, PLAIN)
