"""Revenue at risk: every row and column adds up (DEFINITIONS 2.7)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.analytics.revenue_split import revenue_split
from core.clients.revenue import total_by_currency
from core.health.types import TIERS
from core.values.money import Money

NOW = datetime(2026, 3, 15, tzinfo=UTC)
values = st.none() | st.sampled_from(["Bank", "Food", "Law"])
tiers = st.sampled_from(TIERS)


@given(
    st.lists(st.tuples(values, tiers, st.integers(1, 9)), max_size=20),
    st.lists(
        st.tuples(values, tiers, st.sampled_from(["USD", "EUR"]), st.integers(1, 10**9)),
        max_size=20,
    ),
    st.sampled_from(["industry", "plan", "owner"]),
)
def test_rows_and_columns_add_up(clients: list, arr: list, by: str) -> None:  # type: ignore[type-arg]
    found = revenue_split(clients, arr, by, NOW, "USD")
    rows, totals = found.rows, found.totals
    assert totals.clients == sum(row.clients for row in rows) == sum(c[2] for c in clients)
    for row in (*rows, totals):
        assert row.clients == sum(counter.n for counter in row.tiers.values())
        assert row.arr == total_by_currency(m for c in row.tiers.values() for m in c.arr)
        risky = [m for t in ("critical", "at_risk") for m in row.tiers[t].arr]
        assert row.at_risk == total_by_currency(risky)
        whole = {m.currency: m.minor for m in row.arr}
        risk = {m.currency: m.minor for m in row.at_risk}
        assert row.share == {c: risk.get(c, 0) / minor for c, minor in whole.items()}
    for tier in TIERS:
        column = [m for row in rows for m in row.tiers[tier].arr]
        assert totals.tiers[tier].arr == total_by_currency(column)
        assert totals.tiers[tier].n == sum(row.tiers[tier].n for row in rows)
    for money in totals.at_risk:
        assert sum(row.part.get(money.currency, 0) for row in rows) == pytest.approx(1)


def test_the_example_of_the_definitions() -> None:
    cells = [
        ("critical", "critical", "USD", 120_000), ("at_risk", "at_risk", "USD", 60_000),
        ("healthy", "healthy", "USD", 220_000),
    ]  # fmt: skip
    found = revenue_split([], cells, "tier", NOW, "USD")  # type: ignore[arg-type]
    assert [row.value for row in found.rows] == ["critical", "at_risk", "healthy"]
    assert found.totals.at_risk == (Money(180_000, "USD"),)
    assert found.totals.arr == (Money(400_000, "USD"),)
    assert found.totals.share == {"USD": 0.45}
    assert [row.part.get("USD") for row in found.rows] == [2 / 3, 1 / 3, 0.0]
    assert [row.arr_share.get("USD") for row in found.rows] == [0.3, 0.15, 0.55]


def test_unknown_stands_apart() -> None:
    found = revenue_split(
        [(None, "unknown", 2)], [(None, "unknown", "USD", 500)], "owner", NOW, "USD"
    )
    assert found.totals.at_risk == ()
    assert (found.totals.share, found.totals.part) == ({"USD": 0.0}, {})


def test_most_at_risk_first_in_the_base_currency() -> None:
    arr = [
        ("euro", "critical", "EUR", 9_000), ("small", "at_risk", "USD", 1),
        ("large", "critical", "USD", 2), ("none", "healthy", "USD", 900),
        (None, "critical", "USD", 800),
    ]  # fmt: skip
    found = revenue_split([], arr, "owner", NOW, "USD")  # type: ignore[arg-type]
    assert [row.value for row in found.rows] == ["large", "small", "euro", "none", None]
    months = [("2027-01", "critical", 1), (None, "critical", 1), ("2026-12", "healthy", 1)]
    by_month = revenue_split(months, [], "renews", NOW, "USD")  # type: ignore[arg-type]
    assert [row.value for row in by_month.rows] == ["2026-12", "2027-01", None]
