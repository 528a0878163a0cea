"""Whatever two people do to incidents, under a clock that jumps, and take back: lists
say what was done, illegal moves change nothing, and scores and counters are what a
recompute from nothing finds."""

from __future__ import annotations

from tests.fixtures.stores import NewStore
from tests.stateful.incident_machine import IncidentMachine
from tests.stateful.playing import PATIENT, play


@PATIENT
def test_lives_of_incidents_in_any_order(new_store: NewStore) -> None:
    play(IncidentMachine, new_store, examples=6)
