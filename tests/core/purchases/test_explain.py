"""Why a churn tier is what it is."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from core.clients.churn import churn_tier
from core.purchases.explain import ChurnCase, explain_churn

DAY = 20_000
AS_OF = datetime(2024, 10, 4, tzinfo=UTC)


def case(bought: int | None = None, start: int | None = None, created: int = DAY) -> ChurnCase:
    return ChurnCase("C-1", "Oxbow", AS_OF, DAY, bought, start, created, 3)


@given(days=st.integers(0, 2_000))
def test_the_bands_add_up_to_the_days_and_the_last_of_them_is_the_tier(days: int) -> None:
    found = explain_churn(case(DAY - days))
    assert found.total == days == sum(part.points for part in found.parts)
    reached = [part.id for part in found.parts if part.points]
    assert (reached or ["low"])[-1] == churn_tier(days)
    assert found.note.startswith(churn_tier(days))


def test_it_says_from_which_day_it_counts() -> None:
    told = explain_churn(case(DAY - 191))
    assert told.note == "high: last bought 2024-03-27, 191 days ago"
    assert [part.points for part in told.parts] == [90, 90, 11]
    assert told.parts[0].command == "txn list client:C-1"
    never = explain_churn(case(start=DAY - 1))
    assert never.note == "low: never bought, client since 2024-10-03, 1 day ago"
    known = explain_churn(case(created=DAY))
    assert known.note == "low: never bought, known since 2024-10-04, today"


def test_who_begins_later_has_no_tier() -> None:
    found = explain_churn(case(start=DAY + 1))
    assert (found.total, found.parts, found.note) == (None, (), "no tier: not begun yet")
