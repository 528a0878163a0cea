"""When people last looked at a list."""

from __future__ import annotations

from storage.engine.schema import Table, big, note, table_args


class Look(Table, table=True):
    """The last look of a person at the list of a noun: the store's time then, and the
    newest change of that moment."""

    __table_args__ = table_args(clustered=True)

    actor: str = note(primary_key=True)
    noun: str = note(primary_key=True)
    at_us: int = big()
    change_id: int = big()
