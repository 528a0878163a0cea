"""What follows from new facts: the use of each day, of the whole base, of the last
30 days, and the days on which a client was last in use. All in one transaction."""

from __future__ import annotations

from collections.abc import Collection

from core.health.types import WINDOW
from storage.clients.tables import Client
from storage.engine.unit import Unit, bulk_insert, bulk_update
from storage.events.growth import NEVER, NOT_YET, Days, Growth
from storage.events.reads import MEASURES, newest_use
from storage.events.tables import UsageDay, UsageSum

_MOVED = ("client_id", *MEASURES, "seen", "login", "calls_since", "logins_since")


def _sooner(measure: str) -> str:
    """SQL: whether a batch tells of a measure before anything else did."""
    return f"m.{measure}_since < coalesce(score.{measure}_since, {NOT_YET})"


_SINCE = ", ".join(
    f"{measure}_since = CASE WHEN {_sooner(measure)} THEN m.{measure}_since"
    f" ELSE score.{measure}_since END"
    for measure in MEASURES
)
_SOONER = " OR ".join(_sooner(measure) for measure in MEASURES)
# Clients whose window ends today: nearly always all of them. A row of which
# nothing changes is not written.
_WINDOWS = f"""
UPDATE score SET calls_30 = score.calls_30 + m.calls,
  logins_30 = score.logins_30 + m.logins, {_SINCE}
FROM moved_client m WHERE score.client_id = m.client_id AND score.window_day = :today
  AND (m.calls <> 0 OR m.logins <> 0 OR {_SOONER})
"""
_OTHERS = """
SELECT 1 FROM moved_client m JOIN score s ON s.client_id = m.client_id
WHERE s.window_day <> :today LIMIT 1
"""
_OTHER_SINCE = f"""
UPDATE score SET {_SINCE} FROM moved_client m
WHERE score.client_id = m.client_id AND score.window_day <> :today AND ({_SOONER})
"""
_OTHER_WINDOWS = f"""
UPDATE score SET calls_30 = score.calls_30 + moved.calls,
  logins_30 = score.logins_30 + moved.logins
FROM (SELECT m.client_id, sum(m.calls) AS calls, sum(m.logins) AS logins
      FROM moved_day m JOIN score s ON s.client_id = m.client_id AND s.window_day <> :today
        AND m.day BETWEEN s.window_day - {WINDOW - 1} AND s.window_day
      GROUP BY m.client_id) AS moved
WHERE score.client_id = moved.client_id
"""
_LAST_DAYS = f"""
UPDATE client SET
  last_seen_day = CASE WHEN m.seen > coalesce(client.last_seen_day, {NEVER}) THEN m.seen
    ELSE client.last_seen_day END,
  last_login_day = CASE WHEN m.login > coalesce(client.last_login_day, {NEVER}) THEN m.login
    ELSE client.last_login_day END
FROM moved_client m WHERE client.id = m.client_id
  AND (m.seen > coalesce(client.last_seen_day, {NEVER})
    OR m.login > coalesce(client.last_login_day, {NEVER}))
"""


def roll_up(unit: Unit, growth: Growth, today: int) -> None:
    """Add a batch to the rollup, the window sums and the last-seen days. `today`
    is the local day on which most windows end."""
    days = growth.days()
    _add_days(unit, days)
    clients, moved = days.by_client(today - WINDOW + 1, today)
    columns = (clients, *moved, *growth.since(clients))
    unit.stage(
        "moved_client",
        [(name, "int") for name in _MOVED],
        zip(*(column.tolist() for column in columns), strict=True),
    )
    unit.run(_WINDOWS, {"today": today})
    if unit.value(_OTHERS, {"today": today}) is not None:
        _move_other_windows(unit, days, today)
    unit.run(_LAST_DAYS)
    _look_again(unit, days.taken_from())


def _add_days(unit: Unit, days: Days) -> None:
    for model, keys, rows in (
        (UsageDay, ("day", "client_id"), days.rows()),
        (UsageSum, ("day",), days.by_day()),
    ):
        statement = bulk_insert(
            model, (*keys, *MEASURES), conflict="update", keys=keys, add=MEASURES
        )
        unit.bulk(statement, rows)


def _move_other_windows(unit: Unit, days: Days, today: int) -> None:
    """Clients whose windows a recompute has not turned to today yet."""
    names = ("day", "client_id", *MEASURES)
    unit.stage("moved_day", [(name, "int") for name in names], days.rows())
    unit.run(_OTHER_SINCE, {"today": today})
    unit.run(_OTHER_WINDOWS, {"today": today})


def _look_again(unit: Unit, clients: Collection[int]) -> None:
    """A day total that took use away may have emptied a client's last day."""
    if not clients:
        return
    newest = int(unit.value("SELECT coalesce(max(day), 0) FROM usage_day"))
    last = bulk_update(Client, ("id",), replace=("last_seen_day", "last_login_day"))
    found = newest_use(unit, list(clients), newest).items()
    unit.bulk(last, [(client, *days) for client, days in found])
