"""Whatever two people do to the same clients and take back: the store holds what the
changes that stand say, lists and counters agree, and a conflict changes nothing.

BELLBUOY_STORM=1 runs 500 examples of 50 steps in place of a few short ones.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.fixtures.depth import STORM, examples
from tests.fixtures.stores import NewStore
from tests.stateful.desk_machine import DeskMachine


@pytest.mark.timeout(14_400 if STORM else 120)
def test_acting_and_taking_back_in_any_order(new_store: NewStore) -> None:
    run_state_machine_as_test(
        lambda: DeskMachine(new_store),  # type: ignore[arg-type]
        settings=settings(
            max_examples=examples(8, 500),
            stateful_step_count=examples(16, 50),
            deadline=None,
            derandomize=not STORM,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.generate, Phase.shrink) if STORM else (Phase.generate,),
        ),
    )
