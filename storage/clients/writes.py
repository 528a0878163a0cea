"""Writing clients, their identities and subscriptions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from storage.clients.tables import Client, ClientArr, ClientIdentity, Subscription
from storage.engine.unit import Unit, bulk_insert

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
}
EDITABLE = CLIENT_COLUMNS[2:15]
SUBSCRIPTION_COLUMNS = (
    "source", "external_id", "client_id", "plan", "status", "trial", "start_day", "end_day",
    "amount_minor", "currency", "quantity", "period", "term_months", "known_us", "backfilled",
    "digest",
)  # fmt: skip


def insert_clients(unit: Unit, rows: Sequence[tuple[Any, ...]]) -> None:
    """New clients (CLIENT_COLUMNS); each needs a score row too (`insert_scores`)."""
    columns = (*CLIENT_COLUMNS, *_DERIVED_DEFAULTS)
    defaults = tuple(_DERIVED_DEFAULTS.values())
    unit.bulk(bulk_insert(Client, columns), [(*row, *defaults) for row in rows])


def update_client(unit: Unit, client_id: int, values: Mapping[str, Any]) -> None:
    """Set columns of one client and count its revision on."""
    assignments = ", ".join(f"{name} = :{name}" for name in values)
    unit.rows(
        f"UPDATE client SET {assignments}, rev = rev + 1 WHERE id = :client_id",
        {**values, "client_id": client_id},
    )


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
