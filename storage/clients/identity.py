"""Whom a source means: external ids to clients."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from storage.engine.params import as_list
from storage.engine.reader import Rows


def identities(
    rows: Rows, source: str, external_ids: Collection[str]
) -> dict[str, tuple[int, str]]:
    """External id to (client, digest), for those that are known."""
    found = rows.rows(
        "SELECT external_id, client_id, digest FROM client_identity"
        " WHERE source = ? AND external_id IN (SELECT value FROM texts(?))",
        (source, as_list(external_ids)),
    )
    return {external: (client, digest) for external, client, digest in found}


def client_ids(rows: Rows, source: str, external_ids: Collection[str]) -> dict[str, int]:
    """External id to client, for those that are known."""
    return dict(
        rows.rows(
            "SELECT external_id, client_id FROM client_identity"
            " WHERE source = ? AND external_id IN (SELECT value FROM texts(?))",
            (source, as_list(external_ids)),
        )
    )


def subscription_clients(
    rows: Rows, source: str, external_ids: Collection[str]
) -> dict[str, int]:
    """External id of a subscription to its client."""
    return dict(
        rows.rows(
            "SELECT external_id, client_id FROM subscription"
            " WHERE source = ? AND external_id IN (SELECT value FROM texts(?))",
            (source, as_list(external_ids)),
        )
    )


def digests(
    rows: Rows, table: str, source: str, external_ids: Collection[str]
) -> dict[str, tuple[int, str]]:
    """External id to (id, digest) in `subscription` or `incident`."""
    found = rows.rows(
        f"SELECT external_id, id, digest FROM {table}"
        " WHERE source = ? AND external_id IN (SELECT value FROM texts(?))",
        (source, as_list(external_ids)),
    )
    return {external: (row, digest) for external, row, digest in found}


def keys_in_use(rows: Rows, table: str, keys: Collection[str]) -> set[str]:
    """Which of these public ids are taken in `client` or `incident`."""
    found = rows.rows(
        f"SELECT key FROM {table} WHERE key IN (SELECT value FROM texts(?))",
        (as_list(keys),),
    )
    return {key for (key,) in found}


def next_id(rows: Rows, table: str) -> int:
    """The number that the next new row of a table gets. Rows of simulations have numbers
    below 0, so that those of facts are the same with a run as without."""
    return int(rows.value(f"SELECT coalesce(max(id), 0) + 1 FROM {table} WHERE id > 0"))


def editable_values(
    rows: Rows, clients: Collection[int], columns: Collection[str]
) -> dict[int, dict[str, Any]]:
    """The named columns of some clients as they are, by id."""
    return stored_values(rows, "client", clients, columns)


def stored_values(
    rows: Rows, table: str, ids: Collection[int], columns: Collection[str]
) -> dict[int, dict[str, Any]]:
    """The named columns of some rows of a table with an `id`, by that."""
    names = list(columns)
    found = rows.rows(
        f"SELECT id, {', '.join(names)} FROM {table}"
        " WHERE id IN (SELECT value FROM ints(?)) ORDER BY id",
        (as_list(ids),),
    )
    return {row[0]: dict(zip(names, row[1:], strict=True)) for row in found}
