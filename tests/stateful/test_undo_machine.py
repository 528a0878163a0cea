"""Whatever two people change, take back and do again, in whatever order: the store
holds what a ledger of it says, and nothing is ever half done.

BELLBUOY_STORM=1 runs 500 examples of 50 steps in place of a few short ones.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.fixtures.depth import STORM, examples
from tests.fixtures.stores import NewStore
from tests.stateful.undo_machine import UndoMachine


@pytest.mark.timeout(14_400 if STORM else 120)
def test_undo_and_redo_in_any_order(new_store: NewStore) -> None:
    run_state_machine_as_test(
        lambda: UndoMachine(new_store),  # type: ignore[arg-type]
        settings=settings(
            max_examples=examples(10, 500),
            stateful_step_count=examples(25, 50),
            deadline=None,
            derandomize=not STORM,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.generate, Phase.shrink) if STORM else (Phase.generate,),
        ),
    )
