from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from core.jobs.standing import Look, job_state, last_took, p95, recovered
from core.jobs.types import JobMark, JobRun, RunState

NOW = datetime(2026, 3, 15, 12, tzinfo=UTC)


def run(number: int, state: RunState, took: float = 1, follows: int | None = None) -> JobRun:
    ended = None if state == "running" else NOW + timedelta(seconds=took)
    return JobRun(number, "j", state, NOW, ended, 512, 3, "w", follows=follows)


def state(
    *runs: JobRun, paused: bool = False, due: float | None = None, waiting: int = 0
) -> str:
    mark = JobMark(paused=NOW if paused else None)
    slot = None if due is None else NOW - timedelta(seconds=due)
    return job_state(Look(runs, mark, slot, waiting), NOW)


def test_states_in_their_order() -> None:
    assert state() == "waiting"
    assert state(run(1, "ok")) == "ok"
    assert state(run(1, "ok"), waiting=1) == "waiting"
    assert state(run(2, "running"), run(1, "failed"), paused=True) == "running"
    assert state(run(1, "failed"), paused=True) == "paused"
    assert state(run(1, "ok"), due=59) == "ok"
    assert state(run(1, "ok"), due=61) == "late"
    assert state(run(1, "cancelled")) == "ok"


@pytest.mark.parametrize("bad", ["failed", "timed_out", "dead", "abandoned"])
def test_the_last_execution_decides_not_what_was_skipped(bad: RunState) -> None:
    assert state(run(3, "skipped"), run(2, bad), run(1, "ok"), due=500) == "failed"
    assert state(run(3, "skipped"), run(2, "ok"), run(1, bad)) == "ok"


def test_durations_are_of_runs_that_ended() -> None:
    runs = [run(4, "running"), run(3, "skipped"), run(2, "failed", 7), run(1, "ok", 3)]
    assert (last_took(runs), p95(runs)) == (7, 3)
    assert (last_took([]), p95(runs[:3])) == (None, None)


def test_p95_is_the_nearest_rank_of_the_last_twenty() -> None:
    runs = [run(n, "ok", n) for n in range(40, 0, -1)]
    assert p95(runs) == 39
    assert p95(runs[-1:]) == 1


def test_what_a_kill_cut_and_what_took_it_up_is_one_line() -> None:
    cut = run(1, "abandoned")
    assert recovered([run(2, "ok")]) is None
    assert recovered([cut]) == (
        "run 1 was cut at 512 rows when its worker ended; it is due to be taken up again"
    )
    assert recovered([run(2, "ok", follows=1), cut]) == (
        "run 1 was cut at 512 rows when its worker ended; run 2 took it up again and is ok"
    )
