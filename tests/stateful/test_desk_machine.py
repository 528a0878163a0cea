"""Whatever two people do to the same clients and take back: the store holds what the
changes that stand say, lists and counters agree, and a conflict changes nothing."""

from __future__ import annotations

from tests.fixtures.stores import NewStore
from tests.stateful.desk_machine import DeskMachine
from tests.stateful.playing import PATIENT, play


@PATIENT
def test_acting_and_taking_back_in_any_order(new_store: NewStore) -> None:
    play(DeskMachine, new_store, examples=8)
