"""The client list: today's base, or the kept picture of a past moment."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from core.clients.types import ClientRow
from core.health.trend import trend_of
from core.query.fields import FieldSet
from core.values.instants import from_micros
from core.values.money import Money
from storage.clients.changed import NEVER, Now, changed_sql
from storage.clients.churn import churn_columns
from storage.clients.risk import risk_sql
from storage.engine.params import as_list
from storage.engine.reader import Rows
from storage.query.columns import ColumnSql
from storage.query.listing import Listing
from storage.query.order import OrderKey
from storage.query.sorting import sort_keys

_STANDING = (
    "tier", "score", "delta7", "partial", "arr_minor", "currency", "renews_day",
    "last_seen_day", "open_incidents", "top_reason", "status",
)  # fmt: skip
_OF_SCORE = re.compile(r"\bs\.")
_LIVE = "client c JOIN score s ON s.client_id = c.id"
_FOLLOWED = "playbook_follow pf WHERE pf.client_id = c.id AND pf.ended_us IS NULL"
_PAST = "past_client p JOIN client c ON c.id = p.client_id"


def client_columns(
    view: int | None, today: int | None = None, now: Now | None = None
) -> dict[str, ColumnSql]:
    """Where each field of the query language lies, today or in a past picture. Snoozes
    that ended before `today` are none; without it all of them count. `now` is what
    changes, risk scores and churn tiers are told at."""
    at = "c" if view is None else "p"
    calls, logins = _sums(view)
    return {
        "id": ColumnSql("c.key" if view is None else "p.key", nullable=False),
        "name": ColumnSql("c.name", folded="c.name_key", nullable=False),
        "tier": ColumnSql(f"{at}.tier", order=f"{at}.health_rank", nullable=False),
        "health": ColumnSql(f"{at}.score"),
        "trend": ColumnSql(f"{at}.delta7"),
        "risk_score": ColumnSql(risk_sql(view, now)),
        "arr": ColumnSql(f"{at}.arr_minor", currency=f"{at}.currency"),
        "renews": ColumnSql(f"{at}.renews_day"),
        "owner": ColumnSql("c.owner"),
        "plan": ColumnSql("c.plan"),
        "industry": ColumnSql("c.industry"),
        "country": ColumnSql("c.country"),
        "status": ColumnSql(f"{at}.status", nullable=False),
        "since": ColumnSql("c.start_day"),
        "seen": ColumnSql(f"{at}.last_seen_day"),
        "incidents": ColumnSql(f"{at}.open_incidents", nullable=False),
        "calls": ColumnSql(calls),
        "logins": ColumnSql(logins),
        "login": ColumnSql(f"{at}.last_login_day"),
        "reason": ColumnSql(f"nullif({at}.top_reason, '')"),
        "partial": ColumnSql(f"{at}.partial", nullable=False),
        "tag": ColumnSql(
            "ct.tag",
            folded="ct.tag",
            order="(SELECT min(ct.tag) FROM client_tag ct WHERE ct.client_id = c.id)",
            among="client_tag ct WHERE ct.client_id = c.id",
        ),
        "playbook": ColumnSql(
            "pf.playbook",
            order=f"(SELECT min(pf.playbook) FROM {_FOLLOWED})",
            among=_FOLLOWED,
        ),
        "snoozed": ColumnSql(_snoozed(today)),
        "changed": ColumnSql(changed_sql(now), nullable=False)
        if view is None
        else ColumnSql(NEVER),
        **churn_columns(view, now),
    }


def _snoozed(today: int | None) -> str:
    stands = "" if today is None else f" AND sn.until_day >= {int(today)}"
    return f"(SELECT sn.until_day FROM client_snooze sn WHERE sn.client_id = c.id{stands})"


def _sums(view: int | None) -> tuple[str, str]:
    """Calls and logins of 30 days; missing where the measure is unknown."""
    if view is not None:
        return "p.calls_30", "p.logins_30"
    return (
        "(CASE WHEN s.usage_cp IS NOT NULL THEN s.calls_30 END)",
        "(CASE WHEN s.engagement_cp IS NOT NULL THEN s.logins_30 END)",
    )


def worst_first(view: int | None) -> tuple[OrderKey, ...]:
    """Score ascending, unknown last; then ARR descending; then the public id."""
    at = "c" if view is None else "p"
    return (
        OrderKey(f"{at}.health_rank"),
        OrderKey(f"{at}.arr_minor", descending=True),
        OrderKey(f"{at}.key"),
    )


def client_listing(
    fields: FieldSet,
    sort: Sequence[tuple[str, bool]],
    where: str,
    params: dict[str, Any],
    view: int | None,
    now: Now | None = None,
) -> Listing:
    """The list of a query: `where` and `params` as compiled over `client_columns`.

    Sorting by health alone is the radar's order; any other ends in the public id.
    """
    at = "c" if view is None else "p"
    columns = [f"{at}.{name}" for name in _STANDING]
    select = (
        f"c.id, c.key, c.name, {', '.join(columns)}, c.owner, c.plan, c.industry, c.country,"
        f" c.start_day, {', '.join(_sums(view))}, {at}.last_login_day,"
        f" {', '.join(each.sql for each in churn_columns(view, now).values())}"
    )
    if not sort or tuple(sort) in ((("health", False),), (("tier", False),)):
        keys = worst_first(view)
    else:
        keys = sort_keys(sort, fields, client_columns(view, now=now), OrderKey(f"{at}.key"))
    if view is not None:
        where = f"p.view_id = :view AND ({where})"
        params = {**params, "view": view}
        return Listing(select, _PAST, where, keys, "c.id", params, table="client")
    spoken_of = " ".join((where, *(key.sql for key in keys)))
    narrow = "" if _OF_SCORE.search(spoken_of) else "client c"
    return Listing(select, _LIVE, where, keys, "c.id", params, narrow, "client")


def client_row(
    row: Sequence[Any],
    spark: tuple[int | None, ...] = (),
    acted: tuple[tuple[str, ...], int | None, bool] = ((), None, False),
    changed: tuple[int, int | None] | None = None,
    since_us: int | None = None,
    *,
    simulated: bool = False,
    playbooks: tuple[str, ...] = (),
    risk: tuple[int | None, int | None] = (None, None),
) -> ClientRow:
    """A row of the listing as its read model; `acted` are its tags, the day up to which
    it is snoozed, and whether somebody wrote about it; `changed` when it last changed,
    and its score of `since_us`; `simulated`: a run in force has reached it;
    `playbooks` that it follows now; `risk` its risk score, and the days since its last
    contact where they are asked for."""
    (
        number, key, name, tier, score, delta7, partial, arr_minor, currency, renews, seen,
        incidents, reason, status, owner, plan, industry, country, start, calls, logins,
        login, bought, churn,
    ) = row[:24]  # fmt: skip
    return ClientRow(
        id=number, key=key, name=name, tier=tier, score=score, delta7=delta7,
        trend=trend_of(delta7), partial=bool(partial),
        arr=None if currency is None else Money(arr_minor, currency),
        renews=renews, owner=owner, plan=plan, industry=industry, country=country,
        status=status, start=start, last_seen=seen, open_incidents=incidents,
        calls_30=calls, logins_30=logins, top_reason=reason, spark=spark, last_login=login,
        tags=acted[0], snoozed=acted[1], noted=acted[2],
        changed=None if changed is None else from_micros(changed[0]),
        moved=None if changed is None or score is None or changed[1] is None
        else score - changed[1],
        fresh=changed is not None and since_us is not None and changed[0] > since_us,
        simulated=simulated, playbooks=playbooks, risk_score=risk[0], silent=risk[1],
        last_bought=bought, churn_tier=churn,
    )  # fmt: skip


def histories(
    rows: Rows, ids: Sequence[int], first_day: int, last_day: int
) -> dict[int, list[tuple[int, int | None]]]:
    """Client to its (day, score) rows of a range, oldest first, led by the row
    that stood when the range began."""
    found: dict[int, list[tuple[int, int | None]]] = {client: [] for client in ids}
    for client, day, score in rows.rows(
        "SELECT h.client_id, h.day, h.score FROM score_history h"
        " WHERE h.client_id IN (SELECT value FROM ints(:ids)) AND h.day <= :last"
        " AND h.day >= coalesce((SELECT max(day) FROM score_history"
        "   WHERE client_id = h.client_id AND day <= :first), :first)"
        " ORDER BY h.client_id, h.day",
        {"ids": as_list(ids), "first": first_day, "last": last_day},
    ):
        found[client].append((day, score))
    return found
