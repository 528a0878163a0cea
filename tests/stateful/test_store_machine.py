"""Whatever happens to a store in whatever order, it stays sound, and in the end it is
what the same facts would have made of an empty one."""

from __future__ import annotations

from tests.fixtures.stores import NewStore
from tests.stateful.machine import StoreMachine
from tests.stateful.playing import PATIENT, play


@PATIENT
def test_whatever_happens_it_is_what_its_facts_make_of_it(new_store: NewStore) -> None:
    play(StoreMachine, new_store)
