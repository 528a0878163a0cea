"""Reading runs of simulations, and whom they have reached."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from core.simulations.runs import IN_FORCE
from storage.engine.params import as_list
from storage.engine.reader import Rows

SOURCE = "simulation"
"""The source of incidents that a run opens. Their numbers are below 0."""
WROTE = "wrote"
"""Where a run that goes back keeps in `sums` what it had written: the rows are gone."""
MADE_UP = "i.id < 0"
"""The condition of such an incident `i`."""
COLUMNS = (
    "id", "name", "scenario", "whom", "who", "parameters", "seed", "spread_s", "length_s",
    "speed", "state", "position_s", "anchor_us", "at_us", "made_us", "clients", "done",
    "sums", "conflicts", "change_id", "undone_us", "undone_by",
)  # fmt: skip
_RUN = f"SELECT {', '.join(COLUMNS)} FROM simulation_run"
_FORCE = ", ".join(f"'{state}'" for state in IN_FORCE)


class StoredRun(NamedTuple):
    """A row of `simulation_run`."""

    id: int
    name: str
    scenario: str
    whom: str
    who: str
    parameters: str
    seed: int
    spread_s: int
    length_s: int | None
    speed: int
    state: str
    position_s: int
    anchor_us: int
    at_us: int
    made_us: int
    clients: int
    done: int
    sums: str
    conflicts: int
    change_id: int | None
    undone_us: int | None
    undone_by: str | None


class Wrote(NamedTuple):
    """What a run has written: incidents opened, calls and logins added; of a feed that is
    taken back, transactions."""

    incidents: int
    calls: int
    logins: int
    purchases: int = 0


def stored_run(rows: Rows, number: int) -> StoredRun | None:
    found = rows.one(f"{_RUN} WHERE id = ?", (number,))
    return None if found is None else StoredRun(*found)


def stored_runs(rows: Rows, most: int) -> list[StoredRun]:
    """The newest ones first."""
    return [StoredRun(*row) for row in rows.rows(f"{_RUN} ORDER BY id DESC LIMIT ?", (most,))]


def runs_in_force(rows: Rows) -> list[StoredRun]:
    """Runs that are not taken back, the oldest first."""
    found = rows.rows(f"{_RUN} WHERE state IN ({_FORCE}) ORDER BY id")
    return [StoredRun(*row) for row in found]


def wrote(rows: Rows, runs: Sequence[StoredRun]) -> dict[int, Wrote]:
    """What each of some runs has written; of one that goes back, what it had."""
    ids = {"ids": as_list([run.id for run in runs])}
    opened = dict(
        rows.rows(
            "SELECT run_id, count(*) FROM simulation_row WHERE added = 1"
            " AND table_name = 'incident' AND run_id IN (SELECT value FROM ints(:ids))"
            " GROUP BY run_id",
            ids,
        )
    )
    used = {
        run: (int(calls), int(logins))
        for run, calls, logins in rows.rows(
            "SELECT run_id, sum(calls), sum(logins) FROM simulation_use"
            " WHERE run_id IN (SELECT value FROM ints(:ids)) GROUP BY run_id",
            ids,
        )
    }
    return {
        run.id: _kept(run) or Wrote(int(opened.get(run.id, 0)), *used.get(run.id, (0, 0)))
        for run in runs
    }


def _kept(run: StoredRun) -> Wrote | None:
    found = json.loads(run.sums).get(WROTE)
    return None if found is None else Wrote(*found)


def simulated_among(rows: Rows, clients: Sequence[int]) -> set[int]:
    """Of some clients those whom a run in force has reached."""
    if not clients or not any_simulated(rows):
        return set()
    found = rows.rows(
        "SELECT client_id FROM simulated_client WHERE client_id IN (SELECT value FROM ints(?))",
        (as_list(clients),),
    )
    return {client for (client,) in found}


def any_simulated(rows: Rows) -> bool:
    """Whether a run in force has reached anybody."""
    return rows.value("SELECT 1 FROM simulated_client LIMIT 1") is not None


def simulated_count(rows: Rows) -> int:
    """How many clients runs in force have reached."""
    return int(rows.value("SELECT count(*) FROM simulated_client"))


def simulated_keys(rows: Rows, keys: Sequence[str]) -> set[str]:
    """Of some public ids of clients those whom a run in force has reached."""
    if not keys or not any_simulated(rows):
        return set()
    found = rows.rows(
        "SELECT c.key FROM client c JOIN simulated_client s ON s.client_id = c.id"
        " WHERE c.key IN (SELECT value FROM texts(?))",
        (as_list(keys),),
    )
    return {key for (key,) in found}


class RunClient(NamedTuple):
    """A client of a run: its checksums before and after, and its scores; `now` is the one
    that it has, `other` what is derived of it without any run (None: it is what it has)."""

    key: str
    name: str
    state: str
    before: str
    back: str
    score_before: int | None
    score_predicted: int | None
    score_measured: int | None
    now: int | None
    other: str | None


def run_clients(rows: Rows, number: int, most: int, after: str = "") -> list[RunClient]:
    """Clients that a run has reached, by their public ids."""
    found = rows.rows(
        "SELECT c.key, c.name, s.state, s.before, s.back, s.score_before, s.score_predicted,"
        " s.score_measured, c.score, m.other FROM simulation_client s"
        " JOIN client c ON c.id = s.client_id"
        " LEFT JOIN simulated_client m ON m.client_id = s.client_id"
        " WHERE s.run_id = :run AND s.state <> 'waiting' AND c.key > :after"
        " ORDER BY c.key LIMIT :most",
        {"run": number, "most": most, "after": after},
    )
    return [RunClient(*row) for row in found]


class Moved(NamedTuple):
    """A client that a run has reached: as it is, and in `other` what is derived of it
    without any run."""

    key: str
    name: str
    score: int | None
    tier: str
    arr: tuple[tuple[str, int], ...]
    other: str


def moved_most(rows: Rows, number: int, most: int) -> list[Moved]:
    """Clients that a run has reached and not let go, those whose score is farthest from
    that of before the run first."""
    found = rows.rows(
        "SELECT c.id, c.key, c.name, c.score, c.tier, m.other FROM simulation_client s"
        " JOIN client c ON c.id = s.client_id"
        " JOIN simulated_client m ON m.client_id = s.client_id"
        " WHERE s.run_id = :run AND s.state IN ('reached', 'over')"
        " ORDER BY abs(coalesce(c.score, 0) - coalesce(s.score_before, 0)) DESC, c.key"
        " LIMIT :most",
        {"run": number, "most": most},
    )
    arr: dict[int, list[tuple[str, int]]] = {row[0]: [] for row in found}
    for client, currency, minor in rows.rows(
        "SELECT client_id, currency, arr_minor FROM client_arr"
        " WHERE client_id IN (SELECT value FROM ints(?)) ORDER BY client_id, currency",
        (as_list(list(arr)),),
    ):
        arr[client].append((currency, int(minor)))
    return [
        Moved(key, name, score, tier, tuple(arr[client]), other)
        for client, key, name, score, tier, other in found
    ]


def changed_by_runs(rows: Rows, table: str, keys: Iterable[object]) -> list[int]:
    """Clients of whom a run in force has changed one of these rows."""
    found = rows.rows(
        "SELECT DISTINCT client_id FROM simulation_row WHERE added = 0"
        " AND table_name = :table AND row_key IN (SELECT value FROM texts(:keys))"
        " ORDER BY client_id",
        {"table": table, "keys": as_list([str(key) for key in keys])},
    )
    return [client for (client,) in found]
