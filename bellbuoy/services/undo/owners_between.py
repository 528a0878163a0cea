"""Owners of clients that sources spoke of while a change of them was in the middle.

An import leaves an owner that a person set, and writes what it says beside it; else it
writes the owner itself. So what it said stands on the other side of the change, and has
to come along where the change is taken back.
"""

from __future__ import annotations

from collections.abc import Sequence

from storage.audit.rows import rows_by_key
from storage.audit.steps import KeptRow
from storage.desk.many import as_imported, people_say
from storage.engine.unit import Unit


def owners_as_told(unit: Unit, rows: Sequence[KeptRow]) -> None:
    """After rows of a change were put back, where they stood as it left them."""
    from bellbuoy.services.desk.many import owners_follow

    owned = [row for row in rows if row.table == "client_owner"]
    came = [row.key for row in owned if row.before is None]
    # Its row says something newer than when the change made it: that is the owner.
    newer = sorted(map(int, rows_by_key(unit, "client_owner", came))) if came else []
    again = _people_again(unit, [row for row in owned if row.after is None], rows)
    clients = [*newer, *(client for client, _, _ in again)]
    if clients:
        with owners_follow(unit, clients):
            as_imported(unit, newer)
            people_say(unit, again)


def _people_again(
    unit: Unit, went: Sequence[KeptRow], rows: Sequence[KeptRow]
) -> list[tuple[int, str | None, str | None]]:
    """Whom people had set is the owner again, and what sources say stands beside:
    (client, owner, imported)."""
    if not went:
        return []
    own = {row.key: row.before for row in rows if row.table == "client"}
    now = rows_by_key(unit, "client", [row.key for row in went], ("owner",))
    told = []
    for row in went:
        imported = (row.before or {}).get("imported")
        before = (own.get(row.key) or {"owner": imported})["owner"]
        if row.key in now and now[row.key]["owner"] != before:
            told.append((int(row.key), before, now[row.key]["owner"]))
    return told
