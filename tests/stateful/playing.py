"""How a machine of rules is played: a few short examples in a usual run, many in a storm.

BELLBUOY_STORM=1 plays 500 examples of 50 steps; BELLBUOY_STORM=40x30 plays 40 of 30.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from tests.fixtures.depth import STORM
from tests.fixtures.stores import NewStore

MANY, LONG = 500, 50
PATIENT = pytest.mark.timeout(14_400 if STORM else 180)


def play(
    machine: Callable[[NewStore], RuleBasedStateMachine],
    new_store: NewStore,
    examples: int = 12,
    steps: int = 16,
) -> None:
    """Play as many examples, of as many steps, unless a storm asks for more."""
    if STORM:
        examples, steps = _of_storm()
    run_state_machine_as_test(
        lambda: machine(new_store),  # type: ignore[arg-type]
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


def _of_storm() -> tuple[int, int]:
    examples, by, steps = STORM.partition("x")
    return (int(examples), int(steps)) if by else (MANY, LONG)
