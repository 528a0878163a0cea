"""What a run writes about one client, as facts, and what its standing is made from then.

Nothing here sets a score: facts are added, and the score follows from them as from any
others (DEFINITIONS 5.3).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from core.clients.standing import ClientInput, IncidentInput, SubscriptionInput
from core.health.types import WINDOW
from core.incidents.types import Resolution, Severity


@dataclass(frozen=True, slots=True)
class Use:
    """Calls and logins that are added to a local day; less than 0: taken off it."""

    day: int
    calls: int = 0
    logins: int = 0


@dataclass(frozen=True, slots=True)
class Opens:
    """An incident that is opened at the moment of the run. Impact `outage` is downtime."""

    severity: Severity
    title: str
    impact: str | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """All that a run writes about one client. `resolves`: its open incidents are resolved,
    for that reason; `excludes`: those that weigh on the score stop counting; incidents that
    hurt other clients too stay as they are; `price`: by so many percent each subscription
    gets dearer; `ends`: they end today."""

    use: tuple[Use, ...] = ()
    opens: tuple[Opens, ...] = ()
    resolves: Resolution | None = None
    excludes: bool = False
    price: int = 0
    ends: bool = False

    @property
    def calls(self) -> int:
        return sum(each.calls for each in self.use)

    @property
    def logins(self) -> int:
        return sum(each.logins for each in self.use)


NOTHING = Effect()


def after(client: ClientInput, effect: Effect, now: datetime, day: int) -> ClientInput:
    """The client once the run has written, at `now` on local day `day`."""
    return replace(
        client,
        calls=_more(client.calls, _in_window(effect.use, day, "calls")),
        logins=_more(client.logins, _in_window(effect.use, day, "logins")),
        incidents=_incidents(client, effect, now),
        subscriptions=tuple(_subscription(each, effect, day) for each in client.subscriptions),
    )


def _in_window(use: Iterable[Use], day: int, measure: str) -> int | None:
    """What is added to the window; None where nothing is said of the measure."""
    amounts = [
        amount
        for each in use
        if day - WINDOW < each.day <= day and (amount := getattr(each, measure))
    ]
    return sum(amounts) if amounts else None


def _more(total: int | None, added: int | None) -> int | None:
    """A first row makes a measure known (DEFINITIONS 2.4)."""
    return total if added is None else (total or 0) + added


def _incidents(client: ClientInput, effect: Effect, now: datetime) -> tuple[IncidentInput, ...]:
    found = []
    for each in client.incidents:
        if each.shared:
            found.append(each)
            continue
        is_open = each.opened <= now and (each.resolved is None or each.resolved > now)
        if effect.resolves is not None and is_open:
            each = replace(each, resolved=now, resolution=effect.resolves)
        if effect.excludes:
            each = replace(each, excluded=True)
        found.append(each)
    opened = (IncidentInput(each.severity, now, None, None) for each in effect.opens)
    return (*found, *opened)


def _subscription(each: SubscriptionInput, effect: Effect, day: int) -> SubscriptionInput:
    running = each.start <= day and (each.end is None or each.end > day)
    if not running:
        return each
    if effect.price:
        each = replace(each, amount_minor=dearer(each.amount_minor, effect.price))
    return replace(each, end=day) if effect.ends else each


def dearer(amount_minor: int, percent: int) -> int:
    """An amount that is `percent` more, in whole minor units, a half to the even one."""
    return round(Fraction(amount_minor * (100 + percent), 100))
