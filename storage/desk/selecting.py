"""The clients that a person means, and what differs of them: read before a change."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from core.values.money import Money
from storage.engine.params import as_list
from storage.engine.reader import Rows
from storage.query.listing import Listing


def all_of(rows: Rows, listing: Listing) -> list[int]:
    """The store's own numbers of every row of a list, in order."""
    found = rows.rows(
        f"SELECT {listing.id_sql} FROM {listing.relation} WHERE {listing.where} ORDER BY 1",
        listing.params,
    )
    return [int(number) for (number,) in found]


def keys_of(rows: Rows, clients: Sequence[int]) -> list[str]:
    """The public ids of clients, in the order of their numbers."""
    found = rows.rows(
        "SELECT key FROM client WHERE id IN (SELECT value FROM ints(?)) ORDER BY id",
        (as_list(clients),),
    )
    return [str(key) for (key,) in found]


def named(rows: Rows, clients: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Client to (public id, name)."""
    found = rows.rows(
        "SELECT id, key, name FROM client WHERE id IN (SELECT value FROM ints(?))",
        (as_list(clients),),
    )
    return {int(number): (key, name) for number, key, name in found}


def arr_of(rows: Rows, clients: Sequence[int]) -> tuple[Money, ...]:
    """What clients pay together, one entry a currency."""
    found = rows.rows(
        "SELECT currency, sum(arr_minor) FROM client_arr"
        " WHERE client_id IN (SELECT value FROM ints(?)) GROUP BY currency ORDER BY currency",
        (as_list(clients),),
    )
    return tuple(Money(int(minor), currency) for currency, minor in found)


def owners(rows: Rows, clients: Sequence[int]) -> dict[int, str | None]:
    """Client to its owner."""
    found = rows.rows(
        "SELECT id, owner FROM client WHERE id IN (SELECT value FROM ints(?))",
        (as_list(clients),),
    )
    return {int(number): owner for number, owner in found}


def tags(rows: Rows, clients: Sequence[int], among: Collection[str]) -> dict[int, set[str]]:
    """Client to those of some tags that it has; who has none is left out."""
    found: dict[int, set[str]] = {}
    for client, tag in rows.rows(
        "SELECT client_id, tag FROM client_tag"
        " WHERE client_id IN (SELECT value FROM ints(:clients))"
        " AND tag IN (SELECT value FROM texts(:tags))",
        {"clients": as_list(clients), "tags": as_list(sorted(among))},
    ):
        found.setdefault(int(client), set()).add(tag)
    return found


def snoozes(rows: Rows, clients: Sequence[int]) -> dict[int, tuple[int, str]]:
    """Client to (until, why) of those that are snoozed, or were."""
    found = rows.rows(
        "SELECT client_id, until_day, why FROM client_snooze"
        " WHERE client_id IN (SELECT value FROM ints(?))",
        (as_list(clients),),
    )
    return {int(client): (int(until), why) for client, until, why in found}


def tasks_along(rows: Rows, clients: Sequence[int], owner: str | None) -> list[int]:
    """The open tasks of clients that belong to the owner of their client, and so go
    over to `owner` with it."""
    found = rows.rows(
        "SELECT t.id FROM task t JOIN client c ON c.id = t.client_id"
        " WHERE t.client_id IN (SELECT value FROM ints(:clients)) AND t.state = 'open'"
        " AND t.owner = c.owner AND t.owner IS DISTINCT FROM :owner ORDER BY t.id",
        {"clients": as_list(clients), "owner": owner},
    )
    return [int(number) for (number,) in found]
