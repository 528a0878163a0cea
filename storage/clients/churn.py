"""When a client last bought, and its churn tier on the day looked at, as SQL.

The tier counts days up to that day, so it is worked out and never stored. Where a client
has not bought, days count from its first day, else from the day on which it became known;
whoever begins after the day looked at has no tier (DEFINITIONS 6.4).
"""

from __future__ import annotations

from typing import NamedTuple

from core.clients.churn import CHURN_TIERS, HIGH_ABOVE, MEDIUM_ABOVE
from storage.clients.changed import Now
from storage.engine.reader import Rows
from storage.purchases.rollup import COUNTS
from storage.query.columns import ColumnSql

_UP_TO = (
    "(SELECT max(b.day) FROM purchase b WHERE b.client_id = c.id AND b.day <= {day}"
    f" AND {COUNTS})"
)


def churn_columns(view: int | None, now: Now | None) -> dict[str, ColumnSql]:
    """`bought` and `churn_tier`; without `now` nobody has a tier."""
    bought = _bought(view, now)
    if now is None:
        return {"bought": ColumnSql(bought), "churn_tier": ColumnSql("CAST(NULL AS TEXT)")}
    return {
        "bought": ColumnSql(bought),
        "churn_tier": ColumnSql(
            _tiers(bought, now, [f"'{name}'" for name in CHURN_TIERS]),
            order=_tiers(bought, now, [str(rank) for rank in range(len(CHURN_TIERS))]),
        ),
    }


def _bought(view: int | None, now: Now | None) -> str:
    """The day of the last purchase. A clock that was set back may stand before what a
    client's own row says."""
    if view is not None:
        return "p.last_bought_day"
    if now is None:
        return "c.last_bought_day"
    day = int(now.day)
    return (
        f"(CASE WHEN c.last_bought_day > {day} THEN {_UP_TO.format(day=day)}"
        " ELSE c.last_bought_day END)"
    )


def _tiers(bought: str, now: Now, said: list[str]) -> str:
    """What is said of high, medium and low; NULL for whoever has no tier. Of the instant
    at which a client became known only the side of each bound matters."""
    day, (high_us, medium_us) = int(now.day), now.churn_us
    high, medium = day - HIGH_ABOVE, day - MEDIUM_ABOVE
    known = (
        f"(CASE WHEN c.created_us < {int(high_us)} THEN {high - 1}"
        f" WHEN c.created_us < {int(medium_us)} THEN {medium - 1}"
        f" WHEN c.created_us <= {int(now.ends_us)} THEN {day} END)"
    )
    since = f"coalesce({bought}, c.start_day, {known})"
    return (
        f"(CASE WHEN c.start_day > {day} THEN NULL WHEN {since} < {high} THEN {said[0]}"
        f" WHEN {since} < {medium} THEN {said[1]} WHEN {since} <= {day} THEN {said[2]} END)"
    )


class Bought(NamedTuple):
    """What the tier of a client is made from: the day of its last purchase, its first day,
    when it became known (microseconds), and how many purchases it has made."""

    last: int | None
    start: int | None
    created_us: int
    purchases: int


def bought_of(rows: Rows, client: int, view: int | None, now: Now) -> Bought | None:
    """The same of one client, today or in a kept picture of a past moment; None where it
    is not in that."""
    relation, then = "client c", dict[str, int]()
    if view is not None:
        relation = "client c JOIN past_client p ON p.client_id = c.id AND p.view_id = :view"
        then = {"view": view}
    found = rows.one(
        f"SELECT {_bought(view, now)}, c.start_day, c.created_us,"
        f" (SELECT count(*) FROM purchase b WHERE b.client_id = c.id AND b.at_us <= :now"
        f" AND {COUNTS}) FROM {relation} WHERE c.id = :client",
        {"client": client, "now": now.us, **then},
    )
    return None if found is None else Bought(*found)
