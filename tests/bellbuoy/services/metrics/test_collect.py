"""Figures from stored rows, on each engine, as a Prometheus server would read them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bellbuoy.services.metrics.collect import collect
from bellbuoy.services.metrics.pace import Pace, add, p95_ms
from bellbuoy.services.metrics.text import as_text
from core.access.types import Viewer
from core.values.errors import DeniedError
from core.values.instants import to_micros
from tests.fixtures.prometheus import Found, read
from tests.fixtures.stores import NewStore, move

ENGINES = {"score-clients": "health", "drop-looks": "cache"}
RUN = (
    "INSERT INTO job_run (id, job, state, started_us, ended_us, rows, changed, worker, fence)"
    " VALUES (:id, :job, :state, :start, :end, 10, 2, 'w', 1)"
)


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def value(found: dict[str, Found], name: str, *labels: tuple[str, str]) -> float:
    family = found[next(known for known in found if name.startswith(known))]
    return family.samples[name, labels]


def test_the_page_of_a_store_that_works(new_demo: NewStore) -> None:
    ctx = new_demo()
    at = to_micros(ctx.clock.now())
    with ctx.store.unit() as unit:
        unit.run("DELETE FROM job_run")
        for number, seconds in enumerate((1, 2, 3, 4), 1):
            begun, ended = at - 90_000_000, at - (90 - seconds) * 1_000_000
            done = {"id": number, "job": "score-clients", "state": "ok"}
            unit.run(RUN, {**done, "start": begun, "end": ended})
        unit.run(RUN, {"id": 9, "job": "drop-looks", "state": "failed", "start": 1, "end": 2})
        unit.run("INSERT INTO changed_client VALUES (3, 1, 'test')")
    found = read(as_text(collect(ctx, ENGINES)))
    assert all(name.startswith("bellbuoy_") for name in found)
    assert value(found, "bellbuoy_clients") == 15
    assert value(found, "bellbuoy_queue_clients") == 1
    assert value(found, "bellbuoy_store_bytes") > 10_000
    assert value(found, "bellbuoy_worker_up") == 0
    job = (("engine", "health"), ("job", "score-clients"))
    assert value(found, "bellbuoy_job_runs_total", *job, ("state", "ok")) == 4
    assert value(found, "bellbuoy_job_run_seconds", *job, ("quantile", "0.5")) == 2
    assert value(found, "bellbuoy_job_run_seconds", *job, ("quantile", "0.95")) == 4
    assert value(found, "bellbuoy_job_run_seconds_sum", *job) == 10
    assert value(found, "bellbuoy_job_run_seconds_count", *job) == 4
    assert value(found, "bellbuoy_score_age_seconds") == 86
    assert value(found, "bellbuoy_problems", ("kind", "job")) == 1
    assert found["bellbuoy_backup_age_seconds"].samples == {}
    only = read(as_text(collect(ctx, ENGINES, "cache")))
    samples = [labels for family in only.values() for _, labels in family.samples]
    assert samples
    assert all(dict(labels)["engine"] == "cache" for labels in samples)


def test_the_pace_of_the_heartbeat_is_told_for_a_day(new_store: NewStore) -> None:
    ctx = new_store()
    assert p95_ms(ctx) == {}
    pace = Pace()
    assert not pace.due()
    for micros in [900] * 97 + [200_000] * 3:
        pace.note("read", micros)
    pace.note("write", 5_000)
    add(ctx, pace)
    assert pace.take() == []
    assert p95_ms(ctx) == {"read": 1.0, "write": 8.0}
    told = read(as_text(collect(ctx, ENGINES)))["bellbuoy_heartbeat_seconds"]
    assert (
        told.samples["bellbuoy_heartbeat_seconds", (("kind", "write"), ("quantile", "0.95"))]
        == 0.008
    )
    move(ctx, datetime(2026, 3, 17, tzinfo=UTC))
    assert p95_ms(ctx) == {}


def test_a_failing_block_is_not_counted() -> None:
    pace = Pace()
    with pytest.raises(KeyError), pace.timed("read"):
        raise KeyError
    with pace.timed("write"):
        pass
    assert [(kind, count) for kind, _, count, _ in pace.take()] == [("write", 1)]


def test_figures_are_for_those_who_run_it(new_sqlite: NewStore) -> None:
    ctx = new_sqlite()
    for role in ("admin", "manager", "auditor"):
        assert collect(replace(ctx, viewer=Viewer("ana", role)), ENGINES)
    with pytest.raises(DeniedError):
        collect(replace(ctx, viewer=Viewer("ana", "rep")), ENGINES)
