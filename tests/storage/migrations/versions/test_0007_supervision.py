"""An older store's jobs go on: their slots and runs are what they were."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from bellbuoy.services import jobs
from bellbuoy.services.supervision.rows import asides, rows
from core.values.instants import from_micros, to_micros
from storage.engine import migrate
from tests.bellbuoy.services.supervision.leading import PLAN, Leader
from tests.fixtures.stores import NOW, context

_SETTINGS = {"clock": "live", "currency": "USD", "timezone": "UTC"}


def test_a_store_of_form_6_keeps_its_slots_and_runs(tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    migrate.create(old, target=6)
    slot = to_micros(NOW)
    with closing(sqlite3.connect(old, isolation_level=None)) as db:
        db.executemany("INSERT INTO setting (name, value) VALUES (?, ?)", _SETTINGS.items())
        db.execute("INSERT INTO job_state (job, slot_us) VALUES ('j', ?)", (slot,))
        for number in (1, 2):
            db.execute(
                "INSERT INTO job_run (id, job, state, started_us, ended_us, rows, changed,"
                " worker, fence) VALUES (?, 'j', 'ok', ?, ?, 7, 2, 'w', 1)",
                (number, slot, slot + 1_000_000),
            )
    migrate.migrate(old)
    ctx = context(old, NOW + timedelta(minutes=5))
    kept = jobs.runs(ctx)
    assert [(run.id, run.attempt, run.slot, run.follows) for run in kept] == [
        (2, 1, None, None),
        (1, 1, None, None),
    ]
    leader = Leader(ctx)
    (row,) = rows(ctx, [PLAN])
    assert (row.mark.slot, row.state, row.p95_s) == (from_micros(slot), "ok", 1.0)
    assert asides(ctx) == []
    assert leader.look() is None
    leader.later(minutes=5)
    number = leader.look()
    assert number == 3
    assert jobs.run(ctx, number).slot == NOW + timedelta(minutes=10)
