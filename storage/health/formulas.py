"""The versions of the formula, and which one a past score was made with."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from core.health.types import FormulaVersion, HealthConfig
from core.values.instants import from_micros
from storage.audit.packing import unpacked
from storage.engine.params import as_list
from storage.engine.reader import Rows
from storage.health.config import current_config, read_config

_VERSIONS = """
SELECT v.version, v.body, c.at_us, c.actor, c.summary FROM score_config v
LEFT JOIN change_set c ON c.action = 'health.configure' AND c.target = v.version
"""
_TAKEN_BACK = """
SELECT r.after, c.at_us, c.actor, c.summary FROM change_set c JOIN change_row r
ON r.change_id = c.id AND r.table_name = 'setting' AND r.row_key = 'health.config'
WHERE c.action IN ('undo:health.configure', 'redo:health.configure', 'definition.apply',
  'undo:definition.apply', 'redo:definition.apply')
"""
# The row that stood at the end of the day; before the first row, the first. CROSS
# JOIN keeps the order of the loops: a client, then its own row.
_THEN = """
SELECT h.client_id, h.config FROM score i CROSS JOIN score_history h
WHERE i.client_id IN (SELECT value FROM ints(:ids)) AND h.client_id = i.client_id
  AND h.day = coalesce(
    (SELECT max(x.day) FROM score_history x WHERE x.client_id = i.client_id AND x.day <= :day),
    (SELECT min(x.day) FROM score_history x WHERE x.client_id = i.client_id))
"""


def formula_versions(rows: Rows) -> list[FormulaVersion]:
    """Every version that there was, the newest first."""
    current = current_config(rows)
    counts = dict(
        rows.rows("SELECT config, count(*) FROM score WHERE config <> '' GROUP BY config")
    )
    again = _taken_back(rows)
    found = {}
    for version, body, *by in rows.rows(_VERSIONS):
        at_us, actor, summary = again.get(version, by)
        found[version] = FormulaVersion(
            config=read_config(version, body),
            in_force=version == current.version,
            created=None if at_us is None else from_micros(at_us),
            actor=actor,
            changed=tuple(json.loads(summary).get("changed", ())) if summary else (),
            scores=counts.get(version, 0),
        )
    for version in {current.version, *counts} - found.keys():
        # The formula that every store begins with is written down with the first change.
        config = HealthConfig(version=version)
        found[version] = FormulaVersion(
            config, version == current.version, None, None, (), counts.get(version, 0)
        )
    return sorted(found.values(), key=lambda each: _number(each.config.version), reverse=True)


def _taken_back(rows: Rows) -> dict[str, Sequence[Any]]:
    """Versions that came of an undo or a redo, or of files that were applied: when, by
    whom, and its summary."""
    found: dict[str, Sequence[Any]] = {}
    for after, *by in rows.rows(_TAKEN_BACK):
        value = unpacked(after)
        if value is not None:
            found[str(value.get("value"))] = by
    return found


def formula_named(rows: Rows, version: str) -> HealthConfig | None:
    """A version that is or was in force; None: there is none of that name."""
    body = rows.value("SELECT body FROM score_config WHERE version = ?", (version,))
    if body is not None:
        return read_config(version, body)
    current = current_config(rows)
    return current if version == current.version else None


def only_one_formula(rows: Rows) -> bool:
    """Whether the store never had another formula than the one it began with."""
    return rows.value("SELECT 1 FROM score_config LIMIT 1") is None


def anything_scored(rows: Rows) -> bool:
    """Whether any client has been scored under any formula."""
    return rows.value("SELECT 1 FROM score WHERE config <> '' LIMIT 1") is not None


def formula_periods(
    rows: Rows, ends_us: Sequence[int], current: HealthConfig
) -> list[tuple[HealthConfig, int, int]]:
    """The formulas in force at ascending instants: (formula, from, to) in places of
    `ends_us`, `to` not included. The first formula counts from the beginning."""
    found = sorted(
        rows.rows("SELECT version, body, created_us FROM score_config"),
        key=lambda row: (row[2], _number(row[0])),
    )
    since = [(0 if at == 0 else us, read_config(v, body)) for at, (v, body, us) in
             enumerate(found)] or [(0, current)]  # fmt: skip
    periods: list[tuple[HealthConfig, int, int]] = []
    for place, end in enumerate(ends_us):
        config = next((each for us, each in reversed(since) if us <= end), since[0][1])
        if periods and periods[-1][0] == config:
            periods[-1] = (config, periods[-1][1], place + 1)
        else:
            periods.append((config, place, place + 1))
    return periods


def formulas_then(
    rows: Rows, ids: Sequence[int], day: int, otherwise: HealthConfig
) -> dict[str, tuple[HealthConfig, list[int]]]:
    """Clients by the formula that their history names for a day: version to (the
    formula, the clients in the order given). A client without any history counts
    under `otherwise`."""
    if only_one_formula(rows):
        return {otherwise.version: (otherwise, list(ids))}
    named = dict(rows.rows(_THEN, {"ids": as_list(ids), "day": day}))
    found: dict[str, tuple[HealthConfig, list[int]]] = {}
    for client in ids:
        version = named.get(client, otherwise.version)
        if version not in found:
            found[version] = (_config(rows, version, otherwise), [])
        found[version][1].append(client)
    return found


def formulas_by_day(
    rows: Rows, ids: Sequence[int], days: Sequence[int], otherwise: HealthConfig
) -> dict[int, tuple[HealthConfig, ...]]:
    """The same for days in ascending order: client to a formula a day."""
    if not days or only_one_formula(rows):
        return dict.fromkeys(ids, (otherwise,) * len(days))
    named: dict[int, list[tuple[int, str]]] = {client: [] for client in ids}
    for client, day, version in rows.rows(
        "SELECT client_id, day, config FROM score_history"
        " WHERE client_id IN (SELECT value FROM ints(?)) AND day <= ? ORDER BY client_id, day",
        (as_list(ids), days[-1]),
    ):
        named[client].append((day, version))
    later = [client for client, found in named.items() if not found]
    after = formulas_then(rows, later, days[-1], otherwise) if later else {}
    whole = {client: config for config, clients in after.values() for client in clients}
    known = {config.version: config for config, _ in after.values()}
    for version in {version for found in named.values() for _, version in found} - known.keys():
        known[version] = _config(rows, version, otherwise)
    return {
        client: _each_day(found, days, known) if found else (whole[client],) * len(days)
        for client, found in named.items()
    }


def _each_day(
    found: Sequence[tuple[int, str]], days: Sequence[int], known: Mapping[str, HealthConfig]
) -> tuple[HealthConfig, ...]:
    """The row that stood on each day; before the first row, the first."""
    configs, at = [], 0
    for day in days:
        while at + 1 < len(found) and found[at + 1][0] <= day:
            at += 1
        configs.append(known[found[at][1]])
    return tuple(configs)


def _config(rows: Rows, version: str, otherwise: HealthConfig) -> HealthConfig:
    if version == otherwise.version:
        return otherwise
    return formula_named(rows, version) or replace(HealthConfig(), version=version)


def _number(version: str) -> tuple[int, str]:
    tail = version.rpartition("/")[2]
    return (int(tail) if tail.isdecimal() else 0, version)
