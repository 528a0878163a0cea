from __future__ import annotations

from datetime import UTC, datetime, timedelta

from core.jobs.types import JobRun, RunState
from tests.tui.charts.samples import PLAIN, plain
from tui.charts.draw import draw
from tui.charts.runs import run_chart

START = datetime(2026, 11, 21, 14, 0, tzinfo=UTC)


def run(number: int, state: RunState, took: float | None) -> JobRun:
    started = START + timedelta(minutes=number)
    ended = None if took is None else started + timedelta(seconds=took)
    return JobRun(number, "score-clients", state, started, ended, 0, 0, "w")


def test_the_oldest_run_comes_first_and_one_that_is_on_has_no_bar() -> None:
    runs = [run(3, "running", None), run(2, "failed", 0.25), run(1, "ok", 2)]
    drawn = plain(draw(run_chart("score-clients", runs), PLAIN, 60)).split("\n")
    assert drawn[0] == "Runs of score-clients, 3   longest 2.0 s"
    assert drawn[1].startswith("1 11-21 14:01Z ok")
    assert drawn[1].endswith("2.0 s")
    assert drawn[2].endswith("250 ms")
    assert drawn[3].endswith("not over")
    assert "█" not in drawn[3]
    assert run_chart("score-clients", runs).series[0].roles == (
        "accent", "critical", "accent",
    )  # fmt: skip


def test_without_runs_it_says_so() -> None:
    assert plain(draw(run_chart("j", []), PLAIN, 60)) == (
        "Runs of j: none yet\nnothing to compare"
    )
