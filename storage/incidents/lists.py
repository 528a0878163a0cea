"""The incident list, and the incidents of one client, as they stood at a moment."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from core.incidents.types import Incident
from core.query.fields import FieldSet
from storage.engine.reader import Rows
from storage.incidents.clocks_sql import DUE, PAST_DUE, clock_columns
from storage.incidents.components import components_of
from storage.incidents.rows import ARR, REPEATS, affected_by, incident, selected
from storage.query.columns import ColumnSql
from storage.query.listing import Listing
from storage.query.order import OrderKey
from storage.query.sorting import sort_keys
from storage.query.strides import sources_of
from storage.simulations.reads import simulated_among

_CLIENT = 2
"""Where a raw row has the number of its first client."""
_FROM = "incident i JOIN client c ON c.id = i.client_id"
_OF_CLIENT = re.compile(r"\bc\.")
# The status at :now, as core.incidents.status.status_at has it; a test compares them.
STATUS = """CASE
 WHEN i.closed_us <= :now THEN 'closed'
 WHEN i.resolved_us <= :now THEN
   CASE WHEN i.status = 'closed' AND i.closed_us IS NULL THEN 'closed' ELSE 'resolved' END
 WHEN i.status IN ('open', 'pending') THEN i.status
 WHEN i.acknowledged_us IS NULL THEN
   CASE WHEN i.status = 'acknowledged' THEN 'acknowledged' ELSE 'open' END
 WHEN i.acknowledged_us <= :now THEN 'acknowledged'
 ELSE 'open' END"""
_AFFECTED = (
    "SELECT i.client_id AS id UNION ALL SELECT l.client_id FROM incident_client l"
    " WHERE l.incident_id = i.id AND l.client_id <> i.client_id"
)
OPEN = "i.open_rank = 0"
"""What is not over today: the beginning of an index."""
OPEN_RANK = "CASE WHEN i.resolved_us <= :now OR i.closed_us <= :now THEN 1 ELSE 0 END"


def incident_columns(past: bool) -> dict[str, ColumnSql]:
    """Where each field of the query language lies. Today the stored status and
    rank serve, which an index holds; at a past moment both are derived."""
    return {
        "id": ColumnSql("i.key", nullable=False),
        "title": ColumnSql("i.title", nullable=False),
        "client": ColumnSql("c.key", folded="c.name_key", name="c.name", nullable=False),
        "severity": ColumnSql("i.severity", order="i.severity_rank"),
        "status": ColumnSql(f"({STATUS})" if past else "i.status", nullable=False),
        "opened": ColumnSql("i.opened_us", nullable=False),
        "acknowledged": ColumnSql(_until_now("i.acknowledged_us", past)),
        "resolved": ColumnSql(_until_now("i.resolved_us", past)),
        "closed": ColumnSql(_until_now("i.closed_us", past)),
        "resolution": ColumnSql(
            "CASE WHEN i.resolved_us <= :now THEN i.resolution END" if past else "i.resolution"
        ),
        "impact": ColumnSql("i.impact"),
        "source": ColumnSql("i.source", nullable=False),
        **clock_columns(past),
        "owner": ColumnSql("i.owner"),
        "clients": ColumnSql("(i.linked + 1)", nullable=False),
        "affects": ColumnSql(
            "ac.key",
            order="(SELECT ac.key FROM client ac WHERE ac.id = i.client_id)",
            among=f"({_AFFECTED}) AS af JOIN client ac ON ac.id = af.id WHERE 1 = 1",
        ),
        "component": ColumnSql(
            "ic.component",
            order="(SELECT min(ic.component) FROM incident_component ic"
            " WHERE ic.incident_id = i.id)",
            among="incident_component ic WHERE ic.incident_id = i.id",
            group="gc.component",
        ),
        **_of_clients(past),
        "parent": ColumnSql("(SELECT o.key FROM incident o WHERE o.id = i.parent_id)"),
        "reopened": ColumnSql("i.reopen_count", nullable=False),
        "repeats": ColumnSql(REPEATS, nullable=False),
    }


def _of_clients(past: bool) -> dict[str, ColumnSql]:
    """What is behind the first client, today: of a past day it is not told."""
    if past:
        none = ColumnSql("CAST(NULL AS BIGINT)")
        money = ColumnSql("CAST(NULL AS BIGINT)", currency="CAST(NULL AS TEXT)")
        return {"arr": money, "health": none, "renews": none}
    return {
        "arr": ColumnSql(f"({ARR})", currency="c.currency"),
        "health": ColumnSql("c.score"),
        "renews": ColumnSql("c.renews_day"),
    }


def _until_now(column: str, past: bool) -> str:
    return f"(CASE WHEN {column} <= :now THEN {column} END)" if past else column


def incident_listing(
    fields: FieldSet,
    sort: Sequence[tuple[str, bool]],
    where: str,
    params: dict[str, Any],
    *,
    past: bool,
    now_us: int,
    known_us: int | None = None,
) -> Listing:
    """The list of a query; by default what breaches next: open first, by the moment at
    which the next clock runs out, then by severity, then the oldest. What became known
    after `known_us` is left out."""
    if sort:
        keys = sort_keys(sort, fields, incident_columns(past), OrderKey("i.id"))
    else:
        rank = f"({OPEN_RANK})" if past else "i.open_rank"
        keys = (
            OrderKey(rank),
            OrderKey(PAST_DUE if past else DUE),
            OrderKey("i.severity_rank"),
            OrderKey("i.opened_us"),
            OrderKey("i.id"),
        )
    where = f"i.opened_us <= :now AND ({where})" if past else where
    if known_us is not None:
        where, params = f"i.known_us <= :known AND ({where})", {**params, "known": known_us}
    params = {**params, "now": now_us}
    alone = not any(_OF_CLIENT.search(sql) for sql in (where, *(key.sql for key in keys)))
    narrow = "incident i" if alone else ""
    return Listing(selected(past), _FROM, where, keys, "i.id", params, narrow, "incident")


def incidents_of(
    rows: Rows,
    client_id: int,
    now_us: int,
    window_us: int,
    *,
    known_us: int | None = None,
    limit: int = 500,
    past: bool = False,
) -> list[Incident]:
    """The incidents of one client, and those linked to it, that had opened by a moment,
    newest first, and were known by `known_us`."""
    found = rows.rows(
        f"SELECT {selected(past)} FROM {_FROM} WHERE i.id IN (SELECT o.id FROM incident o"
        " WHERE o.client_id = :client UNION SELECT l.incident_id FROM incident_client l"
        " WHERE l.client_id = :client AND (:known IS NULL OR l.known_us <= :known))"
        " AND i.opened_us <= :now AND (:known IS NULL OR i.known_us <= :known)"
        " ORDER BY i.opened_us DESC, i.id DESC LIMIT :limit",
        {"client": client_id, "now": now_us, "known": known_us, "limit": limit},
    )
    return incidents(rows, found, now_us, window_us)


def incidents(
    rows: Rows, raw: Sequence[tuple[Any, ...]], now_us: int, window_us: int
) -> list[Incident]:
    """Raw rows as read models, with whom they hurt beside the first client, and where."""
    hurt, parts = affected_by(rows, raw), components_of(rows, [row[0] for row in raw])
    reached = simulated_among(rows, sorted({row[_CLIENT] for row in raw}))
    return [
        incident(
            row, now_us, window_us, hurt.get(row[0], ()), parts.get(row[0], ()),
            of_simulated=row[_CLIENT] in reached,
        )
        for row in raw
    ]  # fmt: skip


def incident_by_key(
    rows: Rows, key: str, now_us: int, known_us: int | None = None, *, past: bool = False
) -> tuple[Any, ...] | None:
    """A raw row by public id, else by its id in a source; known by `known_us`."""
    known = "(:known IS NULL OR i.known_us <= :known) ORDER BY i.id LIMIT 1"
    for statement in (
        f"SELECT {selected(past)} FROM {_FROM} WHERE i.key = :key AND {known}",
        f"{sources_of('incident')} SELECT {selected(past)} FROM named n JOIN incident i"
        " ON i.source = n.source AND i.external_id = :key"
        f" JOIN client c ON c.id = i.client_id WHERE {known}",
    ):
        row = rows.one(statement, {"key": key, "now": now_us, "known": known_us})
        if row is not None:
            return row
    return None
