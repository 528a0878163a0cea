"""What waits to be done: open tasks that are due, clients without a next step."""

from __future__ import annotations

from typing import Any

from core.desk.today import RENEWAL_DAYS, SILENT_DAYS
from core.desk.types import DueTask, Waiting
from core.values.money import Money
from storage.engine.reader import Rows
from storage.query.listing import Listing

_WAITS = (
    "c.live = 1 AND (c.tier = 'critical'"
    " OR (c.delta7 < 0 AND c.renews_day >= :today AND c.renews_day <= :renewal)"
    " OR c.last_seen_day <= :silent)"
    " AND NOT EXISTS (SELECT 1 FROM client_snooze z"
    "  WHERE z.client_id = c.id AND z.until_day >= :today)"
    " AND NOT EXISTS (SELECT 1 FROM task t WHERE t.client_id = c.id AND t.state = 'open')"
    " AND NOT EXISTS (SELECT 1 FROM interaction i WHERE i.client_id = c.id"
    "  AND i.kind <> 'note' AND i.at_us >= :talked)"
)


def due_tasks(
    rows: Rows, listing: Listing, today: int, until: int, owner: str | None, most: int
) -> list[DueTask]:
    """Open tasks up to day `until`, the earliest first: of one person, or where none is
    named of the clients of a list."""
    params: dict[str, Any] = {"until": until, "most": most}
    if owner is None:
        whose = f"t.client_id IN (SELECT c.id FROM {listing.relation} WHERE {listing.where})"
        params |= listing.params
    else:
        whose = "t.owner = :owner"
        params["owner"] = owner
    found = rows.rows(
        "SELECT t.id, c.key, c.name, t.text, t.owner, t.due_day, c.arr_minor, c.currency"
        " FROM task t JOIN client c ON c.id = t.client_id WHERE t.state = 'open'"
        f" AND t.due_day <= :until AND {whose} ORDER BY t.due_day, t.id LIMIT :most",
        params,
    )
    return [
        DueTask(f"T-{number}", key, name, text, who, int(due) - today, _money(minor, currency))
        for number, key, name, text, who, due, minor, currency in found
    ]


def waiting(
    rows: Rows, listing: Listing, today: int, talked_us: int, most: int
) -> tuple[list[Waiting], int]:
    """Those clients of a list that nobody has a next step for, the largest ARR first;
    and how many there are beyond `most`."""
    params = {
        **listing.params,
        "today": today,
        "renewal": today + RENEWAL_DAYS,
        "silent": today - SILENT_DAYS,
        "talked": talked_us,
    }
    where = f"({listing.where}) AND {_WAITS}"
    found = rows.rows(
        "SELECT c.key, c.name, c.owner, c.tier, c.score, c.delta7, c.renews_day,"
        f" c.last_seen_day, c.arr_minor, c.currency FROM {listing.relation} WHERE {where}"
        " ORDER BY c.arr_minor DESC, c.key LIMIT :most",
        {**params, "most": most},
    )
    more = 0
    if len(found) == most:
        total = rows.value(f"SELECT count(*) FROM {listing.relation} WHERE {where}", params)
        more = int(total) - most
    return [
        Waiting(
            key, name, owner, tier == "critical", score, delta7,
            None if renews is None else renews - today,
            None if seen is None else today - seen, _money(minor, currency),
        )
        for key, name, owner, tier, score, delta7, renews, seen, minor, currency in found
    ], more  # fmt: skip


def has_work(rows: Rows, who: str) -> bool:
    """Whether a person looks after a client, or has a task to do."""
    return bool(
        rows.value(
            "SELECT CASE WHEN EXISTS (SELECT 1 FROM client WHERE owner = :who)"
            " OR EXISTS (SELECT 1 FROM task WHERE owner = :who AND state = 'open')"
            " THEN 1 ELSE 0 END",
            {"who": who},
        )
    )


def _money(minor: int, currency: str | None) -> Money | None:
    return None if currency is None else Money(int(minor), currency)
