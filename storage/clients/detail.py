"""Reading one client: who it is, what it pays, how it is used."""

from __future__ import annotations

from typing import Any, NamedTuple

from core.values.money import Money
from core.values.text import fold
from storage.engine.params import as_list
from storage.engine.reader import Rows
from storage.query.strides import sources_of


class ClientRecord(NamedTuple):
    """The columns of one client that only its detail shows."""

    id: int
    key: str
    name: str
    timezone: str | None
    start_day: int | None
    end_day: int | None
    plan: str | None
    baseline_calls: int | None
    baseline_logins: int | None
    extra: str | None
    config: str
    scored_us: int | None
    run_id: int | None


def client_record(rows: Rows, client_id: int) -> ClientRecord | None:
    """One client by the store's own number."""
    row = rows.one(
        "SELECT c.id, c.key, c.name, c.timezone, c.start_day, c.end_day, c.plan,"
        " c.baseline_calls, c.baseline_logins, c.extra, s.config, s.scored_us, s.run_id"
        " FROM client c JOIN score s ON s.client_id = c.id WHERE c.id = ?",
        (client_id,),
    )
    return None if row is None else ClientRecord(*row)


def find_clients(rows: Rows, name: str, limit: int = 6) -> list[tuple[int, str, str]]:
    """(id, key, name) of the clients that `name` may mean, best kind of match
    first: the public id, an id in a source, the whole name, its beginning."""
    folded = fold(name)
    attempts: tuple[tuple[str, Any], ...] = (
        ("SELECT id, key, name FROM client WHERE key = ?", (name,)),
        (
            f"{sources_of('client_identity')} SELECT c.id, c.key, c.name FROM named n"
            " JOIN client_identity i ON i.source = n.source AND i.external_id = ?"
            " JOIN client c ON c.id = i.client_id ORDER BY i.source LIMIT ?",
            (name, limit),
        ),
        (
            "SELECT id, key, name FROM client WHERE name_key = ? ORDER BY key LIMIT ?",
            (folded, limit),
        ),
        (
            "SELECT id, key, name FROM client WHERE name_key >= ? AND name_key < ?"
            " ORDER BY name_key, key LIMIT ?",
            (folded, folded + "\U0010ffff", limit),
        ),
    )
    for statement, params in attempts:
        if found := rows.rows(statement, params):
            return [(client, key, text) for client, key, text in found]
    return []


def names_starting(rows: Rows, start: str, limit: int) -> list[str]:
    """Public ids and names that begin so, for completion."""
    folded = fold(start)
    by_key = rows.rows(
        "SELECT key FROM client WHERE key >= ? AND key < ? ORDER BY key LIMIT ?",
        (start, start + "\U0010ffff", limit),
    )
    by_name = rows.rows(
        "SELECT name FROM client WHERE name_key >= ? AND name_key < ?"
        " ORDER BY name_key LIMIT ?",
        (folded, folded + "\U0010ffff", limit),
    )
    return [text for (text,) in [*by_key, *by_name]][:limit]


def identities_of(rows: Rows, client_id: int) -> tuple[tuple[str, str], ...]:
    """(source, external id), by source."""
    found = rows.rows(
        "SELECT source, external_id FROM client_identity WHERE client_id = ?"
        " ORDER BY source, external_id",
        (client_id,),
    )
    return tuple((source, external) for source, external in found)


def usage_days(
    rows: Rows, client_id: int, first_day: int, last_day: int
) -> dict[int, tuple[int, int]]:
    """Day to (calls, logins) of one client."""
    found = rows.rows(
        "WITH RECURSIVE wanted(day) AS (SELECT :first UNION ALL"
        "  SELECT day + 1 FROM wanted WHERE day < :last)"
        " SELECT u.day, u.calls, u.logins FROM wanted w JOIN usage_day u"
        " ON u.day = w.day AND u.client_id = :client ORDER BY u.day",
        {"first": first_day, "last": last_day, "client": client_id},
    )
    return {day: (calls, logins) for day, calls, logins in found}


def usage_rows_behind(
    rows: Rows, client_id: int, first_day: int, last_day: int
) -> tuple[int, int]:
    """How many stored facts stand behind calls and logins of these days."""
    days = as_list(range(first_day, last_day + 1))
    events = rows.one(
        "SELECT count(CASE WHEN kind = 'calls' THEN 1 END),"
        " count(CASE WHEN kind = 'logins' THEN 1 END)"
        " FROM event WHERE client_id = ? AND day IN (SELECT value FROM ints(?))",
        (client_id, days),
    )
    totals = rows.one(
        "SELECT count(CASE WHEN calls <> 0 THEN 1 END), count(CASE WHEN logins <> 0 THEN 1 END)"
        " FROM usage_total WHERE client_id = ? AND day IN (SELECT value FROM ints(?))",
        (client_id, days),
    )
    assert events is not None
    assert totals is not None
    return events[0] + totals[0], events[1] + totals[1]


class StoredStanding(NamedTuple):
    """What stands behind a stored score: components in centipoints, the penalty,
    the days counted, the window sums (None: unknown) and the last login."""

    components: tuple[int | None, int | None, int | None]
    penalty: int
    days: int
    calls: int | None
    logins: int | None
    last_login: int | None


def stored_standing(rows: Rows, client_id: int, view: int | None) -> StoredStanding:
    """Today's, or that of a kept picture of a past moment."""
    columns = "usage_cp, engagement_cp, incidents_cp, penalty, days, calls_30, logins_30"
    if view is None:
        row = rows.one(
            f"SELECT {columns}, c.last_login_day FROM score s JOIN client c"
            " ON c.id = s.client_id WHERE s.client_id = ?",
            (client_id,),
        )
    else:
        row = rows.one(
            f"SELECT {columns}, last_login_day FROM past_client"
            " WHERE view_id = ? AND client_id = ?",
            (view, client_id),
        )
    assert row is not None
    usage, engagement, incidents, penalty, days, calls, logins, last_login = row
    return StoredStanding(
        (usage, engagement, incidents),
        penalty,
        days,
        None if usage is None else calls,
        None if engagement is None else logins,
        last_login,
    )


def arr_of_client(rows: Rows, client_id: int, view: int | None) -> tuple[Money, ...]:
    """ARR by currency; of a kept picture the one that its list row shows."""
    if view is None:
        found = rows.rows(
            "SELECT arr_minor, currency FROM client_arr WHERE client_id = ? ORDER BY currency",
            (client_id,),
        )
    else:
        found = rows.rows(
            "SELECT arr_minor, currency FROM past_client"
            " WHERE view_id = ? AND client_id = ? AND currency IS NOT NULL",
            (view, client_id),
        )
    return tuple(Money(minor, currency) for minor, currency in found)


def counted_subscriptions(rows: Rows, client_id: int, day: int) -> int:
    """How many subscriptions count on a day."""
    return int(
        rows.value(
            "SELECT count(*) FROM subscription WHERE client_id = ? AND start_day <= ?"
            " AND (end_day IS NULL OR end_day > ?) AND trial = 0"
            " AND status IN ('active', 'past_due')",
            (client_id, day, day),
        )
    )
