"""Incidents of one client of the demo store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.events.types import IncidentFact
from core.incidents.types import OPEN_STATUSES, Severity, Status
from core.simulations.demo.dice import INCIDENT, PAST_INCIDENT, PAST_INCIDENTS
from core.simulations.draws import Draws

TITLES: dict[Severity, tuple[str, ...]] = {
    "critical": (
        "All requests fail since the last release",
        "Data of the morning is gone from every dashboard",
        "Nobody can sign in",
    ),
    "high": (
        "API answers 5xx on export",
        "Nightly sync stops half way",
        "Webhooks arrive twice",
        "Search times out for large projects",
    ),
    "medium": (
        "Export is slow",
        "Two reports disagree by a day",
        "Invitations end up in spam",
        "Import refuses dates before 2000",
    ),
    "low": (
        "Logo is blurred in the PDF report",
        "A tooltip covers the save button",
        "Typing error in the welcome mail",
        "Column widths are forgotten",
    ),
}
_HOUR = 60
_DAY = 24 * _HOUR


@dataclass(frozen=True, slots=True)
class IncidentShape:
    """An incident to come: what is None is drawn. `age` and `fixed_after` in minutes."""

    severity: Severity
    status: Status = "open"
    age: int | None = None
    fixed_after: int | None = None
    title: str | None = None
    impact: str | None = None


def incidents_of(
    dice: Draws, shapes: tuple[IncidentShape, ...], as_of: datetime
) -> Iterator[IncidentFact]:
    """The facts of `shapes`, numbered from 1 in their order.

    An open one is at most 20 days old; a resolved or closed one was fixed in
    the last 26 days, so that it still weighs on the score.
    """
    for place, shape in enumerate(shapes):
        n = INCIDENT + 10 * place
        oldest = 20 * _DAY if shape.status in OPEN_STATUSES else 26 * _DAY
        youngest = _HOUR if shape.status in OPEN_STATUSES else 6 * _DAY
        age = dice.whole(n, youngest, oldest) if shape.age is None else shape.age
        yield _incident(dice, n, f"{place + 1}", shape, age, as_of)


def past_incidents_of(dice: Draws, as_of: datetime) -> Iterator[IncidentFact]:
    """Up to two closed ones of one to four months ago: history without a penalty."""
    for place in range(dice.whole(PAST_INCIDENTS, 0, 2)):
        n = PAST_INCIDENT + 10 * place
        severity = dice.weighted(n + 5, tuple(TITLES), (1, 3, 4, 2))
        age = dice.whole(n, 36 * _DAY, 120 * _DAY)
        shape = IncidentShape(severity, "closed")
        yield _incident(dice, n, f"past-{place + 1}", shape, age, as_of)


def _incident(
    dice: Draws, n: int, number: str, shape: IncidentShape, age: int, as_of: datetime
) -> IncidentFact:
    """One fact; `age` is how many minutes before `as_of` it was opened."""
    fixed_after = min(shape.fixed_after or dice.whole(n + 3, _HOUR, 60 * _HOUR), age)
    seen_after = min(dice.whole(n + 2, 4, 5 * _HOUR), fixed_after)
    closed_after = min(fixed_after + _DAY, age)
    opened = as_of.replace(second=0, microsecond=0) - timedelta(minutes=age)
    closed = shape.status == "closed"
    done = closed or shape.status == "resolved"
    seen = shape.status != "open"
    return IncidentFact(
        external_id=f"INC-{dice.key.removeprefix('C-')}-{number}",
        client=dice.key,
        title=shape.title or dice.pick(n + 1, TITLES[shape.severity]),
        severity=shape.severity,
        status=shape.status,
        opened=opened,
        acknowledged=opened + timedelta(minutes=seen_after) if seen else None,
        resolved=opened + timedelta(minutes=fixed_after) if done else None,
        closed=opened + timedelta(minutes=closed_after) if closed else None,
        resolution="fixed" if done else None,
        impact=shape.impact,
    )
