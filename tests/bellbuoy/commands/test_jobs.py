from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from bellbuoy.services import jobs, worker
from bellbuoy.services.context import Context
from jobs import registry
from jobs.record import Control, Job, Outcome
from storage.jobs.asides import set_aside
from tests.bellbuoy.commands.conftest import Bell
from tests.fixtures.stores import context


def test_jobs_with_their_next_slot_and_last_run(bell: Bell, demo_store: Path) -> None:
    told = bell("job", "list", "--json", store=demo_store)
    assert told.json["schema"] == "bellbuoy.job/1"
    names = [job.id for job in registry.JOBS]
    assert [row["id"] for row in told.rows] == names
    assert {row["last"] for row in told.rows} == {None}
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

    broken = Job("score-clients", "broken", "0 0 * * *", None, run, retries=1)
    monkeypatch.setattr(registry, "JOBS", (broken,))
    told = bell("job", "run", "score-clients", "--json", store=demo_store)
    assert told.code == 1
    assert told.rows[0]["state"] == "failed"
    # What no rule foresaw is kept as a report too, whose number stands behind.
    assert re.fullmatch(r"ValueError: no \x1b wind( \(E-\w+\))?", told.rows[0]["error"])
    assert told.fault["error"] == "failure"
    told = bell("job", "run", "score-clients", store=demo_store)
    said = "error: run 2 of score-clients is failed: ValueError: no � wind"
    assert told.err.startswith(said)
    lines = bell("job", "show", "score-clients", store=demo_store).lines
    assert "state         failed" in lines
    assert [line for line in lines if line.startswith("tried again   run 2 at ")]
    assert "\x1b" not in "\n".join(lines)


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


def test_a_job_whole(bell: Bell, demo_store: Path) -> None:
    ctx = context(demo_store)
    bell("job", "run", "score-clients", store=demo_store)
    with ctx.store.unit() as unit:
        set_aside(unit, "score-clients", 1, "ValueError: odd \x1b]0;", ctx.wall_us, 1)
    (row,) = bell("job", "show", "score-clients", "--json", store=demo_store).rows
    assert row["plan"]["limit_s"] == 7_200
    assert [run["id"] for run in row["runs"]] == [1]
    assert [aside["reason"] for aside in row["set_aside"]] == ["ValueError: odd \x1b]0;"]
    assert len(row["ahead"]) == 3
    lines = bell("job", "show", "score-clients", store=demo_store).lines
    assert "every         10 min: */10 * * * *" in lines
    assert "missed slots  one late run makes up for all that were missed" in lines
    assert "time limit    2 h" in lines
    assert "tries         4, after 15 s, doubling up to 15 min; then given up" in lines
    assert [line for line in lines if "ValueError: odd" in line and "\x1b" not in line]
    dropped = bell("job", "show", "drop-looks", store=demo_store).lines
    assert "missed slots  not run when more than 30 min late" in dropped


def test_pause_and_resume(bell: Bell, demo_store: Path) -> None:
    def said(*words: str) -> str:
        told = bell("job", *words, store=demo_store)
        assert told.code == 0
        return told.err

    assert said("pause", "drop-looks", "-n") == "a dry run: drop-looks would be paused\n"
    assert said("resume", "drop-looks") == "drop-looks is not paused\n"
    assert said("pause", "drop-looks") == (
        "drop-looks is paused; bellbuoy job resume drop-looks\n"
    )
    assert said("pause", "drop-looks") == "drop-looks is paused already\n"
    rows = bell("job", "list", "--json", store=demo_store).rows
    (row,) = [row for row in rows if row["id"] == "drop-looks"]
    assert (row["state"], row["next"]) == ("paused", None)
    assert said("resume", "drop-looks", "-n") == "a dry run: drop-looks would go on\n"
    assert said("resume", "drop-looks") == "drop-looks goes on; no slot went by\n"


def test_cancel_drops_what_waits_and_asks_what_runs(bell: Bell, demo_store: Path) -> None:
    ctx = context(demo_store)
    worker.enlist(ctx, "w")
    fence = worker.beat(ctx, "w", None).fence
    assert fence is not None
    number = jobs.begin(ctx, "score-clients", "w", fence)
    jobs.ask(ctx, "score-clients")
    told = bell("job", "cancel", "score-clients", "-n", store=demo_store)
    assert told.err == "a dry run: 1 running would stop, 1 waiting would be dropped\n"
    told = bell("job", "cancel", "score-clients", store=demo_store)
    assert told.err == f"run {number} stops at the next safe point; 1 waiting request dropped\n"
    assert jobs.cancel_asked(ctx, number)
    told = bell("job", "cancel", "drop-looks", store=demo_store)
    assert told.err == "nothing of drop-looks runs or waits\n"


def test_a_schedule_is_a_setting(bell: Bell, demo_store: Path) -> None:
    key = "job.drop-looks.every"
    told = bell("config", "set", key, "*/5 * * * *", "-n", store=demo_store)
    assert told.err.startswith("a dry run: drop-looks would run at ")
    told = bell("config", "set", key, "*/5 * * * *", "--json", store=demo_store)
    assert told.rows == [
        {"key": key, "value": "*/5 * * * *", "meaning":
         "when drop-looks runs; shipped: 40 * * * *", "writable": True},
    ]  # fmt: skip
    assert told.err.startswith("it was 40 * * * *; next ")
    assert bell("config", "get", key, "--json", store=demo_store).rows == told.rows
    rows = bell("job", "list", "--json", store=demo_store).rows
    assert [row["words"] for row in rows if row["every_set"]] == ["5 min"]
    told = bell("config", "set", key, "*/5 * * * *", store=demo_store)
    assert told.err == "nothing changed\n"
    told = bell("config", "set", key, "default", store=demo_store)
    assert told.err.startswith("it was */5 * * * *; next ")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("job.drop-looks.every",), 2),
        (("job.drop-looks.every", "soon"), 2),
        (("job.drop-looks.every", "0 0 30 2 *"), 2),
        (("job.sail.every", "@daily"), 3),
        (("job.drop-looks.every", "@daily", "--weights", "1/1/1"), 2),
        (("job.drop-looks.every", "@daily", "--as", "rep"), 5),
    ],
)
def test_a_schedule_that_cannot_be_is_refused(
    bell: Bell, demo_store: Path, words: tuple[str, ...], code: int
) -> None:
    told = bell("config", "set", *words, store=demo_store)
    assert (told.code, told.out) == (code, "")
    assert told.err.startswith("error: ")
