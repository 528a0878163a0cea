"""Runs of simulations: whom they reach, what they wrote, and what stood there before."""

from __future__ import annotations

from sqlalchemy import Index

from storage.engine.schema import Table, big, note, rowid, table_args


class SimulationRun(Table, table=True):
    """A run. `id` is its number in the ledger, which none has twice; `name` is what its
    draws are made with, and is given again once it is taken back. `state` is one of
    waiting, running, paused, applied, stopped, undoing, undone. It is `position_s` seconds
    into the run at the machine's time `anchor_us` (waiting: it begins then) and goes on at
    `speed` times as fast (0: as fast as it can). Each client is reached within `spread_s`
    seconds, and well again after `length_s` (None: nothing ends by itself). `at_us` is the
    store's moment of beginning. `sums` is JSON: checksums of what a run without clients
    stands upon, and what a run that goes back had written. `conflicts` counts rows that
    somebody else had written when it was taken back."""

    __table_args__ = table_args(Index("simulation_run_by_state", "state", "id"))

    id: int | None = rowid()
    name: str = note()
    scenario: str = note()
    whom: str = note()
    who: str = note()
    parameters: str = note()
    seed: int = big()
    spread_s: int = big()
    length_s: int | None = big(default=None)
    speed: int = big()
    state: str = note()
    position_s: int = big()
    anchor_us: int = big()
    at_us: int = big()
    made_us: int = big()
    clients: int = big()
    done: int = big()
    sums: str = note()
    conflicts: int = big()
    change_id: int | None = big(default=None)
    undone_us: int | None = big(default=None)
    undone_by: str | None = note(default=None)


class SimulationClient(Table, table=True):
    """A client that a run reaches, `due_s` seconds after its beginning. `state` is one of
    waiting, reached, over (what was to end has ended), back. `score_measured` is the last
    one with the run. `before` and `back` are checksums of all that screens read of it,
    before the run reached it and after it was taken back."""

    __table_args__ = table_args(
        Index("simulation_client_by_due", "run_id", "state", "due_s", "client_id"),
        Index("simulation_client_of", "client_id", "run_id"),
        clustered=True,
    )

    run_id: int = big(primary_key=True)
    client_id: int = big(primary_key=True)
    due_s: int = big()
    state: str = note()
    score_before: int | None = big(default=None)
    score_predicted: int | None = big(default=None)
    score_measured: int | None = big(default=None)
    before: str = note(default="")
    back: str = note(default="")


class SimulationRow(Table, table=True):
    """A row that a run added (`added` 1), or columns of a row that it changed. `body` is
    JSON: for an added row all its columns and those of the rows below it while it is
    lifted out of its table; for a changed one column to [before, after]. `lost`: somebody
    else has written a column since, which stays."""

    __table_args__ = table_args(
        Index("simulation_row_of", "client_id", "run_id", "number"), clustered=True
    )

    run_id: int = big(primary_key=True)
    number: int = big(primary_key=True)
    client_id: int = big()
    table_name: str = note()
    row_key: str = note()
    added: int = big()
    body: str = note()
    lost: int = big(default=0)


class SimulationUse(Table, table=True):
    """What a run adds to a client's day (less than 0: takes off). `made`: the rollup had
    no row of that day."""

    __table_args__ = table_args(
        Index("simulation_use_of", "client_id", "day"),
        Index("simulation_use_on", "day", "client_id"),
        clustered=True,
    )

    run_id: int = big(primary_key=True)
    client_id: int = big(primary_key=True)
    day: int = big(primary_key=True)
    calls: int = big()
    logins: int = big()
    made: int = big(default=0)


class SimulatedClient(Table, table=True):
    """A client that some run in force has reached. `other` is what is derived of it
    without any run, as JSON, while the tables hold it with them (and the other way round
    while the runs are lifted); `since_day` is the first day of history that differs.
    `since` is JSON: what the runs made of the first days of calls and of logins, and what
    these were before."""

    __table_args__ = table_args(clustered=True)

    client_id: int = big(primary_key=True, foreign_key="client.id")
    since_day: int = big()
    other: str = note()
    since: str = note()
