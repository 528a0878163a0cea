"""Any sequence of runs, facts, recomputes and undos leaves what the facts alone leave."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.fixtures.depth import STORM
from tests.fixtures.stores import NewStore
from tests.stateful.simulation_machine import SimulationMachine
from tests.stateful.test_store_machine import sizes


@pytest.mark.timeout(14_400 if STORM else 180)
def test_without_its_runs_a_store_is_what_facts_alone_make_of_it(new_store: NewStore) -> None:
    examples, steps = sizes()
    run_state_machine_as_test(
        lambda: SimulationMachine(new_store),  # type: ignore[arg-type]
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
