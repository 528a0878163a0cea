from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.values.contribution import Contribution, Explanation

NOON = datetime(2024, 6, 30, 12, tzinfo=UTC)
points = st.lists(st.integers(-100, 100), min_size=1, max_size=6)


def explanation(total: int | None, parts: tuple[Contribution, ...]) -> Explanation:
    return Explanation("Northwind Labs", "health score", total, parts, NOON, "health/1")


def bars(values: list[int]) -> tuple[Contribution, ...]:
    return tuple(Contribution(f"c{i}", f"part {i}", value) for i, value in enumerate(values))


@settings(deadline=None, max_examples=60)
@given(points, st.integers(-5, 5))
def test_an_explanation_adds_up_or_does_not_exist(values: list[int], off: int) -> None:
    if off == 0:
        assert explanation(sum(values), bars(values)).total == sum(values)
    else:
        with pytest.raises(ValueError, match="do not sum"):
            explanation(sum(values) + off, bars(values))


@settings(deadline=None, max_examples=60)
@given(points, st.integers(-5, 5))
def test_the_parts_of_a_part_add_up_too(values: list[int], off: int) -> None:
    if off == 0:
        Contribution("usage", "usage", sum(values), parts=bars(values))
    else:
        with pytest.raises(ValueError, match="usage"):
            Contribution("usage", "usage", sum(values) + off, parts=bars(values))


def test_what_is_not_known_has_no_parts() -> None:
    assert explanation(None, ()).total is None
    with pytest.raises(ValueError, match="parts without a total"):
        explanation(None, bars([0]))


def test_an_empty_explanation_explains_nothing_but_0() -> None:
    assert explanation(0, ()).parts == ()
    with pytest.raises(ValueError, match="do not sum"):
        explanation(1, ())
