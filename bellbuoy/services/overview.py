"""The counters above the radar (DEFINITIONS 2.7, 2.8)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from bellbuoy.services.authorise import service
from bellbuoy.services.clients import view_of
from bellbuoy.services.context import Context
from bellbuoy.services.scoring.moment import Cancelled, Progress, never, silent
from bellbuoy.services.simulations.moved import moved_by_runs
from core.clients.types import Counter, Overview
from core.health.types import TIERS, Tier
from core.values.instants import to_micros
from core.values.money import Money
from storage.clients.overview import past_tier_arr, past_tier_counts
from storage.engine.reader import Rows
from storage.health.facets import live_arr, live_totals
from storage.health.unresolved import open_by_severity

AT_RISK: tuple[Tier, ...] = ("critical", "at_risk")
_COUNTERS = ("clients", "health", "trend", "at_risk", "incidents", "arr")


@service("overview:read")
def overview(
    ctx: Context, *, progress: Progress = silent, cancelled: Cancelled = never
) -> Overview:
    """Clients, average health, tiers, open incidents, revenue at risk.

    Averages are rounded to one decimal; money is a list, an entry a currency;
    the share at risk is None unless one currency holds it all.
    """
    view = view_of(ctx, progress, cancelled)
    with ctx.reader() as reader:
        counts = {row[0]: row[1:] for row in tier_counts(reader, view)}
        arr: dict[str, dict[str, int]] = defaultdict(dict)
        for tier, currency, minor in tier_arr(reader, view):
            arr[tier][currency] = minor
        severities = open_by_severity(reader, to_micros(ctx.now), ctx.known_us)
        moved = moved_by_runs(reader) if ctx.as_of is None else frozenset()
    clients = sum(row[0] for row in counts.values())
    scored = sum(row[1] for row in counts.values())
    compared = sum(row[3] for row in counts.values())
    total = _sum(arr, TIERS)
    at_risk = _sum(arr, AT_RISK)
    return Overview(
        as_of=ctx.now,
        clients=clients,
        scored=scored,
        average=_mean(sum(row[2] for row in counts.values()), scored),
        average_delta7=_mean(sum(row[4] for row in counts.values()), compared),
        tiers={
            tier: Counter(counts.get(tier, (0,))[0], _money(arr.get(tier, {})))
            for tier in TIERS
        },
        arr=total,
        at_risk_arr=at_risk,
        at_risk_share=_share(at_risk, total),
        open_incidents=sum(severities.values()),
        incidents_by_severity=severities,
        simulated=tuple(sorted(name for name in moved if _is_counter(name))),
    )


def _is_counter(name: str) -> bool:
    """Whether a figure stands here: not use, and of groups tiers and severities alone."""
    return name.startswith(("tier:", "severity:")) or name in _COUNTERS


def tier_counts(rows: Rows, view: int | None) -> Sequence[tuple[Any, ...]]:
    """(tier, clients, scored, sum of scores, with a delta, sum of deltas) by tier: today
    from the counters; in a look at a past day from its kept picture."""
    return live_totals(rows) if view is None else past_tier_counts(rows, view)


def tier_arr(rows: Rows, view: int | None) -> list[tuple[str, str, int]]:
    """(tier, currency, ARR), from the same."""
    return live_arr(rows) if view is None else past_tier_arr(rows, view)


def _mean(total: int, n: int) -> float | None:
    return round(total / n, 1) + 0.0 if n else None


def _money(amounts: dict[str, int]) -> tuple[Money, ...]:
    return tuple(Money(minor, currency) for currency, minor in sorted(amounts.items()))


def _sum(arr: dict[str, dict[str, int]], tiers: tuple[Tier, ...]) -> tuple[Money, ...]:
    amounts: dict[str, int] = defaultdict(int)
    for tier in tiers:
        for currency, minor in arr.get(tier, {}).items():
            amounts[currency] += minor
    return _money(amounts)


def _share(part: tuple[Money, ...], whole: tuple[Money, ...]) -> float | None:
    if len(whole) != 1 or whole[0].minor <= 0:
        return None
    return (part[0].minor if part else 0) / whole[0].minor
