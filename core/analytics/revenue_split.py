"""Revenue at risk over one dimension: every cell in its own currency (DEFINITIONS 2.7)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from typing import NamedTuple

from core.analytics.drill import query_of
from core.analytics.types import Revenue, RevenueRow
from core.clients.types import Counter
from core.health.types import TIERS, Tier
from core.query.nouns import CLIENT_FIELDS
from core.values.money import Money

AT_RISK: tuple[Tier, ...] = ("critical", "at_risk")
Value = str | None
_TIER_RANK: Mapping[str, int] = {tier: at for at, tier in enumerate(TIERS)}


class _Base(NamedTuple):
    """All ARR, and all that is at risk, by currency."""

    arr: Mapping[str, int]
    risk: Mapping[str, int]


def revenue_split(
    clients: Iterable[tuple[Value, Tier, int]],
    arr: Iterable[tuple[Value, Tier, str, int]],
    by: str,
    now: datetime,
    base_currency: str,
) -> Revenue:
    """Rows of (value, tier, clients) and (value, tier, currency, ARR) as a table with
    totals; what comes twice is added. Most at risk comes first, in the base currency
    of the store before others; tiers and months keep their own order, and the
    missing value comes last."""
    counts: dict[Value, dict[Tier, int]] = defaultdict(lambda: defaultdict(int))
    money: dict[Value, dict[Tier, dict[str, int]]] = defaultdict(_by_tier)
    for value, tier, n in clients:
        counts[value][tier] += n
    for value, tier, currency, minor in arr:
        money[value][tier][currency] += minor
    field = CLIENT_FIELDS[by]
    base = _base(tiers.items() for tiers in money.values())
    rows = [
        _row(value, counts.get(value, {}), money.get(value, {}), base, query_of(field, value))
        for value in {**counts, **money}
    ]
    codes = sorted(base.risk, key=lambda code: (code != base_currency, code))
    rows.sort(key=lambda row: _rank(row, by, codes))
    return Revenue(now, by, tuple(rows), _totals(rows, base))


def _by_tier() -> dict[Tier, dict[str, int]]:
    return defaultdict(lambda: defaultdict(int))


def _row(
    value: Value,
    counts: Mapping[Tier, int],
    money: Mapping[Tier, Mapping[str, int]],
    base: _Base,
    query: str = "",
) -> RevenueRow:
    tiers = {t: Counter(counts.get(t, 0), _money(money.get(t, {}))) for t in TIERS}
    whole = _sum(tiers, TIERS)
    part = _sum(tiers, AT_RISK)
    return RevenueRow(
        value=value,
        clients=sum(counter.n for counter in tiers.values()),
        tiers=tiers,
        arr=_money(whole),
        at_risk=_money(part),
        share=_shares(part, whole),
        part=_shares(part, base.risk, among=whole),
        arr_share=_shares(whole, base.arr, among=whole),
        query=query,
    )


def _totals(rows: Iterable[RevenueRow], base: _Base) -> RevenueRow:
    counts: dict[Tier, int] = defaultdict(int)
    money = _by_tier()
    for row in rows:
        for tier, counter in row.tiers.items():
            counts[tier] += counter.n
            for amount in counter.arr:
                money[tier][amount.currency] += amount.minor
    return _row(None, counts, money, base)


def _base(rows: Iterable[Iterable[tuple[Tier, Mapping[str, int]]]]) -> _Base:
    arr: dict[str, int] = defaultdict(int)
    risk: dict[str, int] = defaultdict(int)
    for cells in rows:
        for tier, amounts in cells:
            for currency, minor in amounts.items():
                arr[currency] += minor
                risk[currency] += minor if tier in AT_RISK else 0
    return _Base(arr, {code: minor for code, minor in risk.items() if minor})


def _sum(tiers: Mapping[Tier, Counter], wanted: tuple[Tier, ...]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for tier in wanted:
        for amount in tiers[tier].arr:
            found[amount.currency] += amount.minor
    return found


def _money(amounts: Mapping[str, int]) -> tuple[Money, ...]:
    return tuple(Money(minor, currency) for currency, minor in sorted(amounts.items()))


def _shares(
    part: Mapping[str, int], whole: Mapping[str, int], among: Mapping[str, int] | None = None
) -> dict[str, float]:
    """`part / whole` of each currency (of `among`) whose whole is above 0."""
    return {
        currency: float(Fraction(part.get(currency, 0), whole[currency]))
        for currency in sorted(whole if among is None else among)
        if whole.get(currency, 0) > 0
    }


def _rank(row: RevenueRow, by: str, codes: Sequence[str]) -> tuple[object, ...]:
    if by == "tier":
        return (_TIER_RANK.get(row.value or "", len(TIERS)), row.value or "")
    if by == "renews":
        return (row.value is None, row.value or "")
    amounts = {money.currency: money.minor for money in row.at_risk}
    return (row.value is None, *(-amounts.get(code, 0) for code in codes), row.value or "")
