"""Columns of day totals: their order, and what they come to."""

from hypothesis import given, settings
from hypothesis import strategies as st

from core.health.types import WINDOW
from core.simulations.demo.arrays import by_day_in_arrays
from core.simulations.demo.use import ClientUse, Use

TODAY = 20_773
Rows = dict[tuple[int, int], tuple[int, int]]
rows = st.dictionaries(
    st.tuples(st.integers(1, 4), st.integers(TODAY - 70, TODAY)),
    st.tuples(st.integers(0, 9), st.integers(0, 3)).filter(any),
    max_size=25,
)


def use_from(told: Rows) -> Use:
    use = Use()
    for (client, day), (calls, logins) in sorted(told.items()):
        for column, value in zip(use.columns, (client, day, calls, logins), strict=True):
            column.append(value)
    return use


@settings(max_examples=100)
@given(told=rows)
def test_by_day_is_the_order_of_a_store(told: Rows) -> None:
    use = use_from(told)
    expected = sorted(((*place, *amounts) for place, amounts in told.items()),
                      key=lambda row: (row[1], row[0]))  # fmt: skip
    assert list(use.by_day().rows()) == expected
    assert by_day_in_arrays(use) == use.by_day()


@settings(max_examples=100)
@given(told=rows)
def test_sums_are_those_of_the_window(told: Rows) -> None:
    expected = []
    for client in sorted({client for client, _ in told}):
        days = {day: amounts for (who, day), amounts in told.items() if who == client}
        window = [amounts for day, amounts in days.items() if day > TODAY - WINDOW]
        expected.append(
            ClientUse(
                client,
                sum(calls for calls, _ in window),
                sum(logins for _, logins in window),
                min(days),
                max(days),
                max((day for day, (_, logins) in days.items() if logins), default=None),
            )
        )
    assert list(use_from(told).sums(TODAY)) == expected


def test_columns_grow_together() -> None:
    use = use_from({(1, TODAY): (3, 0)})
    use.extend(use_from({(2, TODAY): (0, 1)}))
    assert list(use.rows()) == [(1, TODAY, 3, 0), (2, TODAY, 0, 1)]
    assert len(use) == 2
