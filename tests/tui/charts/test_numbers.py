from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.charts.chart import Chart, Series
from tui.charts.draw import read_out
from tui.charts.numbers import dealt, number, tenths

_PARTS = st.lists(st.integers(0, 10**15) | st.floats(0, 1e15), max_size=12)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0"),
        (-1200, "−1,200"),
        (70.5, "70.5"),
        (-0.04, "0.0"),
        (-0.06, "−0.1"),
        (1e15, "1,000,000,000,000,000.0"),
    ],
)
def test_a_number_in_words(value: float, said: str) -> None:
    assert number(value) == said


@given(st.integers(-(10**15), 10**15) | st.floats(-1e15, 1e15))
def test_a_number_in_words_is_the_number(value: float) -> None:
    told = number(value).replace(",", "").replace("−", "-")
    assert float(told) == pytest.approx(value, abs=0.0501, rel=1e-12)
    if isinstance(value, int):
        assert int(told) == value


@given(st.lists(st.none() | st.integers(-(10**15), 10**15), min_size=1, max_size=20))
def test_every_point_is_read_out_as_it_is(values: list[int | None]) -> None:
    labels = tuple(f"p{at}" for at in range(len(values)))
    chart = Chart("line", "", (Series("", tuple(values)),), labels, unit="calls")
    for index, value in enumerate(values):
        place, said = read_out(chart, index).split(" · ")
        assert place == f"p{index}"
        if value is None:
            assert said == "unknown"
        else:
            plain = said.removesuffix(" calls").replace(",", "").replace("−", "-")
            assert int(plain) == value


@given(_PARTS, st.integers(0, 300))
def test_what_is_dealt_adds_up(parts: list[float], whole: int) -> None:
    given_out = dealt(parts, whole)
    assert sum(given_out) == (whole if any(parts) else 0)
    assert all(each >= 0 for each in given_out)


@given(_PARTS)
def test_a_larger_part_never_gets_less(parts: list[float]) -> None:
    shares = tenths(parts)
    for one, mine in zip(parts, shares, strict=True):
        assert all(
            mine <= theirs for other, theirs in zip(parts, shares, strict=True) if other > one
        )
