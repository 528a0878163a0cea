"""The feed by itself: how many are due, when they are dated, what is drawn."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.simulations import feed
from core.simulations.scenarios import scenario, scenarios
from core.simulations.types import LIVE
from core.values.errors import NotFoundError, UsageError


def test_one_each_interval_the_first_after_one() -> None:
    found = [feed.due_by(at, 2) for at in (-1, 0, 1, 2, 3, 4, 60)]
    assert found == [0, 0, 0, 1, 1, 2, 30]


@given(
    interval=st.integers(1, 3_600),
    speed=st.integers(1, 3_600),
    position=st.integers(0, 10**6),
    floor=st.integers(0, 10**15),
    since=st.integers(0, 10**12),
)
@settings(max_examples=100)
def test_none_is_dated_ahead_or_before_the_last_one(
    interval: int, speed: int, position: int, floor: int, since: int
) -> None:
    present, due = floor + since, feed.due_by(position, interval)
    moments = [
        feed.moment_us(number, interval, position, speed, present, floor)
        for number in range(max(1, due - 20), due + 1)
    ]
    assert moments == sorted(moments)
    assert all(floor <= at <= present for at in moments)


def test_those_that_are_late_are_dated_when_they_were_due() -> None:
    found = [feed.moment_us(n, 2, 7, 1, 100_000_000, 0) for n in (1, 2, 3)]
    assert found == [95_000_000, 97_000_000, 99_000_000]
    # Sixty times as fast, a sixtieth of the time lies between.
    assert feed.moment_us(1, 60, 120, 60, 100_000_000, 0) == 99_000_000
    # A clock that stands dates all at its moment.
    assert feed.moment_us(1, 2, 7, 1, 100_000_000, 100_000_000) == 100_000_000


def test_what_is_drawn_depends_on_seed_run_and_number_alone() -> None:
    values = feed.kept(2, 1_000)
    found = feed.fed(42, "run-0001", 12, values)
    assert found == feed.fed(42, "run-0001", 12, feed.kept(9, 1_000))
    others = (
        feed.fed(43, "run-0001", 12, values),
        feed.fed(42, "run-0002", 12, values),
        feed.fed(42, "run-0001", 13, values),
    )
    assert found not in others
    assert feed.key_of("run-0001", 12) == "T-SIM-1-12"


def test_it_has_a_title_and_is_no_scenario() -> None:
    assert LIVE not in scenarios()
    with pytest.raises(NotFoundError):
        scenario(LIVE)
    assert feed.title_of(LIVE) == feed.FEED.title
    assert feed.title_of("outage") == scenario("outage").title


@pytest.mark.parametrize("speed", [0, -1])
def test_at_once_it_would_have_no_end(speed: int) -> None:
    with pytest.raises(UsageError, match="by the clock"):
        feed.paced(speed)
