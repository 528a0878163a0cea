"""Any sequence of runs, facts, recomputes and undos leaves what the facts alone leave."""

from __future__ import annotations

from tests.fixtures.stores import NewStore
from tests.stateful.playing import PATIENT, play
from tests.stateful.simulation_machine import SimulationMachine


@PATIENT
def test_without_its_runs_a_store_is_what_facts_alone_make_of_it(new_store: NewStore) -> None:
    play(SimulationMachine, new_store)
