"""How the health of the base moved, from a histogram a day (DEFINITIONS 2.6)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction

from core.analytics.histogram import mean, median, weighted_mean
from core.analytics.types import HealthDay
from core.health.types import TIERS, Tier
from core.values.money import Money

NO_SCORE = -1
Bin = tuple[int, Tier, int, int, int]
"""(day, tier, score or NO_SCORE, clients, ARR in minor units of the base currency)"""


def health_days(
    bins: Iterable[Bin], first_day: int, last_day: int, currency: str
) -> tuple[HealthDay, ...]:
    """A figure for each day of a range, both ends included."""
    by_day: dict[int, list[Bin]] = defaultdict(list)
    for found in bins:
        by_day[found[0]].append(found)
    days = range(first_day, last_day + 1)
    return tuple(health_day(day, by_day.get(day, ()), currency) for day in days)


def health_day(day: int, bins: Sequence[Bin], currency: str) -> HealthDay:
    """The figures of one day's histogram; without one the day is not known."""
    scores: Counter[int] = Counter()
    tiers: Counter[Tier] = Counter()
    for _, tier, score, n, _ in bins:
        tiers[tier] += n
        if score != NO_SCORE:
            scores[score] += n
    weights = [(score, arr) for _, _, score, _, arr in bins if score != NO_SCORE]
    return HealthDay(
        day=day,
        known=bool(bins),
        clients=sum(tiers.values()),
        scored=sum(scores.values()),
        mean=_float(mean(scores)),
        median=_float(median(scores)),
        weighted_mean=_float(weighted_mean(weights)),
        tiers={tier: tiers[tier] for tier in TIERS},
        arr=Money(sum(arr for *_, arr in bins), currency),
    )


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
