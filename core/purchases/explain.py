"""Why a churn tier is what it is: the days since the last purchase, band by band."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from datetime import datetime

from core.clients.churn import HIGH_ABOVE, MEDIUM_ABOVE, churn_tier, counted_from
from core.values.contribution import Contribution, Explanation
from core.values.instants import day_text

VERSION = "churn/1"


@dataclass(frozen=True, slots=True)
class ChurnCase:
    """One client on a local day. `bought` is the day of its last purchase of `purchases`,
    `start` its first day (None: not told), `created` the day on which it became known."""

    key: str
    name: str
    as_of: datetime
    day: int
    bought: int | None
    start: int | None
    created: int
    purchases: int


def explain_churn(case: ChurnCase) -> Explanation:
    """The days, of which each band takes its part; None where the client had not begun."""
    since = counted_from(case.day, case.bought, case.start, case.created)
    if since is None:
        return _explained(case, None, (), "no tier: not begun yet")
    days = case.day - since
    bands = (
        ("low", 0, MEDIUM_ABOVE, f"up to {MEDIUM_ABOVE}"),
        ("medium", MEDIUM_ABOVE, HIGH_ABOVE, f"{MEDIUM_ABOVE + 1} to {HIGH_ABOVE}"),
        ("high", HIGH_ABOVE, max(days, HIGH_ABOVE), f"above {HIGH_ABOVE}"),
    )
    command = f"txn list {shlex.quote(f'client:{case.key}')}" if case.purchases else ""
    parts = tuple(
        Contribution(
            name, f"{name}, {words} days", max(0, min(days, above) - below),
            rows=case.purchases if name == "low" else None,
            command=command if name == "low" else "",
        )
        for name, below, above, words in bands
    )  # fmt: skip
    return _explained(case, days, parts, f"{churn_tier(days)}: {_why(case, since, days)}")


def _why(case: ChurnCase, since: int, days: int) -> str:
    """`last bought 2026-05-09, 191 days ago`"""
    ago = "today" if days == 0 else f"{days:,} day{'' if days == 1 else 's'} ago"
    if case.bought is not None:
        return f"last bought {day_text(since)}, {ago}"
    what = "known since" if case.start is None else "client since"
    return f"never bought, {what} {day_text(since)}, {ago}"


def _explained(
    case: ChurnCase, total: int | None, parts: tuple[Contribution, ...], note: str
) -> Explanation:
    return Explanation(
        case.name, "days since the last purchase", total, parts, case.as_of, VERSION,
        unit="days", note=note,
    )  # fmt: skip
