"""The jobs of alerts: what changed scores wakes the one, what rings the other."""

from __future__ import annotations

from bellbuoy.services import jobs as job_service
from bellbuoy.services.scoring.recompute import recompute
from jobs.alerts import deliver_alerts, evaluate_alerts
from jobs.record import Control
from jobs.registry import JOBS
from storage.jobs.lease import acquire
from tests.bellbuoy.services.alerts.ringing import keep, outbox, quiet_store, trouble
from tests.fixtures.stores import NewStore


def test_they_stand_behind_the_scores_and_in_order() -> None:
    ids = [job.id for job in JOBS]
    places = [
        ids.index(each) for each in ("score-clients", "evaluate-alerts", "deliver-alerts")
    ]
    assert places == sorted(places)


def test_one_wakes_the_other(new_store: NewStore) -> None:
    ctx = quiet_store(new_store)
    keep(ctx, "incidents>=1")
    trouble(ctx, "k1")
    queues = [job.takes for job in (evaluate_alerts.JOB, deliver_alerts.JOB) if job.takes]
    assert job_service.work_waiting(ctx, queues) == ()
    recompute(ctx)
    assert job_service.work_waiting(ctx, queues) == ("alert_due",)
    with ctx.store.unit() as unit:
        fence = acquire(unit, "worker", "me", ctx.wall_us, ctx.wall_us + 10**9)
    assert fence is not None
    held = Control(1, fence, lambda _done, _total: None, lambda: False)
    assert evaluate_alerts.run(ctx, held).changed == 1
    assert job_service.work_waiting(ctx, queues) == ("alert_delivery",)
    assert deliver_alerts.run(ctx, held).changed == 1
    assert job_service.work_waiting(ctx, queues) == ()
    assert outbox(ctx) == [("screen", "ring", "done")]
