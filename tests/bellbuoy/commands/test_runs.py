"""`run list|show|retry|cancel`: each execution by its number."""

from __future__ import annotations

from pathlib import Path

import pytest

from bellbuoy.services import jobs, worker
from bellbuoy.services.context import Context
from core.jobs.types import Ending
from jobs import registry
from jobs.record import Control, Job, Outcome
from tests.bellbuoy.commands.conftest import Bell
from tests.fixtures.stores import context


@pytest.fixture
def told_runs(demo_store: Path) -> Context:
    """Three runs: one given up, one cancelled, one on."""
    ctx = context(demo_store)
    worker.enlist(ctx, "w")
    fence = worker.beat(ctx, "w", None).fence
    assert fence is not None
    for state, error in (("dead", "no \x1b[2J wind"), ("cancelled", None)):
        number = jobs.begin(ctx, "score-clients", "w", fence)
        jobs.end(ctx, number, Ending(state, 3, 1, 0, error))  # type: ignore[arg-type]
    jobs.begin(ctx, "drop-looks", "w", fence)
    return ctx


def test_runs_newest_first_of_a_job_of_a_state_and_older(
    bell: Bell, told_runs: Context, demo_store: Path
) -> None:
    def ids(*words: str) -> list[int]:
        return [
            row["id"] for row in bell("run", "list", *words, "--json", store=demo_store).rows
        ]

    assert ids() == [3, 2, 1]
    assert ids("job:score-clients") == ids("score-clients") == [2, 1]
    assert ids("--state", "dead") == [1]
    assert ids("--before", "3", "--limit", "1") == [2]
    told = bell("run", "list", "--limit", "2", store=demo_store)
    assert told.err == "older ones: --before 2\n"
    told = bell("run", "list", store=demo_store)
    assert "\x1b" not in told.out
    assert bell("run", "list", "job:sail", store=demo_store).code == 3
    assert bell("run", "list", "--state", "sailing", store=demo_store).code == 2


def test_a_run_whole_and_none(bell: Bell, told_runs: Context, demo_store: Path) -> None:
    lines = bell("run", "show", "1", store=demo_store).lines
    assert [line.split() for line in lines[:3]] == [
        ["run", "1"],
        ["job", "score-clients"],
        ["state", "dead"],
    ]
    told = bell("run", "show", "9", store=demo_store)
    assert (told.code, told.err) == (3, "error: no run 9\nhint: bellbuoy run list\n")
    assert bell("run", "show", "first", store=demo_store).code == 2


def test_cancel_asks_once_the_run_that_is_on(
    bell: Bell, told_runs: Context, demo_store: Path
) -> None:
    told = bell("run", "cancel", "3", "-n", "--json", store=demo_store)
    assert (told.err, told.rows[0]["cancelling"]) == ("a dry run: run 3 is running\n", False)
    told = bell("run", "cancel", "3", "--json", store=demo_store)
    assert told.err == "run 3 of drop-looks stops at the next safe point\n"
    assert told.rows[0]["cancelling"]
    told = bell("run", "cancel", "2", store=demo_store)
    assert (told.code, told.err) == (6, "error: run 2 of score-clients is cancelled already\n")
    assert bell("run", "cancel", "3", "--as", "rep", store=demo_store).code == 5


def test_what_was_given_up_is_run_again_here_without_a_worker(
    bell: Bell, told_runs: Context, demo_store: Path
) -> None:
    worker.leave(told_runs, "w")
    told = bell("run", "retry", "1", "-n", store=demo_store)
    assert told.err == "a dry run: score-clients would be run again for run 1\n"
    told = bell("run", "retry", "1", "--json", store=demo_store)
    assert told.code == 0
    (row,) = told.rows
    assert (row["state"], row["follows"], row["attempt"]) == ("ok", 1, 1)
    told = bell("run", "retry", str(row["id"]), store=demo_store)
    assert told.code == 6
    assert told.err.endswith("hint: to run the job anyway: bellbuoy job run score-clients\n")


def test_a_run_that_goes_wrong_again_is_a_failure(
    bell: Bell, told_runs: Context, demo_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(_ctx: Context, _control: Control) -> Outcome:
        raise ValueError("still no wind")

    worker.leave(told_runs, "w")
    broken = Job("score-clients", "broken", "@daily", None, run)
    monkeypatch.setattr(registry, "JOBS", (broken,))
    told = bell("run", "retry", "1", store=demo_store)
    assert told.code == 1
    said = "error: run 4 of score-clients is failed: ValueError: still no wind"
    assert told.err.startswith(said)
