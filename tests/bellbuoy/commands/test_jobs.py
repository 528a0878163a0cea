from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bellbuoy.services.context import Context
from jobs import registry
from jobs.record import Control, Job, Outcome
from tests.bellbuoy.commands.conftest import Bell


def test_jobs_with_their_next_slot_and_last_run(bell: Bell, demo_store: Path) -> None:
    told = bell("job", "list", "--json", store=demo_store)
    assert told.json["schema"] == "bellbuoy.job/1"
    assert [row["id"] for row in told.rows] == ["score-clients", "score-history", "drop-looks"]
    assert [row["last"] for row in told.rows] == [None, None, None]
    assert all(row["next"].endswith("Z") for row in told.rows)
    bell("job", "run", "score-clients", store=demo_store)
    lines = bell("job", "list", store=demo_store).lines
    assert "ok, run 1" in lines[1]
    assert "never" in lines[2]


def test_without_a_worker_a_job_runs_here(bell: Bell, demo_store: Path) -> None:
    told = bell("job", "run", "score-clients", "--json", store=demo_store)
    assert told.code == 0
    (row,) = told.rows
    assert (row["id"], row["job"], row["state"], row["request"]) == (
        1, "score-clients", "ok", 1,
    )  # fmt: skip
    lines = bell("job", "run", "score-history", store=demo_store).lines
    assert lines[:3] == ["run      2", "job      score-history", "state    ok"]
    assert not [line for line in lines if line.startswith(("error", "request"))]


def test_a_failed_run_is_a_failure_with_its_row(
    bell: Bell, demo_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(_ctx: Context, _control: Control) -> Outcome:
        raise ValueError("no \x1b wind")

    broken = Job("score-clients", "broken", "0 0 * * *", None, run)
    monkeypatch.setattr(registry, "JOBS", (broken,))
    told = bell("job", "run", "score-clients", "--json", store=demo_store)
    assert told.code == 1
    assert told.rows[0]["state"] == "failed"
    assert told.rows[0]["error"] == "ValueError: no \x1b wind"
    assert told.fault["error"] == "failure"
    told = bell("job", "run", "score-clients", store=demo_store)
    assert told.err == "error: run 2 of score-clients is failed: ValueError: no � wind\n"


def test_a_dry_run_runs_nothing(bell: Bell, demo_store: Path) -> None:
    told = bell("job", "run", "score-clients", "-n", "--json", store=demo_store)
    assert told.err == "a dry run: this process would run score-clients\n"
    assert told.rows[0]["state"] is None
    assert bell("job", "list", "--json", store=demo_store).rows[0]["last"] is None


def test_who_may(bell: Bell, demo_store: Path) -> None:
    def code(*words: str) -> Any:
        return bell("job", *words, store=demo_store).code

    assert code("run", "nothing") == 3
    assert code("run", "score-clients", "--as", "rep") == 5
    assert code("run", "score-clients", "--as", "manager") == 0
    assert code("list", "--as", "analyst") == 5
    assert code("run", "score-clients", "--as-of", "2026-11-01") == 2
    assert code("run", "score-clients", "--read-only") == 2
