"""Arrays give the very numbers of the path without them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from core.simulations.demo.arrays import by_day_in_arrays, draws, use_in_arrays
from core.simulations.demo.facts import demo_facts
from core.simulations.demo.use import Use
from core.values.seed import draw

AS_OF = datetime(2026, 11, 16, 14, 0, tzinfo=UTC)
ZONES = ("UTC", "America/New_York", "Pacific/Apia")


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 10**9),
    first=st.integers(1, 30) | st.integers(1, 2_000_000),
    count=st.integers(1, 25),
    days=st.integers(1, 250),
    run_in=st.integers(0, 29),
    minutes=st.integers(0, 3 * 24 * 60),
    zone=st.sampled_from(ZONES),
)
def test_the_use_of_a_chapter_is_equal_to_the_last_call(
    seed: int, first: int, count: int, days: int, run_in: int, minutes: int, zone: str
) -> None:
    """Days before a client's start, silent ones and part of today among them."""
    facts = demo_facts(
        seed,
        first + count,
        days,
        as_of=AS_OF + timedelta(minutes=minutes),
        zone=ZoneInfo(zone),
        run_in=run_in,
    )
    arrays = facts.chapter(first, first + count, arrays=True)
    assert arrays == facts.chapter(first, first + count)
    assert all(isinstance(number, int) for row in arrays.use.rows() for number in row)


@settings(max_examples=60)
@given(
    seed=st.integers(),
    keys=st.lists(st.text("C-0123456789|é", max_size=12), min_size=1, max_size=4),
    numbers=st.lists(st.integers(0, 5_000), min_size=1, max_size=6),
)
def test_draws_are_those_of_the_definition(
    seed: int, keys: list[str], numbers: list[int]
) -> None:
    found = draws(seed, keys, numbers)
    assert found.dtype == np.float64
    assert found.tolist() == [[draw(seed, "demo", key, n) for n in numbers] for key in keys]


def test_nobody_uses_nothing() -> None:
    assert use_in_arrays((), lambda silent: ()) == Use()
    assert by_day_in_arrays(Use()) == Use().by_day() == Use()
