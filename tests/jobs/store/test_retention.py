"""The nightly run, as the system: by a policy, and stopped with its worker."""

from __future__ import annotations

from dataclasses import replace

from bellbuoy.services import retention, worker
from bellbuoy.services.jobs import begin
from bellbuoy.services.jobs import run as run_of
from core.access.types import Viewer
from jobs.registry import job_named
from jobs.runner import run_job
from storage.engine.store import Store
from tests.fixtures.drawn import TODAY
from tests.fixtures.facts import calls, client, store
from tests.fixtures.stores import context


def test_it_tells_how_many_went(a_store: Store) -> None:
    ctx = context(a_store)
    store(ctx, "client", [client("a", TODAY - 90)])
    store(ctx, "event", [calls(ctx, f"c{n}", "a", TODAY - n, 1) for n in range(1, 60)])
    system = replace(ctx, viewer=Viewer("system", "system"))
    worker.enlist(system, "one")
    fence = worker.beat(system, "one", None).fence
    assert fence is not None

    def ran() -> tuple[str, int]:
        number = begin(system, "retention", "one", fence)
        state = run_job(
            system, job_named("retention"), number, fence=fence, cancelled=lambda: False
        )
        return state, run_of(system, number).changed

    assert ran() == ("ok", 0), "without a policy nothing goes"
    retention.put(ctx, "telemetry", 31, None, new=True)
    assert ran() == ("ok", 27)
    assert ran() == ("ok", 0)
