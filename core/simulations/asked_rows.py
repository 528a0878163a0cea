"""Clients and incidents as the conditions of alert rules see them, after an effect.

What stands in the store is a row already; here is what of it follows from the standing
and from the facts of the effect.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.clients.standing import Standing, shown_arr
from core.health.types import WINDOW
from core.incidents.targets import SlaTargets
from core.incidents.types import Incident
from core.query.evaluate import Row, RowValue
from core.query.types import Reference
from core.risk.score import risk_score
from core.risk.types import RiskFacts
from core.simulations.effect import Effect, Opens
from core.simulations.scenario import Subject
from core.values.money import Money

_CALLS, _LOGINS, _ = range(3)
"""The places of the components that count calls, and logins."""
SOURCE = "simulation"
OF_THE_CLIENT = ("health", "arr", "renews", "repeats")
"""Fields of an incident that its first client has, and that an effect can change."""


@dataclass(frozen=True, slots=True)
class Ground:
    """The moment, its local day, and what the store counts in."""

    now: datetime
    day: int
    currency: str
    targets: SlaTargets


def client_row(row: Row, standing: Standing, currency: str) -> Row:
    """A client where it stands, whatever of it is stored."""
    health, facts = standing.health, standing.facts
    known = health.components
    code, minor = shown_arr(standing.arr, currency)
    return {
        **row,
        "tier": health.tier,
        "health": health.score,
        "trend": standing.delta7,
        "arr": None if code is None else Money(minor, code),
        "renews": standing.renews,
        "incidents": standing.open_incidents,
        "calls": None if known[_CALLS] is None else facts.calls,
        "logins": None if known[_LOGINS] is None else facts.logins,
        "reason": standing.top_reason or None,
        "partial": health.partial,
        "risk_score": _risk(row, standing),
    }


def _risk(row: Row, standing: Standing) -> int | None:
    """The risk score where it stands; `silent` of the row is what no standing has."""
    silent, facts = row.get("silent"), standing.facts
    if not facts.days:
        return None
    days = silent if isinstance(silent, int) else None
    return risk_score(RiskFacts(standing.health.score, days, facts.penalty)).score


def client_after(
    row: Row, subject: Subject, standing: Standing, effect: Effect, ground: Ground
) -> Row:
    """The same once an effect has been written; `row` is the client where it stands."""
    found = dict(client_row(row, standing, ground.currency))
    if effect.use:
        found["seen"] = _last(row["seen"], subject, effect, logins=False)
        found["login"] = _last(row["login"], subject, effect, logins=True)
    told = effect.opens or effect.resolves or effect.excludes or effect.price or effect.ends
    if told or any(found[name] != row[name] for name in ("tier", "health")):
        found["changed"] = ground.now
    return found


def _last(before: RowValue, subject: Subject, effect: Effect, *, logins: bool) -> RowValue:
    """The last day with any use, or with a login. Of what lies before the window only
    that it is there is known; the days of the window are asked for where some get less."""
    if not any(each.logins < 0 or (each.calls < 0 and not logins) for each in effect.use):
        added = [each.day for each in effect.use if each.logins or (each.calls and not logins)]
        return max([*added, before] if isinstance(before, int) else added, default=None)
    used = {day: list(pair) for day, pair in subject.use.items()}
    for each in effect.use:
        pair = used.setdefault(each.day, [0, 0])
        pair[0] += each.calls
        pair[1] += each.logins
    days = [day for day, pair in used.items() if pair[1] > 0 or (not logins and pair[0] > 0)]
    if days:
        return max(days)
    return min(before, subject.day - WINDOW) if isinstance(before, int) else None


def opened_rows(
    subject: Subject,
    name: str,
    standing: Standing,
    effect: Effect,
    ground: Ground,
    repeats: int,
) -> Iterator[Row]:
    """The incidents that an effect opens, at the moment of the run; `repeats` are those
    of the client in 30 days by then, without them."""
    code, minor = shown_arr(standing.arr, ground.currency)
    shared: Row = {
        "client": Reference(subject.key, name),
        "affects": (subject.key,),
        "arr": None if code is None else Money(minor, code),
        "health": standing.health.score,
        "renews": standing.renews,
        "repeats": repeats + len(effect.opens),
    }
    for each in effect.opens:
        yield {**_fresh(each, subject.client.plan, ground), **shared}


def _fresh(each: Opens, plan: str | None, ground: Ground) -> Row:
    """What is so of every incident that opens now."""
    target = ground.targets.of(each.severity, plan)
    due = ground.now + timedelta(microseconds=target.respond)
    return {
        "id": None, "title": each.title, "severity": each.severity, "status": "open",
        "opened": ground.now, "acknowledged": None, "resolved": None, "closed": None,
        "resolution": None, "impact": each.impact, "source": Reference(SOURCE, SOURCE),
        "owner": None, "sla": due, "breached": False, "respond": "running",
        "resolve": "running", "clients": 1, "parent": None, "reopened": 0,
        "worked": ground.now,
    }  # fmt: skip


def incident_row(each: Incident, now: datetime) -> Row:
    """An incident that stands, as a query sees it. While its clock stands still it is
    worked since no moment."""
    resolve = each.sla.resolve
    paused = resolve.state == "paused"
    return {
        "id": each.key, "title": each.title,
        "client": Reference(each.client_key, each.client_name), "severity": each.severity,
        "status": each.status, "opened": each.opened, "acknowledged": each.acknowledged,
        "resolved": each.resolved, "closed": each.closed, "resolution": each.resolution,
        "impact": each.impact, "source": Reference(each.source, each.source),
        "owner": each.owner, "sla": each.sla.next, "breached": each.sla.breached,
        "respond": each.sla.respond.state, "resolve": resolve.state,
        "clients": each.clients, "affects": each.affects, "arr": each.arr,
        "health": each.health, "renews": each.renews, "parent": each.parent,
        "reopened": each.reopened, "repeats": each.repeats,
        "worked": None if paused else now - timedelta(seconds=resolve.used_s),
    }  # fmt: skip


def with_client(row: Row, before: Standing, after: Standing, effect: Effect) -> Row:
    """The same incident once its first client stands elsewhere."""
    arr, repeats = row["arr"], row["repeats"]
    if isinstance(arr, Money):
        was, now = dict(before.arr), dict(after.arr)
        gained = now.get(arr.currency, 0) - was.get(arr.currency, 0)
        arr = Money(arr.minor + gained, arr.currency)
    assert isinstance(repeats, int)
    return {
        **row, "arr": arr, "health": after.health.score, "renews": after.renews,
        "repeats": repeats + len(effect.opens),
    }  # fmt: skip
