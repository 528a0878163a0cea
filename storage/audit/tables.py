"""Who changed what: change sets, their rows, and the audit."""

from __future__ import annotations

from sqlalchemy import Index, text

from storage.engine.schema import Table, big, by_moment, note, rowid, table_args


class ChangeSet(Table, table=True):
    """One change of the store by one actor, in one transaction, or in many while
    ChangeOpen has a row of it."""

    __table_args__ = table_args(
        Index("change_set_by_actor", "actor", "id"),
        by_moment("change_set_by_time", "at_us", "at_us <> 0"),
    )

    id: int | None = rowid()
    at_us: int = big()
    actor: str = note()
    action: str = note()
    target: str = note()
    trace_id: str = note()
    summary: str = note(default="{}")


class ChangeOpen(Table, table=True):
    """A change set in the middle: made by many transactions, or taken back by many.
    `holder` is who does it, a process of `host`, heard last at `alive_us`; `planned`
    and `done` count what it is of (clients, or kept rows)."""

    __table_args__ = table_args(clustered=True)

    change_id: int = big(primary_key=True, foreign_key="change_set.id")
    holder: str = note()
    pid: int = big()
    host: str = note()
    alive_us: int = big()
    planned: int = big()
    done: int = big()
    going_back: int = big()


class ChangeRow(Table, table=True):
    """What one change did to one row: `before` and `after` hold only the columns
    that differ, as JSON; a new row has no before. `rows` counts a run of new rows
    whose ids go from `row_key` upwards, kept as one."""

    __table_args__ = table_args(
        Index(
            "change_row_of_client",
            "row_key",
            "change_id",
            sqlite_where=text("table_name = 'client'"),
            postgresql_where=text("table_name = 'client'"),
        ),
        clustered=True,
    )

    change_id: int = big(primary_key=True, foreign_key="change_set.id")
    position: int = big(primary_key=True)
    table_name: str = note()
    row_key: str = note()
    rows: int = big(default=1)
    before: str | None = note(default=None)
    after: str | None = note(default=None)


class Audit(Table, table=True):
    """Every change and every denial; append-only."""

    __table_args__ = table_args()

    id: int | None = rowid()
    at_us: int = big()
    actor: str = note()
    role: str = note()
    action: str = note()
    target: str = note()
    outcome: str = note()
    reason: str = note(default="")
    trace_id: str = note()
    change_id: int | None = big(default=None)
