"""What people have put on clients: tags, snoozes, owners of their own choice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from core.desk.types import OwnOwner, Snooze
from storage.engine.params import as_list
from storage.engine.reader import Rows


def numbers_of(rows: Rows, keys: Iterable[str]) -> dict[str, int]:
    """Public ids to the store's own numbers; those that there are not are left out."""
    found = rows.rows(
        "SELECT key, id FROM client WHERE key IN (SELECT value FROM texts(?))", (as_list(keys),)
    )
    return {str(key): int(number) for key, number in found}


def tags_of(rows: Rows, client: int) -> tuple[str, ...]:
    """The tags of a client, in order."""
    found = rows.rows("SELECT tag FROM client_tag WHERE client_id = ? ORDER BY tag", (client,))
    return tuple(tag for (tag,) in found)


def snooze_of(rows: Rows, client: int, today: int) -> Snooze | None:
    """How long a client is left alone; None where it is not, or no longer."""
    row = rows.one(
        "SELECT until_day, why, who FROM client_snooze WHERE client_id = ? AND until_day >= ?",
        (client, today),
    )
    return None if row is None else Snooze(*row)


def own_owner_of(rows: Rows, client: int) -> OwnOwner | None:
    """Who set the owner of a client; None where the sources say it."""
    row = rows.one("SELECT who, imported FROM client_owner WHERE client_id = ?", (client,))
    return None if row is None else OwnOwner(*row)


def acted_among(
    rows: Rows, clients: Sequence[int], today: int
) -> dict[int, tuple[tuple[str, ...], int | None, bool]]:
    """Client to (its tags, the day up to which it is snoozed, whether somebody wrote
    about it), of all those asked for."""
    params = {"clients": as_list(clients), "today": today}
    ours = "client_id IN (SELECT value FROM ints(:clients))"
    tags: dict[int, list[str]] = {}
    for client, tag in rows.rows(
        f"SELECT client_id, tag FROM client_tag WHERE {ours} ORDER BY client_id, tag", params
    ):
        tags.setdefault(client, []).append(tag)
    snoozed = dict(
        rows.rows(
            f"SELECT client_id, until_day FROM client_snooze WHERE {ours}"
            " AND until_day >= :today",
            params,
        )
    )
    noted = {
        client
        for (client,) in rows.rows(
            f"SELECT DISTINCT client_id FROM interaction WHERE {ours}", params
        )
    }
    return {
        client: (tuple(tags.get(client, ())), snoozed.get(client), client in noted)
        for client in clients
    }


def owned_among(rows: Rows, clients: Iterable[int]) -> dict[int, Any]:
    """Those of some clients whose owner a person set, with who the sources say."""
    found = rows.rows(
        "SELECT client_id, imported FROM client_owner"
        " WHERE client_id IN (SELECT value FROM ints(?))",
        (as_list(clients),),
    )
    return {int(client): imported for client, imported in found}
