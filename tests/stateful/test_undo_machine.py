"""Whatever two people change, take back and do again, in whatever order: the store
holds what a ledger of it says, and nothing is ever half done."""

from __future__ import annotations

from tests.fixtures.stores import NewStore
from tests.stateful.playing import PATIENT, play
from tests.stateful.undo_machine import UndoMachine


@PATIENT
def test_undo_and_redo_in_any_order(new_store: NewStore) -> None:
    play(UndoMachine, new_store, examples=10, steps=25)
