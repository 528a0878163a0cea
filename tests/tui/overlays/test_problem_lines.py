"""What is wrong, in words, each with what mends it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from core.jobs.types import JobRun, WorkerStatus
from tests.tui.charts.samples import HOSTILE, LOOKS, PLAIN, assert_fits, plain
from tui.overlays.problem_lines import Findings, age_words, problem_lines, problems
from tui.palette import Look
from tui.pulse import Pulse

NOW = datetime(2026, 11, 21, 14, 0, tzinfo=UTC)
ALIVE = WorkerStatus("alive", 4411, NOW, NOW - timedelta(seconds=2), "a", "1", 1)


def failed(job: str = "score-clients", error: str | None = "disk full") -> JobRun:
    return JobRun(17, job, "failed", NOW, NOW, 0, 0, "a", error)


def findings(
    worker: WorkerStatus | None = ALIVE,
    *,
    scored: timedelta | None = timedelta(minutes=2),
    runs: tuple[JobRun, ...] = (),
    quarantined: int | None = 0,
    live: bool = True,
) -> Findings:
    at = None if scored is None else NOW - scored
    return Findings(Pulse(worker, at, runs), quarantined, live, NOW)


def shown(found: Findings, told: tuple[str, ...] = (), width: int = 78) -> str:
    return plain(problem_lines(found, told, "R", PLAIN, width))


def test_all_is_well() -> None:
    assert problems(findings(), "R") == []
    text = shown(findings())
    assert text.startswith(" ✓ no problems\n")
    assert "worker     alive, pid 4411, heartbeat 2 s ago, queue 1" in text
    assert "scores     last run 2 min ago" in text
    assert "quarantine 0 waiting" in text


def test_a_failed_job_comes_first_with_its_error_and_its_key() -> None:
    found = findings(WorkerStatus("none", waiting=2), runs=(failed(),), quarantined=212)
    words = [problem.words for problem in problems(found, "R")]
    assert words == [
        "job score-clients failed, run 17: disk full",
        "no worker runs: scores stay as they are, 2 requests waiting",
        "212 refused rows wait in quarantine",
    ]
    text = shown(found)
    assert text.startswith(
        " !! job score-clients failed, run 17: disk full\n    R  recompute now"
    )
    assert "    bellbuoy worker start  starts one" in text
    assert "    bellbuoy quarantine list  shows them and why" in text
    assert "no problems" not in text


def test_another_job_is_run_by_a_command() -> None:
    (problem,) = problems(findings(runs=(failed("score-history", None),)), "R")
    assert problem.words == "job score-history failed, run 17"
    assert problem.mends == (("bellbuoy job run score-history", "runs it again"),)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("late", "the worker is late: its last sign was 20 s ago"),
        ("dead", "the worker has gone: scores stay as they are"),
    ],
)
def test_a_worker_that_does_not_work(state: str, words: str) -> None:
    status = WorkerStatus(state, 1, NOW, NOW - timedelta(seconds=20), "a", "1")  # type: ignore[arg-type]
    assert [problem.words for problem in problems(findings(status), "R")] == [words]


def test_scores_are_stale_past_an_hour_and_only_by_a_live_clock() -> None:
    old = timedelta(hours=3, minutes=12)
    (problem,) = problems(findings(scored=old), "F9")
    assert problem.words == "scores 3 h 12 min old"
    assert problem.mends == (("F9", "recompute now"),)
    assert problems(findings(scored=timedelta(minutes=59)), "R") == []
    assert problems(findings(scored=old, live=False), "R") == []
    assert problems(findings(scored=None), "R") == []


def test_what_a_role_may_not_know_is_not_told() -> None:
    text = shown(findings(None, scored=None, quarantined=None))
    assert "state" not in text
    assert "worker" not in text
    assert "quarantine" not in text


def test_one_row_is_one_row() -> None:
    (problem,) = problems(findings(quarantined=1), "R")
    assert problem.words == "1 refused row waits in quarantine"


def test_what_was_said_stands_newest_first() -> None:
    text = shown(findings(), ("first", "second"))
    assert text.index("second") < text.index("first")
    assert "nothing yet" in shown(findings())


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("width", [78, 58, 20])
def test_it_fits_and_hostile_text_is_harmless(look: Look, width: int) -> None:
    for text in HOSTILE:
        found = findings(runs=(failed(text or "x", text),), quarantined=3)
        lines = problem_lines(found, (text, text), "R", look, width)
        assert_fits(lines, width, PLAIN)


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(seconds=-5), "0 s ago"),
        (timedelta(seconds=59), "59 s ago"),
        (timedelta(minutes=5), "5 min ago"),
        (timedelta(hours=47), "47 h ago"),
        (timedelta(days=4), "4 days ago"),
    ],
)
def test_ages(ago: timedelta, words: str) -> None:
    assert age_words(NOW - ago, NOW) == words
    assert age_words(None, NOW) == "never"
