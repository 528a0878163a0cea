"""Writing what many clients get at once: an owner, tags, a snooze."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from storage.clients.tables import Client
from storage.desk.tables import ClientOwner, ClientSnooze, ClientTag, Task
from storage.engine.params import as_list
from storage.engine.unit import Unit, bulk_delete, bulk_insert, bulk_update


def tag_key(client: int, tag: str) -> str:
    """The key of a client's tag."""
    return f"{client}:{tag}"


def give_owner(unit: Unit, clients: Sequence[int], owner: str | None, who: str) -> None:
    """An owner of a person's choice; what the sources said is kept beside it."""
    unit.run(
        "INSERT INTO client_owner (client_id, imported, who)"
        " SELECT id, owner, :who FROM client WHERE id IN (SELECT value FROM ints(:clients))"
        " ON CONFLICT (client_id) DO UPDATE SET who = excluded.who",
        {"clients": as_list(clients), "who": who},
    )
    unit.run(
        "UPDATE client SET owner = :owner WHERE id IN (SELECT value FROM ints(:clients))",
        {"clients": as_list(clients), "owner": owner},
    )


def as_imported(unit: Unit, clients: Sequence[int]) -> None:
    """The owner that the sources say, again, and from now on."""
    params = {"clients": as_list(clients)}
    unit.run(
        "UPDATE client SET owner = (SELECT o.imported FROM client_owner o"
        " WHERE o.client_id = client.id) WHERE id IN"
        " (SELECT o.client_id FROM client_owner o"
        "  WHERE o.client_id IN (SELECT value FROM ints(:clients)))",
        params,
    )
    unit.run(
        "DELETE FROM client_owner WHERE client_id IN (SELECT value FROM ints(:clients))", params
    )


def imported_says(unit: Unit, owners: Iterable[tuple[int, str | None]]) -> None:
    """What a source says of clients whose owner a person set: (client, owner)."""
    unit.bulk(bulk_update(ClientOwner, ("client_id",), replace=("imported",)), list(owners))


def people_say(unit: Unit, told: Sequence[tuple[int, str | None, str | None]]) -> None:
    """Whom people set as the owner of clients, and what sources say beside it: (client,
    owner, imported)."""
    unit.bulk(
        bulk_update(Client, ("id",), replace=("owner",)),
        [(client, owner) for client, owner, _ in told],
    )
    imported_says(unit, [(client, said) for client, _, said in told])


def hand_over(unit: Unit, tasks: Sequence[int], owner: str | None) -> None:
    """Tasks get another owner; their revisions count on."""
    statement = bulk_update(Task, ("id",), replace=("owner",), add=("rev",))
    unit.bulk(statement, [(task, owner, 1) for task in tasks])


def put_tags(
    unit: Unit, new: Sequence[tuple[int, str]], gone: Sequence[tuple[int, str]]
) -> None:
    """(client, tag) that come, and that go."""
    insert = bulk_insert(ClientTag, ("key", "client_id", "tag"))
    unit.bulk(insert, [(tag_key(client, tag), client, tag) for client, tag in new])
    delete = bulk_delete(ClientTag, ("key",))
    unit.bulk(delete, [(tag_key(client, tag),) for client, tag in gone])


def put_snoozes(unit: Unit, clients: Sequence[int], until: int, why: str, who: str) -> None:
    """Leave clients alone up to a day; a snooze of before is replaced."""
    statement = bulk_insert(
        ClientSnooze,
        ("client_id", "until_day", "why", "who"),
        conflict="update",
        keys=("client_id",),
        replace=("until_day", "why", "who"),
        shared=("until_day", "why", "who"),
    )
    unit.bulk(statement, [(client,) for client in clients], (until, why, who))


def wake(unit: Unit, clients: Sequence[int]) -> None:
    """End the snoozes of clients."""
    unit.run(
        "DELETE FROM client_snooze WHERE client_id IN (SELECT value FROM ints(?))",
        (as_list(clients),),
    )


def mark_many(unit: Unit, clients: Sequence[int], reason: str) -> None:
    """Put clients in the queue of the recompute, whose end looks at their alerts."""
    unit.run(
        "INSERT INTO changed_client (client_id, gen, reason)"
        " SELECT id, 1, :reason FROM client WHERE id IN (SELECT value FROM ints(:clients))"
        " ON CONFLICT (client_id) DO UPDATE SET gen = changed_client.gen + 1,"
        " reason = excluded.reason",
        {"clients": as_list(clients), "reason": reason},
    )
