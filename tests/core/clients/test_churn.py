"""Churn tiers by days since the last purchase (DEFINITIONS 6.4)."""

from __future__ import annotations

import pytest

from core.clients.churn import churn_tier, counted_from

DAY = 20_000


@pytest.mark.parametrize(
    ("days", "tier"),
    [(0, "low"), (90, "low"), (91, "medium"), (180, "medium"), (181, "high"), (900, "high")],
)
def test_the_bounds_belong_to_the_lower_tier(days: int, tier: str) -> None:
    assert churn_tier(days) == tier


@pytest.mark.parametrize(
    ("bought", "start", "created", "since"),
    [
        (DAY - 5, DAY - 50, DAY - 9, DAY - 5),
        (None, DAY - 50, DAY - 9, DAY - 50),
        (None, None, DAY - 9, DAY - 9),
        (None, DAY + 1, DAY - 9, None),
        (DAY - 5, DAY + 1, DAY - 9, None),
        (None, None, DAY + 1, None),
        (DAY - 5, None, DAY + 1, DAY - 5),
    ],
)
def test_days_count_from_the_purchase_else_from_the_beginning(
    bought: int | None, start: int | None, created: int, since: int | None
) -> None:
    assert counted_from(DAY, bought, start, created) == since
