"""What happened: increments, day totals, and the daily rollup of both."""

from __future__ import annotations

from sqlalchemy import Index, PrimaryKeyConstraint, UniqueConstraint

from storage.engine.schema import Table, big, note, rowid, table_args


class Event(Table, table=True):
    """An increment with an id of its own: it counts once, whatever is sent twice.
    A client's events are found by their days, as its use is: what a day brings
    then lies together, and taking it in touches few pages. As in the rollup the
    database does not look for the client of each row, which would take a third of
    the time; `store check` does."""

    __table_args__ = table_args(
        UniqueConstraint("source", "external_id"), Index("event_of", "day", "client_id")
    )

    id: int | None = rowid()
    source: str = note()
    external_id: str = note()
    client_id: int = big()
    at_us: int = big()
    day: int = big()
    known_us: int = big()
    backfilled: int = big(default=0)
    kind: str = note()
    value: int = big()
    payload: str | None = note(default=None)
    run_id: int | None = big(default=None)


class UsageDay(Table, table=True):
    """The rollup: one row a client and local day, days first, so that a window
    is a few range reads and dropping a day is one."""

    __table_args__ = table_args(clustered=True)

    day: int = big(primary_key=True)
    client_id: int = big(primary_key=True)
    calls: int = big(default=0)
    logins: int = big(default=0)


class UsageMonth(Table, table=True):
    """What the days of a client added up to in a month that is told as a whole:
    `days` with any use, the newest of them and the newest with a login (-1: none).
    `month` is its first day. A day is either here or in `usage_day`."""

    __table_args__ = table_args(clustered=True)

    month: int = big(primary_key=True)
    client_id: int = big(primary_key=True)
    calls: int = big(default=0)
    logins: int = big(default=0)
    days: int = big(default=0)
    seen_day: int = big(default=-1)
    login_day: int = big(default=-1)


class UsageSum(Table, table=True):
    """What the whole base did on a day: `usage_day` added up, in the same transaction."""

    __table_args__ = table_args(clustered=True)

    day: int = big(primary_key=True)
    calls: int = big(default=0)
    logins: int = big(default=0)


class UsageTotal(Table, table=True):
    """The day total of a source as it stands, each measure as it was told last, and
    since when that is known. `flagged` when increments of the same source and day
    had come before it. Days first, as in the rollup."""

    __table_args__ = table_args(
        PrimaryKeyConstraint("day", "client_id", "source"), clustered=True
    )

    source: str = note(primary_key=True)
    client_id: int = big(primary_key=True)
    day: int = big(primary_key=True)
    calls: int | None = big(default=None)
    logins: int | None = big(default=None)
    known_us: int = big()
    backfilled: int = big(default=0)
    flagged: int = big(default=0)


class UsageTotalChange(Table, table=True):
    """What a day total was before it was replaced, and from when to before when
    that was known."""

    __table_args__ = table_args(Index("usage_total_change_of", "day", "client_id"))

    id: int | None = rowid()
    source: str = note()
    client_id: int = big()
    day: int = big()
    calls: int | None = big(default=None)
    logins: int | None = big(default=None)
    known_us: int = big()
    until_us: int = big()
