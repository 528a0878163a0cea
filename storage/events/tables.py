"""What happened: increments, day totals, and the daily rollup of both."""

from __future__ import annotations

from sqlalchemy import Index, UniqueConstraint

from storage.engine.schema import Table, big, note, rowid, table_args


class Event(Table, table=True):
    """An increment with an id of its own: it counts once, whatever is sent twice."""

    __table_args__ = table_args(
        UniqueConstraint("source", "external_id"), Index("event_of", "client_id", "at_us")
    )

    id: int | None = rowid()
    source: str = note()
    external_id: str = note()
    client_id: int = big(foreign_key="client.id")
    at_us: int = big()
    day: int = big()
    known_us: int = big()
    backfilled: int = big(default=0)
    kind: str = note()
    value: int = big()
    payload: str | None = note(default=None)
    digest: str = note()
    run_id: int | None = big(default=None)


class UsageDay(Table, table=True):
    """The rollup: one row a client and local day, days first, so that a window
    is a few range reads and dropping a day is one."""

    __table_args__ = table_args(clustered=True)

    day: int = big(primary_key=True)
    client_id: int = big(primary_key=True)
    calls: int = big(default=0)
    logins: int = big(default=0)


class UsageTotal(Table, table=True):
    """The day total that a source stated last. `flagged` when increments of the
    same source and day had come before it."""

    __table_args__ = table_args(clustered=True)

    source: str = note(primary_key=True)
    client_id: int = big(primary_key=True)
    day: int = big(primary_key=True)
    calls: int | None = big(default=None)
    logins: int | None = big(default=None)
    known_us: int = big()
    backfilled: int = big(default=0)
    flagged: int = big(default=0)


class UsageTotalChange(Table, table=True):
    """Each statement of a day total as it was told (None: nothing of that measure),
    in the order in which they came, and from when on it was known."""

    __table_args__ = table_args(Index("usage_total_change_of", "client_id", "day"))

    id: int | None = rowid()
    source: str = note()
    client_id: int = big()
    day: int = big()
    calls: int | None = big(default=None)
    logins: int | None = big(default=None)
    known_us: int = big()
