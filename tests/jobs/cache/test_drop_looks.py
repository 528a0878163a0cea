"""The job that lets go of looks nobody asks for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bellbuoy.services import cache, clients, worker
from bellbuoy.services.jobs import begin
from bellbuoy.services.jobs import run as run_of
from core.access.types import Viewer
from core.values.instants import day_end
from jobs.registry import job_named
from jobs.runner import run_job
from tests.fixtures.stores import NOW, context, move


def test_it_runs_as_the_system_and_twice_is_once(demo_store: Path) -> None:
    ctx = context(demo_store)
    clients.page(replace(ctx, as_of=day_end(ctx.today - 3, ctx.zone)))
    move(ctx, NOW + timedelta(days=8))
    system = replace(ctx, viewer=Viewer("system", "system"))
    worker.enlist(system, "one")
    fence = worker.beat(system, "one", None).fence
    assert fence is not None
    changed = []
    for _ in range(2):
        number = begin(system, "drop-looks", "one", fence)
        state = run_job(
            system, job_named("drop-looks"), number, fence=fence, cancelled=lambda: False
        )
        assert state == "ok"
        changed.append(run_of(system, number).changed)
    assert changed == [1, 0]
    assert cache.show(ctx).looks == ()
