"""A store with a worker of this process, so that screens start none."""

from __future__ import annotations

from pathlib import Path

import pytest

from bellbuoy.services import worker
from bellbuoy.services.context import Context
from bellbuoy.services.supervision.schedule import make_known
from jobs.registry import JOBS
from tests.fixtures.stores import DEMO_NOW, context


@pytest.fixture
def ctx(demo_store: Path) -> Context:
    found = context(demo_store, DEMO_NOW)
    make_known(found, [job.plan for job in JOBS])
    worker.enlist(found, "w")
    worker.beat(found, "w", None)
    return found
