"""What became of clients that followed a playbook, and of others like them."""

from __future__ import annotations

from core.playbooks.types import Ended
from storage.engine.reader import Rows

MOST = 60
"""Pairs of first and last day that are compared: the newest."""

_AT = (
    "(SELECT {what} FROM {table} h WHERE h.client_id = c.id AND h.day <= {day}"
    " ORDER BY h.day DESC LIMIT 1)"
)
_DAYS = (
    "SELECT DISTINCT start_day, end_day FROM playbook_follow WHERE playbook = :playbook"
    " AND ended_us IS NOT NULL AND outcome <> 'stopped'"
    " ORDER BY end_day DESC, start_day DESC LIMIT :most"
)


def _at(what: str, table: str, day: str) -> str:
    """What stood for a client at the end of a day: of the latest row at or before it."""
    return _AT.format(what=what, table=table, day=day)


_STOOD = (
    "SELECT c.id AS id,"
    f" {_at('h.tier', 'score_history', ':first')} AS tier,"
    f" {_at('h.score', 'score_history', ':first')} AS before,"
    f" {_at('h.score', 'score_history', ':last')} AS after,"
    f" coalesce({_at('h.arr_minor', 'arr_history', ':first')}, 0) AS arr_before,"
    f" coalesce({_at('h.arr_minor', 'arr_history', ':last')}, 0) AS arr_after"
    " FROM client c WHERE {whose}"
)
_ENDED = (
    "c.id IN (SELECT client_id FROM playbook_follow WHERE playbook = :playbook"
    " AND start_day = :first AND end_day = :last AND outcome <> 'stopped')"
)
_OTHERS = "c.id NOT IN (SELECT client_id FROM playbook_follow WHERE playbook = :playbook)"
_SUMS = (
    "SELECT tier, count(*), sum(after - before), sum(arr_before), sum(arr_after)"
    " FROM ({stood}) AS stood WHERE before IS NOT NULL AND after IS NOT NULL"
    " GROUP BY tier ORDER BY tier"
)


def ended(rows: Rows, playbook: str) -> tuple[list[Ended], int]:
    """Followers that ended, beside all others of their tier, by first and last day; and
    how many have no score on one of the days."""
    groups: list[Ended] = []
    compared = 0
    for first, last in rows.rows(_DAYS, {"playbook": playbook, "most": MOST}):
        asked = {"playbook": playbook, "first": first, "last": last}
        followers = _sums(rows, _ENDED, asked)
        if not followers:
            continue
        others = _sums(rows, _OTHERS, asked)
        for tier, (n, change, before, after) in followers.items():
            compared += n
            beside = others.get(tier, (0, 0, 0, 0))
            groups.append(Ended(n, change, before, after, *beside))
    return groups, _all_ended(rows, playbook) - compared


def _sums(
    rows: Rows, whose: str, asked: dict[str, object]
) -> dict[str, tuple[int, int, int, int]]:
    """Tier to (how many, points of health, ARR before, ARR after)."""
    sql = _SUMS.format(stood=_STOOD.format(whose=whose))
    return {
        tier: (int(n), int(change), int(before), int(after))
        for tier, n, change, before, after in rows.rows(sql, asked)
    }


def _all_ended(rows: Rows, playbook: str) -> int:
    return int(
        rows.value(
            "SELECT count(*) FROM playbook_follow WHERE playbook = ? AND ended_us IS NOT NULL"
            " AND outcome <> 'stopped'",
            (playbook,),
        )
    )
