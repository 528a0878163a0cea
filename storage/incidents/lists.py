"""The incident list, and the incidents of one client, as they stood at a moment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.health.penalty import incident_penalty
from core.incidents.status import status_at
from core.incidents.types import Incident
from core.query.fields import FieldSet
from core.values.instants import from_micros
from storage.engine.reader import Rows
from storage.query.columns import ColumnSql
from storage.query.listing import Listing
from storage.query.order import OrderKey
from storage.query.sorting import sort_keys
from storage.query.strides import sources_of

_SELECT = (
    "i.id, i.key, i.client_id, c.key, c.name, i.title, i.severity, i.status, i.opened_us,"
    " i.acknowledged_us, i.resolved_us, i.closed_us, i.resolution, i.impact, i.source,"
    " i.external_id, i.excluded_by"
)
_FROM = "incident i JOIN client c ON c.id = i.client_id"
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
    """The list of a query; by default open first, by severity, then the oldest.
    What became known after `known_us` is left out."""
    if sort:
        keys = sort_keys(sort, fields, incident_columns(past), OrderKey("i.id"))
    else:
        rank = f"({OPEN_RANK})" if past else "i.open_rank"
        keys = (
            OrderKey(rank),
            OrderKey("i.severity_rank"),
            OrderKey("i.opened_us"),
            OrderKey("i.id"),
        )
    where = f"i.opened_us <= :now AND ({where})" if past else where
    if known_us is not None:
        where, params = f"i.known_us <= :known AND ({where})", {**params, "known": known_us}
    return Listing(_SELECT, _FROM, where, keys, "i.id", {**params, "now": now_us})


def incident(row: Sequence[Any], now_us: int, window_us: int) -> Incident:
    """A row of the listing as its read model, as it stood at a moment."""
    (
        number, key, client, client_key, client_name, title, severity, status, opened,
        acknowledged, resolved, closed, resolution, impact, source, external, excluded,
    ) = row[:17]  # fmt: skip

    def seen(micros: int | None) -> Any:
        return None if micros is None or micros > now_us else from_micros(micros)

    return Incident(
        id=number, key=key, client_id=client, client_key=client_key,
        client_name=client_name, title=title, severity=severity,
        status=status_at(status, acknowledged, resolved, closed, now_us),
        opened=from_micros(opened), acknowledged=seen(acknowledged), resolved=seen(resolved),
        closed=seen(closed), resolution=resolution if seen(resolved) else None, impact=impact,
        source=source, external_id=external,
        penalty=incident_penalty(
            severity, opened, resolved, resolution, now_us, window_us, excluded is not None
        ),
    )  # fmt: skip


def incidents_of(
    rows: Rows,
    client_id: int,
    now_us: int,
    window_us: int,
    *,
    known_us: int | None = None,
    limit: int = 500,
) -> list[Incident]:
    """The incidents of one client that had opened by a moment, newest first, and
    were known by `known_us`."""
    found = rows.rows(
        f"SELECT {_SELECT} FROM {_FROM} WHERE i.client_id = :client AND i.opened_us <= :now"
        " AND (:known IS NULL OR i.known_us <= :known)"
        " ORDER BY i.opened_us DESC, i.id DESC LIMIT :limit",
        {"client": client_id, "now": now_us, "known": known_us, "limit": limit},
    )
    return [incident(row, now_us, window_us) for row in found]


def incident_by_key(
    rows: Rows, key: str, known_us: int | None = None
) -> tuple[Any, ...] | None:
    """A raw row by public id, else by its id in a source; known by `known_us`."""
    known = "(:known IS NULL OR i.known_us <= :known) ORDER BY i.id LIMIT 1"
    for statement in (
        f"SELECT {_SELECT} FROM {_FROM} WHERE i.key = :key AND {known}",
        f"{sources_of('incident')} SELECT {_SELECT} FROM named n JOIN incident i"
        " ON i.source = n.source AND i.external_id = :key"
        f" JOIN client c ON c.id = i.client_id WHERE {known}",
    ):
        row = rows.one(statement, {"key": key, "known": known_us})
        if row is not None:
            return row
    return None
