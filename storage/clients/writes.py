"""Writing clients, their identities and subscriptions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from storage.clients.tables import Client, ClientArr, ClientIdentity, Subscription
from storage.engine.unit import Unit, bulk_insert, bulk_update

CLIENT_COLUMNS = (
    "id", "key", "name", "name_key", "industry", "country", "plan", "owner", "status",
    "timezone", "start_day", "end_day", "baseline_calls", "baseline_logins", "extra",
    "created_us",
)  # fmt: skip
_DERIVED_DEFAULTS = {
    "rev": 1,
    "arr_minor": 0,
    "health_rank": 101,
    "tier": "unknown",
    "partial": 0,
    "open_incidents": 0,
    "top_reason": "",
    "live": 1,
}
EDITABLE = CLIENT_COLUMNS[2:15]
SUBSCRIPTION_COLUMNS = (
    "source", "external_id", "client_id", "plan", "status", "trial", "start_day", "end_day",
    "amount_minor", "currency", "quantity", "period", "term_months", "known_us", "backfilled",
    "digest",
)  # fmt: skip


def insert_clients(
    unit: Unit, rows: Sequence[tuple[Any, ...]], created_us: int, *, live: bool = True
) -> None:
    """New clients (CLIENT_COLUMNS without the last), all of them live today or not;
    each needs a score row too (`insert_scores`)."""
    shared = {"created_us": created_us, **_DERIVED_DEFAULTS, "live": int(live)}
    columns = (*CLIENT_COLUMNS, *_DERIVED_DEFAULTS)
    unit.bulk(bulk_insert(Client, columns, shared=tuple(shared)), rows, tuple(shared.values()))


def update_clients(unit: Unit, updates: Mapping[int, Mapping[str, Any]]) -> None:
    """Set columns of clients and count their revisions on: client to new values."""
    by_columns: dict[tuple[str, ...], list[tuple[Any, ...]]] = defaultdict(list)
    for client, values in updates.items():
        by_columns[tuple(values)].append((client, *values.values(), 1))
    for columns, rows in by_columns.items():
        statement = bulk_update(Client, ("id",), replace=columns, add=("rev",))
        unit.bulk(statement, rows)


def put_identities(unit: Unit, rows: Iterable[tuple[str, str, int, str]]) -> None:
    """(source, external id, client, digest of what the source said last)."""
    statement = bulk_insert(
        ClientIdentity,
        ("source", "external_id", "client_id", "digest"),
        conflict="update",
        keys=("source", "external_id"),
        replace=("digest",),
    )
    unit.bulk(statement, list(rows))


def put_subscriptions(unit: Unit, rows: Sequence[tuple[Any, ...]]) -> None:
    """New or changed subscriptions (SUBSCRIPTION_COLUMNS), by source and id."""
    statement = bulk_insert(
        Subscription,
        SUBSCRIPTION_COLUMNS,
        conflict="update",
        keys=("source", "external_id"),
        replace=SUBSCRIPTION_COLUMNS[2:],
    )
    unit.bulk(statement, rows)


def put_arr(unit: Unit, client_id: int, amounts: Sequence[tuple[str, int]]) -> None:
    """Today's ARR of one client, an entry a currency; the old entries go."""
    unit.rows("DELETE FROM client_arr WHERE client_id = ?", (client_id,))
    statement = bulk_insert(ClientArr, ("client_id", "currency", "arr_minor"))
    unit.bulk(statement, [(client_id, *amount) for amount in amounts])
