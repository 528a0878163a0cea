"""What is derived of a client, packed: as it is with runs, and as it is without any.

The tables hold one of both, `simulated_client.other` the other one; `swap` changes them
over, and the counters of the base follow.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from core.health.week import ASK
from storage.engine.params import as_list
from storage.engine.reader import Rows
from storage.engine.unit import bulk_delete, bulk_insert, bulk_update
from storage.health.facets import following_facets
from storage.health.rewrites import put_history, put_lives
from storage.health.score_days import Days, add_days, add_steps, running, steps_of
from storage.health.standings import (
    CLIENT_SET,
    SCORE_SET,
    kept_history,
    kept_lives,
)
from storage.health.tables import ArrHistory, Score, ScoreHistory
from storage.simulations.tables import SimulatedClient

if TYPE_CHECKING:
    from storage.engine.unit import Unit

_SCORED = (*SCORE_SET, "scored_us", "run_id", "week")
_FAR = 2**40
_KEYS = ("client_id", "day")
Derived = dict[str, Any]
"""`client`, `score` (columns), `window` (the day that `week` is of), `arr`, `history`,
`lives` (rows)."""


def derived_of(rows: Rows, since: Mapping[int, int]) -> dict[int, Derived]:
    """What is derived of clients now; history from the day that `since` gives."""
    ids = sorted(since)
    wanted = {"ids": as_list(ids)}
    first = min(since.values())
    picked = ", ".join([f"c.{name}" for name in CLIENT_SET] + [f"s.{name}" for name in _SCORED])
    found: dict[int, Derived] = {}
    for client, window, *values in rows.rows(
        f"SELECT c.id, s.window_day, {picked} FROM client c JOIN score s ON s.client_id = c.id"
        " WHERE c.id IN (SELECT value FROM ints(:ids)) ORDER BY c.id",
        wanted,
    ):
        found[client] = {
            "client": values[: len(CLIENT_SET)], "score": values[len(CLIENT_SET) :],
            "window": window, "arr": [], "history": [], "lives": [],
        }  # fmt: skip
    for client, *amount in rows.rows(
        "SELECT client_id, currency, arr_minor FROM client_arr"
        " WHERE client_id IN (SELECT value FROM ints(:ids)) ORDER BY client_id, currency",
        wanted,
    ):
        found[client]["arr"].append(amount)
    for name, kept in (
        ("history", kept_history(rows, ids, first, _FAR)),
        ("lives", kept_lives(rows, ids, first, _FAR)),
    ):
        for client, by_day in kept.items():
            found[client][name] = [
                list(row) for day, row in by_day.items() if day >= since[client]
            ]
    return found


def swap(unit: Unit, ids: Sequence[int], newest: int) -> None:
    """Change what the tables hold of these clients for the other one. `newest` is the
    newest day that is counted."""
    kept = {
        client: (since, json.loads(other))
        for client, since, other in unit.rows(
            "SELECT client_id, since_day, other FROM simulated_client"
            " WHERE client_id IN (SELECT value FROM ints(?)) ORDER BY client_id",
            (as_list(ids),),
        )
    }
    if not kept:
        return
    since = {client: day for client, (day, _) in kept.items()}
    now = derived_of(unit, since)
    wanted = {client: _turned(other, now[client]) for client, (_, other) in kept.items()}
    steps: Days = {}
    add_steps(steps, steps_of(unit, sorted(kept)), -1)
    with following_facets(unit, sorted(kept)):
        _put(unit, wanted, now)
    add_steps(steps, steps_of(unit, sorted(kept)))
    add_days(unit, dict(running(steps, range(min(since.values()), newest + 1))))
    statement = bulk_update(SimulatedClient, ("client_id",), replace=("other",))
    unit.bulk(statement, [(client, json.dumps(told)) for client, told in now.items()])


def _turned(other: Derived, now: Derived) -> Derived:
    """A week is that of a day: on another one it has to be asked anew."""
    if other["window"] == now["window"]:
        return other
    return {**other, "score": [*other["score"][:-1], ASK], "window": now["window"]}


def _put(unit: Unit, wanted: Mapping[int, Derived], now: Mapping[int, Derived]) -> None:
    """Write what differs."""
    from storage.clients.tables import Client, ClientArr

    def differing(name: str) -> list[int]:
        return [client for client, told in wanted.items() if told[name] != now[client][name]]

    unit.bulk(
        bulk_update(Client, ("id",), replace=CLIENT_SET),
        [(client, *wanted[client]["client"]) for client in differing("client")],
    )
    unit.bulk(
        bulk_update(Score, ("client_id",), replace=_SCORED),
        [(client, *wanted[client]["score"]) for client in differing("score")],
    )
    paying = differing("arr")
    unit.bulk(bulk_delete(ClientArr, ("client_id",)), [(client,) for client in paying])
    unit.bulk(
        bulk_insert(ClientArr, ("client_id", "currency", "arr_minor")),
        [(client, *amount) for client in paying for amount in wanted[client]["arr"]],
    )
    for name, model in (("history", ScoreHistory), ("lives", ArrHistory)):
        moved = differing(name)
        gone = [(client, row[1]) for client in moved for row in now[client][name]]
        unit.bulk(bulk_delete(model, _KEYS), gone)
        rows = [tuple(row) for client in moved for row in wanted[client][name]]
        (put_history if name == "history" else put_lives)(unit, rows)


def begin_with(unit: Unit, ids: Sequence[int], day: int) -> None:
    """Keep what these clients are without any run, of whom no run had reached any."""
    if not ids:
        return
    found = derived_of(unit, dict.fromkeys(ids, day))
    unit.bulk(
        bulk_insert(SimulatedClient, ("client_id", "since_day", "other", "since")),
        [(client, day, json.dumps(told), "{}") for client, told in found.items()],
    )


def begin_earlier(unit: Unit, ids: Sequence[int], day: int) -> None:
    """Where the clock was set back, history differs from an earlier day on: what is there
    of the days between is what it is without any run, and with them too."""
    late = unit.rows(
        "SELECT client_id, since_day, other FROM simulated_client WHERE since_day > :day"
        " AND client_id IN (SELECT value FROM ints(:ids))",
        {"day": day, "ids": as_list(ids)},
    )
    if not late:
        return
    clients = [client for client, _, _ in late]
    before = {
        "history": kept_history(unit, clients, day, _FAR),
        "lives": kept_lives(unit, clients, day, _FAR),
    }
    rows = []
    for client, since, text in late:
        other = json.loads(text)
        for name, kept in before.items():
            between = [list(row) for at, row in kept.get(client, {}).items() if at < since]
            other[name] = [*between, *other[name]]
        rows.append((client, day, json.dumps(other)))
    statement = bulk_update(SimulatedClient, ("client_id",), replace=("since_day", "other"))
    unit.bulk(statement, rows)


def done_with(unit: Unit, ids: Sequence[int]) -> None:
    """No run in force reaches these clients any more."""
    statement = bulk_delete(SimulatedClient, ("client_id",))
    unit.bulk(statement, [(client,) for client in ids])
