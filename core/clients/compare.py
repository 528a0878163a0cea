"""Two clients, or one on two days, side by side: each figure with its difference.

The difference is always right less left, so turning the sides round turns every
sign and changes nothing else. Points of components sum to the score on either
side, and so do their differences.
"""

from __future__ import annotations

from collections.abc import Iterator

from core.clients.types import ClientDetail, Comparison, Figure, FigureKind, Side
from core.health.components import COMPONENTS
from core.values.contribution import Contribution, Explanation
from core.values.money import Money


def compare(left: ClientDetail, right: ClientDetail, sides: tuple[Side, Side]) -> Comparison:
    """The figures in the order of the detail page."""
    return Comparison(
        sides[0], sides[1], tuple(_figures(left, right)), _change(left, right, sides)
    )


def _figures(left: ClientDetail, right: ClientDetail) -> Iterator[Figure]:
    a, b = left.row, right.row
    yield Figure("tier", "tier", "tier", a.tier, b.tier)
    for i, component in enumerate(COMPONENTS):
        name, label = f"{component.id}_points", f"{component.label}, points"
        yield _count(name, label, _points(left, i), _points(right, i), "part")
    yield _count("health", "health", a.score, b.score, "points")
    for i, component in enumerate(COMPONENTS):
        title = f"{component.label} of 100"
        yield _count(
            f"{component.id}_value", title, left.components[i], right.components[i], "value"
        )
    yield _count("trend", "change in 7 d", a.delta7, b.delta7, "points")
    yield _count("risk_score", "risk of 100", a.risk_score, b.risk_score)
    yield Figure("churn_tier", "churn tier", "text", a.churn_tier, b.churn_tier)
    yield _count("calls", "calls, 30 d", a.calls_30, b.calls_30)
    yield _count("logins", "logins, 30 d", a.logins_30, b.logins_30)
    yield _count("incidents", "open incidents", a.open_incidents, b.open_incidents)
    yield _money("arr", "ARR", left.arr, right.arr)
    yield _count("subscriptions", "subscriptions", left.subscriptions, right.subscriptions)
    yield _count("renews", "renews", a.renews, b.renews, "day")
    yield _count("seen", "last seen", a.last_seen, b.last_seen, "day")
    yield _count("login", "last login", left.last_login, right.last_login, "day")
    yield _count("bought", "last bought", a.last_bought, b.last_bought, "day")
    yield _count("since", "client since", a.start, b.start, "day")
    yield from _words(left, right)


def _words(left: ClientDetail, right: ClientDetail) -> Iterator[Figure]:
    a, b = left.row, right.row
    for name, label, was, now in (
        ("owner", "owner", a.owner, b.owner),
        ("plan", "plan", a.plan, b.plan),
        ("industry", "industry", a.industry, b.industry),
        ("country", "country", a.country, b.country),
        ("status", "status", a.status, b.status),
        ("reason", "top reason", a.top_reason or None, b.top_reason or None),
        ("config", "formula", left.config, right.config),
    ):
        yield Figure(name, label, "text", was, now)
    base, other = left.baseline, right.baseline
    yield _count("baseline_calls", "baseline calls", base.calls, other.calls)
    yield _count("baseline_logins", "baseline logins", base.logins, other.logins)


def _points(detail: ClientDetail, i: int) -> int | None:
    return None if detail.row.score is None else detail.points[i]


def _count(
    name: str, label: str, left: int | None, right: int | None, kind: FigureKind = "number"
) -> Figure:
    delta = None if left is None or right is None else right - left
    return Figure(name, label, kind, left, right, delta)


def _money(name: str, label: str, left: tuple[Money, ...], right: tuple[Money, ...]) -> Figure:
    """Currencies are never added: each has its own difference, those of 0 left out."""
    was = {money.currency: money.minor for money in left}
    now = {money.currency: money.minor for money in right}
    steps = ((code, now.get(code, 0) - was.get(code, 0)) for code in sorted({*was, *now}))
    delta = tuple(Money(minor, code) for code, minor in steps if minor)
    return Figure(name, label, "money", left, right, delta)


def _change(
    left: ClientDetail, right: ClientDetail, sides: tuple[Side, Side]
) -> Explanation | None:
    if left.row.score is None or right.row.score is None:
        return None
    return Explanation(
        subject=sides[0].name,
        measure="difference of health",
        total=right.row.score - left.row.score,
        parts=tuple(
            Contribution(
                id=component.id,
                label=component.label,
                points=right.points[i] - left.points[i],
                value=f"{left.points[i]} → {right.points[i]}",
                weight=right.weights[i],
            )
            for i, component in enumerate(COMPONENTS)
        ),
        as_of=sides[1].at,
        config=right.config,
    )
