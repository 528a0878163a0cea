"""What counts differently with the runs in force: clients both ways, incidents, use."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from core.clients.moved import Counted
from core.values.instants import date_of
from storage.engine.params import as_list
from storage.engine.reader import Rows
from storage.health.standings import CLIENT_SET
from storage.simulations.reads import MADE_UP

_GROUPS = ("owner", "plan", "industry", "country")
_TIER, _SCORE, _DELTA, _LIVE, _OPEN, _RENEWS = (
    CLIENT_SET.index(name)
    for name in ("tier", "score", "delta7", "live", "open_incidents", "renews_day")
)
_BOTH = f"""
SELECT c.id, {", ".join(f"c.{name}" for name in (*_GROUPS, *CLIENT_SET))}, m.other
FROM simulated_client m JOIN client c ON c.id = m.client_id ORDER BY m.client_id LIMIT ?
"""
_ARR = (
    "SELECT client_id, currency, arr_minor FROM client_arr"
    " WHERE client_id IN (SELECT value FROM ints(?)) ORDER BY client_id, currency"
)
_OF_GROUPS = (
    "SELECT DISTINCT c.{name} FROM simulated_client m JOIN client c ON c.id = m.client_id"
)
_OPENED = (
    "SELECT DISTINCT coalesce(i.severity, 'medium') FROM incident i"
    f" WHERE {MADE_UP} AND i.resolved_us IS NULL"
)
_RESOLVED = (
    "SELECT DISTINCT coalesce(i.severity, 'medium') FROM simulation_row r"
    " JOIN incident i ON i.id = CAST(r.row_key AS BIGINT) WHERE r.added = 0"
    " AND r.table_name = 'incident' AND r.body LIKE '%\"resolved_us\"%'"
)


def counted_both_ways(rows: Rows, most: int) -> list[tuple[Counted, Counted]] | None:
    """Simulated clients as (with runs, without); None: there are more than that."""
    found = rows.rows(_BOTH, (most + 1,))
    if len(found) > most:
        return None
    arr: dict[int, list[tuple[str, int]]] = {row[0]: [] for row in found}
    for client, currency, minor in rows.rows(_ARR, (as_list(list(arr)),)):
        arr[client].append((currency, minor))
    told = []
    for client, *values, text in found:
        groups = tuple(f"{name}:{value}" for name, value in zip(_GROUPS, values, strict=False))
        other = json.loads(text)
        now = _counted(values[len(_GROUPS) :], arr[client], groups)
        told.append((now, _counted(other["client"], other["arr"], groups)))
    return told


def _counted(
    row: Sequence[Any], arr: Sequence[Sequence[Any]], groups: tuple[str, ...]
) -> Counted:
    amounts = tuple((str(currency), int(minor)) for currency, minor in arr if minor)
    return Counted(
        bool(row[_LIVE]), row[_TIER], row[_SCORE], row[_DELTA], row[_OPEN], amounts,
        (*groups, _renews(row[_RENEWS])),
    )  # fmt: skip


def _renews(day: int | None) -> str:
    """The group of clients that renew in the same month."""
    return f"renews:{None if day is None else f'{date_of(day):%Y-%m}'}"


def groups_reached(rows: Rows) -> frozenset[str]:
    """The groups (`owner:ana`) of the clients that runs have reached."""
    found = {
        f"{name}:{value}"
        for name in _GROUPS
        for (value,) in rows.rows(_OF_GROUPS.format(name=name))
    }
    months = {_renews(day) for (day,) in rows.rows(_OF_GROUPS.format(name="renews_day"))}
    return frozenset(found | months)


def paid_otherwise(rows: Rows) -> bool:
    """Whether a run has changed what some client pays."""
    return (
        rows.value("SELECT 1 FROM simulation_row WHERE table_name = 'subscription' LIMIT 1")
        is not None
    )


def severities_moved(rows: Rows) -> frozenset[str]:
    """`severity:high` of incidents that runs have opened and that are open, or that runs
    have resolved."""
    found = {severity for sql in (_OPENED, _RESOLVED) for (severity,) in rows.rows(sql)}
    return frozenset(f"severity:{each}" for each in found)


def use_moved(rows: Rows) -> set[str]:
    """Of `calls` and `logins` those of which runs have added some or taken off."""
    return {
        name
        for name in ("calls", "logins")
        if rows.value(f"SELECT 1 FROM simulation_use WHERE {name} <> 0 LIMIT 1") is not None
    }


def use_of_client_moved(rows: Rows, client: int) -> bool:
    """Whether runs have added use to a client, or taken some off."""
    found = rows.value("SELECT 1 FROM simulation_use WHERE client_id = ? LIMIT 1", (client,))
    return found is not None
