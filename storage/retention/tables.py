"""How long raw facts are kept."""

from __future__ import annotations

from storage.engine.schema import Table, big, note, table_args


class RetentionPolicy(Table, table=True):
    """Rows of a class (`telemetry`, `events`) go that are more than `days` days older
    than the newest fact. `basis` is why, in a person's words."""

    __table_args__ = table_args(clustered=True)

    name: str = note(primary_key=True)
    days: int = big()
    basis: str = note(default="")
    set_us: int = big()
