"""What the numbers of one client are made of: its days, subscriptions, incidents."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.clients.revenue import PERIODS_A_YEAR
from core.clients.types import UsageDay
from core.incidents.types import OPEN_STATUSES, Incident
from core.values.contribution import Contribution, Explanation
from core.values.instants import day_text
from core.values.money import Money, show_money


@dataclass(frozen=True, slots=True)
class Counted:
    """A subscription that counts, and its ARR. Text comes from outside."""

    id: str
    source: str
    plan: str | None
    amount: Money
    quantity: int
    period: str
    arr: Money


@dataclass(frozen=True, slots=True)
class Whom:
    """The client that a number is of, and the moment that it holds at."""

    key: str
    name: str
    as_of: datetime


def use_by_day(whom: Whom, unit: str, days: Sequence[UsageDay]) -> Explanation:
    """Calls or logins (`unit`) of the window, a part a day with any of it."""
    counts = [(day.day, day.calls if unit == "calls" else day.logins) for day in days]
    known = [n for _, n in counts if n is not None]
    if not known:
        return _explained(whom, f"{unit} in {len(days)} days", unit, None, (), "not known")
    command = f"client usage {shlex.quote(whom.key)} --days {len(days)}"
    parts = tuple(
        Contribution(day_text(day), day_text(day), n, command=command)
        for day, n in reversed(counts)
        if n
    )
    idle = len(days) - len(parts)
    note = f"none on {idle} day{'' if idle == 1 else 's'}" if idle else ""
    return _explained(whom, f"{unit} in {len(days)} days", unit, sum(known), parts, note)


def arr_by_subscription(
    whom: Whom, shown: Iterable[Money], counted: Sequence[Counted]
) -> tuple[Explanation, ...]:
    """ARR as it is shown, an explanation a currency, by what is paid for. Where that is
    more or less than what is shown, the difference is a part of its own, `since`."""
    totals = {money.currency: money.minor for money in shown}
    found = []
    for code in sorted({*totals, *(each.arr.currency for each in counted)}):
        parts = [_paid(each) for each in counted if each.arr.currency == code]
        total = totals.get(code, 0)
        rest = total - sum(part.points for part in parts)
        if rest:
            parts.append(Contribution("since", "scored before it changed", rest))
        found.append(_explained(whom, "ARR", f"minor {code}", total, tuple(parts)))
    return tuple(found)


def incidents_now(whom: Whom, incidents: Iterable[Incident]) -> Explanation:
    """The open incidents, one each."""
    parts = tuple(
        Contribution(
            each.key,
            each.title or each.key,
            1,
            value=each.severity or "medium, assumed",
            command=f"incident list {shlex.quote(f'id:{each.key}')}",
        )
        for each in incidents
        if each.status in OPEN_STATUSES
    )
    return _explained(whom, "open incidents", "incidents", len(parts), parts)


def _paid(each: Counted) -> Contribution:
    seats = f" × {each.quantity:,}" if each.quantity != 1 else ""
    a_year = PERIODS_A_YEAR[each.period]
    value = f"{show_money(each.amount, whole=False)}{seats} × {a_year}"
    plan = f", {each.plan}" if each.plan else ""
    return Contribution(
        f"{each.source}:{each.id}", f"{each.id}{plan}", each.arr.minor, value=value
    )


def _explained(
    whom: Whom,
    measure: str,
    unit: str,
    total: int | None,
    parts: tuple[Contribution, ...],
    note: str = "",
) -> Explanation:
    return Explanation(
        whom.name, measure, total, parts, whom.as_of, config="", unit=unit, note=note
    )
