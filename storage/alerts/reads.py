"""Reading alerts: open ones of a rule, the list, and one with all that is known."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from core.alerts.episodes import Standing
from core.alerts.types import Alert
from core.query.fields import FieldSet
from core.values.instants import from_micros
from storage.engine.params import as_list
from storage.engine.reader import Rows
from storage.query.columns import ColumnSql
from storage.query.listing import Listing
from storage.query.order import OrderKey
from storage.query.sorting import sort_keys

_SELECT = (
    "a.id, a.rule, a.severity, a.kind, a.subject, a.name, a.state, a.episode, a.opened_us,"
    " a.closed_us, a.rings, a.rung_us, a.who, a.acknowledged_us, a.snoozed_us, a.facts"
)
_RANK = (
    "(CASE a.severity WHEN 'critical' THEN 0 WHEN 'high' THEN 1 WHEN 'medium' THEN 2"
    " ELSE 3 END)"
)
_CLOSED = "(CASE WHEN a.open_key IS NULL THEN 1 ELSE 0 END)"


def open_of(
    rows: Rows, rule: str, subjects: Collection[str] | None = None
) -> dict[str, Standing]:
    """Open alerts of a rule by their subject; of some subjects, or all."""
    among, params = "", {"rule": rule}
    if subjects is not None:
        among = " AND open_key IN (SELECT value FROM texts(:keys))"
        params["keys"] = as_list(sorted(subjects))
    found = rows.rows(
        "SELECT id, open_key, state, rings, rung_us, snoozed_us FROM alert"
        f" WHERE rule = :rule AND open_key IS NOT NULL{among}",
        params,
    )
    return {row[1]: Standing(*row) for row in found}


def open_numbers(rows: Rows, rule: str) -> dict[str, int]:
    """Subject to its row in the store, of the open alerts of a rule."""
    found = rows.rows(
        "SELECT open_key, number FROM alert WHERE rule = ? AND open_key IS NOT NULL", (rule,)
    )
    return {str(row[0]): int(row[1]) for row in found}


def keys_of(rows: Rows, clients: Collection[int]) -> set[str]:
    """The public ids of clients."""
    found = rows.rows(
        "SELECT key FROM client WHERE id IN (SELECT value FROM ints(?))",
        (as_list(sorted(clients)),),
    )
    return {key for (key,) in found}


def open_counts(rows: Rows) -> dict[str, int]:
    """How many alerts of each rule stand open."""
    return dict(
        rows.rows("SELECT rule, count(*) FROM alert WHERE open_key IS NOT NULL GROUP BY rule")
    )


def open_of_rule(rows: Rows, rule: str) -> list[int]:
    """The numbers of the open alerts of a rule."""
    found = rows.rows(
        "SELECT id FROM alert WHERE rule = ? AND open_key IS NOT NULL ORDER BY id", (rule,)
    )
    return [number for (number,) in found]


def new_count(rows: Rows) -> int:
    """How many alerts nobody has taken yet."""
    return int(rows.value("SELECT count(*) FROM alert WHERE state = 'new'") or 0)


def alert_by_id(rows: Rows, number: int) -> Alert | None:
    row = rows.one(f"SELECT {_SELECT} FROM alert a WHERE a.id = ?", (number,))
    return None if row is None else alert(row)


def like_it(rows: Rows, rule: str, since_us: int) -> int:
    """How many alerts of a rule began since an instant."""
    return int(
        rows.value(
            "SELECT count(*) FROM alert WHERE rule = ? AND opened_us >= ?", (rule, since_us)
        )
        or 0
    )


def alert_columns() -> dict[str, ColumnSql]:
    """Where each field of the list lies."""
    return {
        "id": ColumnSql("('A-' || a.id)", nullable=False),
        "rule": ColumnSql("a.rule", nullable=False),
        "severity": ColumnSql("a.severity", order=_RANK, nullable=False),
        "state": ColumnSql("a.state", nullable=False),
        "kind": ColumnSql("a.kind", nullable=False),
        "subject": ColumnSql("a.subject", nullable=False),
        "name": ColumnSql("a.name", nullable=False),
        "opened": ColumnSql("a.opened_us", nullable=False),
        "closed": ColumnSql("a.closed_us"),
        "rings": ColumnSql("a.rings", nullable=False),
        "who": ColumnSql("a.who"),
    }


def alert_listing(
    fields: FieldSet,
    sort: Sequence[tuple[str, bool]],
    where: str,
    params: Mapping[str, Any],
) -> Listing:
    """The list of a query; by default open ones first, by severity, then the newest."""
    if sort:
        keys = sort_keys(sort, fields, alert_columns(), OrderKey("a.id"))
    else:
        keys = (
            OrderKey(_CLOSED),
            OrderKey(_RANK),
            OrderKey("a.opened_us", descending=True),
            OrderKey("a.id"),
        )
    return Listing(_SELECT, "alert a", where, keys, "a.id", params, table="alert")


def that_is_open(where: str) -> str:
    """A condition on alerts, narrowed to those that are not over."""
    return f"({where}) AND a.open_key IS NOT NULL"


def alert(row: Sequence[Any]) -> Alert:
    """A row of the list as its read model."""
    (
        number, rule, severity, kind, subject, name, state, episode, opened, closed, rings,
        rung, who, acknowledged, snoozed, facts,
    ) = row[:16]  # fmt: skip
    return Alert(
        id=number, rule=rule, severity=severity, kind=kind, subject=subject, name=name,
        state=state, episode=episode, opened=from_micros(opened), closed=_instant(closed),
        rings=rings, rung=from_micros(rung), who=who, acknowledged=_instant(acknowledged),
        snoozed_until=_instant(snoozed), facts=json.loads(facts),
    )  # fmt: skip


def _instant(micros: int | None) -> Any:
    return None if micros is None else from_micros(micros)
