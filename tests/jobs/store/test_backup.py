"""The nightly job: off, on, and as the system."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bellbuoy.services import worker
from bellbuoy.services.backup import keeping, rules
from bellbuoy.services.jobs import begin
from bellbuoy.services.jobs import run as run_of
from core.access.types import Viewer
from jobs.registry import job_named
from jobs.runner import run_job
from storage.engine.store import Store
from tests.fixtures.stores import context


def test_it_makes_one_once_there_is_a_folder(a_store: Store, tmp_path: Path) -> None:
    ctx = context(a_store)
    system = replace(ctx, viewer=Viewer("system", "system"))
    worker.enlist(system, "one")
    fence = worker.beat(system, "one", None).fence
    assert fence is not None
    changed = []
    for folder in ("off", str(tmp_path)):
        rules.set_rule(ctx, "backup.dir", folder)
        number = begin(system, "backup", "one", fence)
        state = run_job(
            system, job_named("backup"), number, fence=fence, cancelled=lambda: False
        )
        assert state == "ok"
        changed.append(run_of(system, number).changed)
    assert changed == [0, 1]
    (made,) = keeping.listed(ctx)
    assert (made.kind, made.state) == ("job", "kept")
