"""Groups put together: ordered, cut, and still the whole."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.analytics.groups import Keys, assembled
from core.analytics.order import Order, read_order, sort_words
from core.analytics.plan import Plan, plan_of
from core.analytics.tally import Amounts, Tally
from core.analytics.types import Measure
from core.query.nouns import CLIENT_FIELDS, INCIDENT_FIELDS
from core.values.errors import UsageError
from core.values.money import Money

SUM_ARR, SUM_MRR = Measure("sum", "arr"), Measure("sum", "mrr")
AVG_HEALTH, MIN_RENEWS = Measure("avg", "health"), Measure("min", "renews")


def plan(*by: str, measures: tuple[Measure, ...] = ()) -> Plan:
    return plan_of(CLIENT_FIELDS, by, measures)


def one(n: int, **cells: tuple[int, int]) -> Tally:
    """`USD=(2, 300)`: two amounts that sum to 300; `health=(3, 120)` likewise."""
    found = {
        ("arr" if name.isupper() else name, name if name.isupper() else ""): Amounts(
            count, total, 0, total
        )
        for name, (count, total) in cells.items()
    }
    return Tally(n, found)


def names(found: Mapping[Any, Tally], by: Plan, *order: tuple[str, bool]) -> list[object]:
    done = assembled(by, found, read_order(by, order), None, "USD")
    return [group.keys[0] if len(group.keys) == 1 else group.keys for group in done.groups]


tallies = st.dictionaries(
    st.tuples(st.none() | st.sampled_from("abcdef")),
    st.builds(
        one,
        st.integers(1, 9),
        USD=st.tuples(st.integers(1, 5), st.integers(0, 900)),
        EUR=st.tuples(st.integers(1, 5), st.integers(0, 900)),
        health=st.tuples(st.integers(0, 5), st.integers(0, 500)),
    ),
    max_size=7,
)


@given(tallies, st.none() | st.integers(1, 8))
def test_groups_and_rest_sum_to_the_totals(found: dict[Keys, Tally], limit: int | None) -> None:
    by = plan("industry", measures=(SUM_ARR, AVG_HEALTH))
    done = assembled(by, found, read_order(by, ()), limit, "USD")
    parts = [*done.groups, *([done.rest] if done.rest else [])]
    assert sum(part.n for part in parts) == done.totals.n
    assert len(done.groups) + done.more == len(found)
    assert (done.rest is None) == (done.more == 0)
    for code in ("EUR", "USD"):
        sums = [m.minor for p in parts for m in p.figures[0] if m.currency == code]  # type: ignore[union-attr]
        (whole,) = [m.minor for m in done.totals.figures[0] if m.currency == code] or (0,)  # type: ignore[union-attr]
        assert sum(sums) == whole


def test_averages_are_of_all_rows_not_of_averages() -> None:
    by = plan("owner", measures=(AVG_HEALTH, Measure("avg", "arr")))
    found: dict[Keys, Tally] = {
        ("ana",): one(3, health=(3, 200), USD=(2, 25)),
        ("raj",): one(1, health=(1, 100), USD=(1, 10), EUR=(1, 7)),
    }
    done = assembled(by, found, (), None, "USD")
    assert done.totals.figures == (75.0, (Money(7, "EUR"), Money(12, "USD")))
    # 12.5 is rounded half-even, once.
    assert done.groups[0].figures == (200 / 3, (Money(12, "USD"),))


def test_mrr_is_divided_once_for_each_figure() -> None:
    by = plan("owner", measures=(SUM_MRR,))
    found: dict[Keys, Tally] = {(name,): one(1, USD=(1, 100_000)) for name in "abcdefghijkl"}
    done = assembled(by, found, (), None, "USD")
    assert {group.figures for group in done.groups} == {((Money(8333, "USD"),),)}
    assert done.totals.figures == ((Money(100_000, "USD"),),)


def test_what_does_not_occur_has_no_figure() -> None:
    by = plan(measures=(SUM_ARR, AVG_HEALTH, Measure("max", "health"), Measure("sum", "calls")))
    totals = assembled(by, {(): Tally()}, (), None, "USD").totals
    assert totals.figures == ((), None, None, 0)


def test_text_goes_by_size_and_everything_else_by_its_own_order() -> None:
    by_owner = plan("owner")
    owners = {("a",): one(1), ("b",): one(3), (None,): one(3), ("C",): one(3)}
    assert names(owners, by_owner) == ["b", "C", None, "a"]
    tiers = {("unknown",): one(9), ("healthy",): one(5), ("critical",): one(1)}
    assert names(tiers, plan("tier")) == ["critical", "healthy", "unknown"]
    months = {("2027-01",): one(1), (None,): one(8), ("2026-12",): one(2)}
    assert names(months, plan("renews")) == ["2026-12", "2027-01", None]
    both = {("b", "healthy"): one(1), ("a", "unknown"): one(7), ("a", "critical"): one(1)}
    assert names(both, plan("owner", "tier")) == [
        ("a", "critical"), ("a", "unknown"), ("b", "healthy"),
    ]  # fmt: skip


def test_a_sort_by_money_starts_with_the_base_currency() -> None:
    by = plan("owner", measures=(SUM_ARR,))
    found = {
        ("a",): one(1, EUR=(1, 900)),
        ("b",): one(1, USD=(1, 5)),
        ("c",): one(1, USD=(1, 5), EUR=(1, 3)),
        ("d",): one(1),
    }
    assert names(found, by, ("arr", True)) == ["c", "b", "a", "d"]
    assert names(found, by, ("sum_arr", False)) == ["c", "b", "a", "d"]
    assert names(found, by, ("owner", True)) == ["d", "c", "b", "a"]


def test_a_missing_group_is_last_either_way() -> None:
    found = {(None,): one(2), ("a",): one(2), ("b",): one(1)}
    assert names(found, plan("owner"), ("owner", False)) == ["a", "b", None]
    assert names(found, plan("owner"), ("owner", True)) == ["b", "a", None]
    assert names(found, plan("owner"), ("n", False)) == ["b", "a", None]


@pytest.mark.parametrize(
    ("measure", "message"),
    [
        (Measure("sum", "owner"), "there is no sum of owner"),
        (Measure("avg", "renews"), "there is no avg of renews"),
        (Measure("min", "tier"), "there is no min of tier"),
        (Measure("sum", "arrr"), "unknown field “arrr”"),
    ],
)
def test_a_figure_that_a_field_does_not_have_is_refused(measure: Measure, message: str) -> None:
    with pytest.raises(UsageError, match=message) as told:
        plan("owner", measures=(measure,))
    assert told.value.hint


def test_days_cannot_be_added() -> None:
    with pytest.raises(UsageError) as told:
        plan_of(INCIDENT_FIELDS, ("severity",), (Measure("sum", "opened"),))
    assert told.value.hint == "sum is of clients, arr, health, reopened, repeats"
    assert plan_of(INCIDENT_FIELDS, (), (Measure("max", "opened"),)).measured


def test_an_alias_means_its_field_and_a_figure_stands_once() -> None:
    by = plan("start", measures=(Measure("avg", "score"), AVG_HEALTH, SUM_ARR, SUM_MRR))
    assert [field.name for field in by.by] == ["since"]
    assert [m.key for m in by.measures] == ["avg_health", "sum_arr", "sum_mrr"]
    assert [field.name for field in by.measured] == ["health", "arr"]


def test_the_words_of_an_order() -> None:
    assert sort_words("-arr, owner") == (("arr", True), ("owner", False))
    with pytest.raises(UsageError, match="empty name"):
        sort_words("-arr,,n")
    by = plan("owner", measures=(SUM_ARR, MIN_RENEWS))
    order: Order = read_order(by, sort_words("-min_renews,arr,n"))
    assert order == (("min_renews", True), ("sum_arr", False), ("n", False))
    with pytest.raises(UsageError, match="not sorted by “tier”") as told:
        read_order(by, sort_words("tier"))
    assert told.value.hint == "by one of: arr, renews, sum_arr, min_renews, n, owner"


def test_exact_figures_leave_as_doubles() -> None:
    by = plan(measures=(AVG_HEALTH,))
    (figure,) = assembled(by, {(): one(3, health=(3, 200))}, (), None, "USD").totals.figures
    assert figure == float(Fraction(200, 3))
