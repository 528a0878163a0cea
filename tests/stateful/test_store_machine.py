"""Whatever happens to a store in whatever order, it stays sound, and in the end it is
what the same facts would have made of an empty one.

BELLBUOY_STORM=1 runs 500 examples of 50 steps in place of a few short ones;
BELLBUOY_STORM=40x30 runs 40 of 30.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.fixtures.depth import STORM
from tests.fixtures.stores import NewStore
from tests.stateful.machine import StoreMachine

EXAMPLES, STEPS = 500, 50


def sizes() -> tuple[int, int]:
    """Examples and steps of a run."""
    if not STORM:
        return 12, 16
    if "x" in STORM:
        examples, _, steps = STORM.partition("x")
        return int(examples), int(steps)
    return EXAMPLES, STEPS


@pytest.mark.timeout(14_400 if STORM else 180)
def test_whatever_happens_it_is_what_its_facts_make_of_it(new_store: NewStore) -> None:
    examples, steps = sizes()
    run_state_machine_as_test(
        lambda: StoreMachine(new_store),  # type: ignore[arg-type]
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=not STORM,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.generate, Phase.shrink) if STORM else (Phase.generate,),
        ),
    )
