"""Facts from their checked fields: what only several fields together can tell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from core.events.columns import DayTotalColumns, EventColumns
from core.events.types import (
    ClientFact,
    DayTotalFact,
    EventFact,
    Fact,
    IncidentFact,
    IncidentLogFact,
    Period,
    PurchaseFact,
    SaidFact,
    SubscriptionFact,
)
from core.incidents.types import OPEN_STATUSES
from core.integrations.mapping_types import Kind
from core.values.errors import RowError

# Yearly revenue is amount x quantity x at most 365: it has to fit 63 bits.
_LARGEST_YEAR = 2**62
_PERIODS_A_YEAR = 365


def client(
    external_id: str,
    name: str,
    industry: str | None,
    country: str | None,
    plan: str | None,
    owner: str | None,
    status: str | None,
    timezone: str | None,
    start: int | None,
    ended: int | None,
    baseline_calls: int | None,
    baseline_logins: int | None,
    extra: tuple[tuple[str, str], ...],
) -> ClientFact:
    """Days as epoch days. Raises RowError `time.order`, or `range.baseline` for a
    baseline of 0, against which nothing can be measured."""
    if start is not None and ended is not None and ended < start:
        raise RowError("time.order", "ended before its start")
    if baseline_calls == 0 or baseline_logins == 0:
        raise RowError("range.baseline", "a baseline is at least 1")
    return ClientFact(
        external_id, name, industry, country, plan, owner, status, timezone, start, ended,
        baseline_calls, baseline_logins, extra,
    )  # fmt: skip


def subscription(
    external_id: str,
    client: str,
    start: int,
    end: int | None,
    amount_minor: int,
    currency: str,
    quantity: int,
    period: Period,
    plan: str | None,
    status: str,
    trial: bool,
    term_months: int | None,
) -> SubscriptionFact:
    """Raises RowError `time.order`, or `range.large` for an absurd yearly amount."""
    if end is not None and end < start:
        raise RowError("time.order", "end before start")
    if amount_minor * quantity * _PERIODS_A_YEAR >= _LARGEST_YEAR:
        raise RowError("range.large", "amount times quantity is too large")
    # A term of no months is no commitment.
    return SubscriptionFact(
        external_id, client, start, end, amount_minor, currency, quantity, period, plan,
        status, trial, term_months or None,
    )  # fmt: skip


def day_total(client: str, day: int, calls: int | None, logins: int | None) -> DayTotalFact:
    """Raises RowError `required.calls` when neither measure is told."""
    if calls is None and logins is None:
        raise RowError("required.calls", "neither calls nor logins")
    return DayTotalFact(client, day, calls, logins)


def day_totals(
    clients: list[str], days: list[int], calls: list[int | None], logins: list[int | None]
) -> DayTotalColumns | None:
    """Many at once; None when one tells neither measure."""
    if None in calls and None in logins and (None, None) in zip(calls, logins, strict=True):
        return None
    return DayTotalColumns(clients, days, calls, logins)


def incident(
    external_id: str,
    client: str,
    title: str | None,
    severity: str | None,
    status: str | None,
    opened: datetime,
    acknowledged: datetime | None,
    resolved: datetime | None,
    closed: datetime | None,
    resolution: str | None,
    impact: str | None,
    components: tuple[str, ...] | None = None,
    planned: bool = False,
    down_from: datetime | None = None,
    down_until: datetime | None = None,
    sla_met: bool | None = None,
    updates: tuple[SaidFact, ...] | None = None,
) -> IncidentFact:
    """An incident in a state that DEFINITIONS 4.1 knows.

    The times given must be in order. A status not told follows from the times.
    One that is open means that the incident was opened again: its end is
    cleared, as opening again does. An ended one has an acknowledgement and a
    resolution, at the latest when it ended. One that is not told follows from the
    updates: the first that speaks of more than an opening. No title: its id stands in.
    Raises RowError `time.order`, or `required.resolved` for an ended one
    without a time.
    """
    _check_order(opened, acknowledged, resolved, closed)
    if down_from is not None and down_until is not None and down_until < down_from:
        raise RowError("time.order", "down_until before down_from")
    acknowledged = acknowledged or _answered(updates or (), opened, resolved or closed)
    status = status or _status(acknowledged, resolved, closed)
    if status in OPEN_STATUSES:
        resolved = closed = resolution = None
    else:
        resolved = resolved or closed
        if resolved is None:
            raise RowError("required.resolved", f"{status}, but no time of it")
        acknowledged = acknowledged or resolved
    return IncidentFact(
        external_id, client, title or external_id, severity, status, opened, acknowledged,
        resolved, closed, resolution, impact, components or (), planned, down_from, down_until,
        sla_met, updates or (),
    )  # fmt: skip


def incident_log(
    external_id: str,
    client: str,
    title: str | None,
    severity: str | None,
    status: str,
    at: datetime,
    opened: datetime,
    resolved: datetime | None,
    closed: datetime | None,
    resolution: str | None,
    impact: str | None,
    components: tuple[str, ...] | None,
    sla_met: bool | None,
    step: int,
    said: str | None,
    words: str | None,
    reopened: int | None,
) -> IncidentLogFact:
    """A line of a log. What it says of an end that it has not reached, or that lies
    ahead of it, was written into it later, and is left out."""
    over = status not in OPEN_STATUSES
    ended, put_away = (
        moment if over and moment is not None and opened <= moment <= at else None
        for moment in (resolved, closed)
    )
    return IncidentLogFact(
        external_id, client, title or external_id, severity, status, at, opened, ended,
        put_away if status == "closed" else None, resolution if over else None, impact,
        components or (), sla_met, step, said, words, reopened,
    )  # fmt: skip


def purchase(
    external_id: str,
    client: str,
    at: datetime,
    amount_minor: int,
    currency: str,
    category: str | None,
    age: str | None,
    city: str | None,
    refund: bool | None,
) -> PurchaseFact:
    """An amount below 0 is a refund, whether it is called one or not; one above 0 is,
    where it is called so. Raises RowError `money.negative` for what is said to be none."""
    if refund is False and amount_minor < 0:
        raise RowError("money.negative", "below 0, but no refund")
    minor = -abs(amount_minor) if refund else amount_minor
    return PurchaseFact(external_id, client, at, minor, currency, category, age, city)


def _answered(
    updates: Sequence[SaidFact], opened: datetime, ended: datetime | None
) -> datetime | None:
    found = (
        each.at for each in updates if each.status not in (None, "open") and each.at >= opened
    )
    first = min(found, default=None)
    return first if first is None or ended is None or first <= ended else None


def _check_order(
    opened: datetime,
    acknowledged: datetime | None,
    resolved: datetime | None,
    closed: datetime | None,
) -> None:
    before, when = "opened", opened
    steps = (("acknowledged", acknowledged), ("resolved", resolved), ("closed", closed))
    for name, moment in steps:
        if moment is None:
            continue
        if moment < when:
            reason = f"{name} {moment:%Y-%m-%d %H:%M} is before {before} {when:%Y-%m-%d %H:%M}"
            raise RowError("time.order", reason)
        before, when = name, moment


def _status(
    acknowledged: datetime | None, resolved: datetime | None, closed: datetime | None
) -> str:
    if closed is not None:
        return "closed"
    if resolved is not None:
        return "resolved"
    return "open" if acknowledged is None else "acknowledged"


BUILDERS: dict[Kind, Callable[..., Fact]] = {
    "client": client,
    "subscription": subscription,
    "usage": EventFact,
    "logins": EventFact,
    "event": EventFact,
    "day_total": day_total,
    "incident": incident,
    "incident_log": incident_log,
    "purchase": purchase,
}

# The kinds of which many facts stay in columns; None: one of them is no fact.
COLUMN_BUILDERS: dict[Kind, Callable[..., Sequence[Fact] | None]] = {
    "usage": EventColumns,
    "logins": EventColumns,
    "event": EventColumns,
    "day_total": day_totals,
}
