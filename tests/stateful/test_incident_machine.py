"""Whatever two people do to incidents, under a clock that jumps, and take back: lists
say what was done, illegal moves change nothing, and scores and counters are what a
recompute from nothing finds.

BELLBUOY_STORM=1 runs 500 examples of 50 steps in place of a few short ones.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.fixtures.depth import STORM, examples
from tests.fixtures.stores import NewStore
from tests.stateful.incident_machine import IncidentMachine


@pytest.mark.timeout(14_400 if STORM else 120)
def test_lives_of_incidents_in_any_order(new_store: NewStore) -> None:
    run_state_machine_as_test(
        lambda: IncidentMachine(new_store),  # type: ignore[arg-type]
        settings=settings(
            max_examples=examples(6, 500),
            stateful_step_count=examples(16, 50),
            deadline=None,
            derandomize=not STORM,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.generate, Phase.shrink) if STORM else (Phase.generate,),
        ),
    )
