"""How many clients are in each churn tier, and where they are listed."""

from __future__ import annotations

from datetime import UTC, datetime

from core.analytics.churn_mix import churn_mix


def test_the_gravest_comes_first_and_nobody_is_none() -> None:
    found = churn_mix({"low": 300, "high": 1842}, datetime(1998, 6, 30, tzinfo=UTC), told=True)
    assert [(row.tier, row.clients) for row in found.rows] == [
        ("high", 1842), ("medium", 0), ("low", 300),
    ]  # fmt: skip
    assert found.clients == 2142
    assert found.rows[1].query == "churn_tier:medium"
