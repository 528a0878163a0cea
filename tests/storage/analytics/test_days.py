"""What is kept of a day, and what holds until the next."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.analytics.health_trend import Bin
from storage.analytics.days import score_days, usage_days
from storage.engine.reader import Rows


class Kept(Rows):
    """Rows of `score_day` and `usage_sum` without a database."""

    def __init__(self, bins: list[Bin]) -> None:
        self.bins = bins

    def rows(self, sql: str, params: object = ()) -> list[tuple[object, ...]]:
        assert isinstance(params, dict)
        first, last = params["first"], params["last"]
        return [found for found in sorted(self.bins) if first <= found[0] <= last]

    def one(self, sql: str, params: object = ()) -> tuple[object, ...] | None:
        raise AssertionError(sql)

    def value(self, sql: str, params: object = ()) -> object:
        assert isinstance(params, dict)
        return max((d for d, *_ in self.bins if d <= params["last"]), default=None)


bins = st.lists(
    st.tuples(
        st.integers(0, 12), st.just("healthy"), st.integers(-1, 2), st.just(1), st.just(5)
    ),
    max_size=8,
    unique_by=lambda found: (found[0], found[2]),
)


@given(bins, st.integers(0, 15), st.integers(0, 6))
def test_the_last_kept_day_holds_until_today(kept: list[Bin], last: int, days: int) -> None:
    first = last - days
    found = score_days(Kept(kept), first, last)
    latest = max((day for day, *_ in kept if day <= last), default=None)
    for day in range(first, last + 1):
        told = {row[1:] for row in found if row[0] == day}
        source = day if latest is None or day <= latest else latest
        assert told == {row[1:] for row in kept if row[0] == source}
    assert all(first <= row[0] <= last for row in found)


def test_both_tables_are_read_on_each_engine(scratch: Rows) -> None:
    assert score_days(scratch, 0, 30_000) == []
    assert usage_days(scratch, 0, 30_000) == {}
