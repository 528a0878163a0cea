"""What the numbers of the whole base are made of, tier by tier, severity by severity.

DEFINITIONS 2.7, 2.8. An average is a sum over a number of clients: each tier's part of
it is its own sum over the same number, rounded with the others so that they add up to
the average as it is shown (DEFINITIONS 1.5).
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction

from core.health.types import TIERS, Tier
from core.incidents.types import OPEN_STATUSES, SEVERITIES
from core.values.contribution import Contribution, Explanation
from core.values.counting import counted
from core.values.rounding import apportion

AT_RISK: tuple[Tier, ...] = ("critical", "at_risk")
BASE = "all clients"
_LIVE = "status!=churned"


def counted_clients(counts: Mapping[str, int], as_of: datetime) -> Explanation:
    """How many clients there are, by tier."""
    parts = tuple(
        _tier_part(tier, counts.get(tier, 0), "", counts.get(tier, 0), "") for tier in TIERS
    )
    return _explained("clients", "clients", sum(counts.values()), parts, as_of)


def mean_score(sums: Mapping[str, tuple[int, int]], as_of: datetime) -> Explanation:
    """Average health in tenths, from (scored clients, sum of scores) by tier."""
    return _mean("average health", sums, as_of, "health:any")


def mean_delta(sums: Mapping[str, tuple[int, int]], as_of: datetime) -> Explanation:
    """Its change in seven days in tenths, from (clients with a change, sum of changes)
    by the tier that they are in now."""
    return _mean("change of health in 7 days", sums, as_of, "trend:any")


def money_by_tier(
    measure: str,
    arr: Mapping[str, Mapping[str, int]],
    tiers: Sequence[Tier],
    counts: Mapping[str, int],
    as_of: datetime,
) -> tuple[Explanation, ...]:
    """ARR of some tiers in minor units, an explanation a currency: never added across."""
    codes = sorted({code for tier in tiers for code in arr.get(tier, {})})
    return tuple(
        _explained(
            measure,
            f"minor {code}",
            sum(arr.get(tier, {}).get(code, 0) for tier in tiers),
            tuple(
                _tier_part(
                    tier, arr.get(tier, {}).get(code, 0), "", counts.get(tier, 0), "arr>0"
                )
                for tier in tiers
            ),
            as_of,
        )
        for code in codes
    )


def open_incidents(severities: Mapping[str, int], as_of: datetime) -> Explanation:
    """How many incidents are open, by severity; one without counts as medium."""
    parts = []
    for severity in SEVERITIES:
        named = f"{severity},none" if severity == "medium" else severity
        query = f"status:{','.join(OPEN_STATUSES)} severity:{named}"
        n = severities.get(severity, 0)
        command = _command("incident", query)
        parts.append(Contribution(severity, severity, n, rows=n, command=command))
    return _explained(
        "open incidents", "incidents", sum(severities.values()), tuple(parts), as_of
    )


def _mean(
    measure: str, sums: Mapping[str, tuple[int, int]], as_of: datetime, known: str
) -> Explanation:
    clients = sum(n for n, _ in sums.values())
    if not clients:
        return _explained(measure, "tenths", None, (), as_of, note="nobody has one yet")
    total = sum(value for _, value in sums.values())
    # As the counters round it: what is shown is what is explained.
    shown = round(round(total / clients, 1) * 10)
    told = [tier for tier in TIERS if sums.get(tier, (0, 0))[0]]
    exact = [Fraction(10 * sums[tier][1], clients) for tier in told]
    parts = tuple(
        _tier_part(tier, points, f"{sums[tier][1]:,} ÷ {clients:,}", sums[tier][0], known)
        for tier, points in zip(told, apportion(exact, shown), strict=True)
    )
    return _explained(
        measure, "tenths", shown, parts, as_of, note=f"{total:,} ÷ {counted(clients, 'client')}"
    )


def _tier_part(tier: Tier, points: int, value: str, rows: int, more: str) -> Contribution:
    query = " ".join(filter(None, (f"tier:{tier}", more, _LIVE if tier == "unknown" else "")))
    command = _command("client", query)
    label = tier.replace("_", " ")
    return Contribution(tier, label, points, value=value, rows=rows, command=command)


def _command(noun: str, query: str) -> str:
    return f"{noun} list {shlex.quote(query)}"


def _explained(
    measure: str,
    unit: str,
    total: int | None,
    parts: tuple[Contribution, ...],
    as_of: datetime,
    note: str = "",
) -> Explanation:
    return Explanation(BASE, measure, total, parts, as_of, config="", unit=unit, note=note)
