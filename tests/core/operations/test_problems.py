"""Each problem in words: what is wrong, since when, and what mends it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from core.jobs.types import JobRun, RunState, WorkerStatus
from core.operations.problems import State, age_words, problems_of
from core.operations.types import Fault, Frame, Problem, Report
from core.store.types import BackupRules, BackupState

NOW = datetime(2026, 11, 21, 14, 0, tzinfo=UTC)
WELL = State((), None, None, 0, live=True, now=NOW)


def run(state: RunState, job: str = "score-clients") -> JobRun:
    return JobRun(17, job, state, NOW, NOW, 0, 0, "a", "disk full")


def told(state: State) -> list[tuple[str, str]]:
    return [(problem.id, problem.words) for problem in problems_of(state)]


def replaced(**changes: object) -> State:
    return State(**{**{name: getattr(WELL, name) for name in State.__slots__}, **changes})


def test_all_is_well() -> None:
    assert problems_of(WELL) == []
    assert problems_of(replaced(worker=WorkerStatus("alive"), scored=NOW)) == []


@pytest.mark.parametrize(
    ("state", "words"),
    [("failed", "failed"), ("timed_out", "took too long"), ("dead", "failed for good")],
)
def test_a_run_that_did_not_end_well(state: RunState, words: str) -> None:
    (problem,) = problems_of(replaced(failed=(run(state),)))
    assert problem.words == f"job score-clients {words}, run 17: disk full"
    assert problem.trace == "run-17"
    assert [mend.key for mend in problem.mends] == ["run", ""]
    (other,) = problems_of(replaced(failed=(run(state, "drop-looks"),)))
    assert [mend.command for mend in other.mends] == ["bellbuoy job run drop-looks"]


def test_a_fault_names_its_place_and_how_often() -> None:
    report = Report("E-1", "KeyError", "", "radar", (Frame("core/a.py", 3, "f"),), "1", "")
    fault = Fault(report, NOW, NOW, 1200, "t")
    (problem,) = problems_of(replaced(faults=(fault,)))
    assert problem.words == "radar met KeyError at core/a.py:3 in f, 1,200 times"
    assert problem.mends[0].command == "bellbuoy problem show E-1"


@pytest.mark.parametrize(
    ("made", "words"),
    [(None, "no backup has been made yet"),
     (NOW - timedelta(hours=30), "the newest backup was made 30 h ago")],
)  # fmt: skip
def test_a_late_backup(made: datetime | None, words: str) -> None:
    rules = BackupRules("/b", 7, 30, 26)
    late = BackupState(rules, made, 30, late=True)
    assert told(replaced(backup=late)) == [("backup", words)]
    assert told(replaced(backup=BackupState(rules, made, 3, late=False))) == []


def test_the_gravest_come_first_and_each_kind_keeps_its_order() -> None:
    state = replaced(
        failed=(run("failed"),),
        worker=WorkerStatus("none", waiting=2),
        scored=NOW - timedelta(hours=3, minutes=5),
        quarantined=1,
        others=(Problem("disk", "disk", "1 GiB left", grave=True),),
    )
    assert told(state) == [
        ("job:score-clients", "job score-clients failed, run 17: disk full"),
        ("disk", "1 GiB left"),
        ("worker", "no worker runs: scores stay as they are, 2 requests waiting"),
        ("scores", "scores 3 h 5 min old"),
        ("quarantine", "1 refused row waits in quarantine"),
    ]


def test_ages_in_words() -> None:
    ages = [(1, "1 s ago"), (90, "1 min ago"), (7300, "2 h ago"), (200_000, "2 days ago")]
    for seconds, words in ages:
        assert age_words(NOW - timedelta(seconds=seconds), NOW) == words
    assert age_words(None, NOW) == "never"
