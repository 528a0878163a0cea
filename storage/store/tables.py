"""Settings of the store itself."""

from __future__ import annotations

from storage.engine.schema import Table, note, table_args


class Setting(Table, table=True):
    """`timezone`, `currency`, `clock`, `demo`, … as text."""

    __table_args__ = table_args(clustered=True)

    name: str = note(primary_key=True)
    value: str = note()
