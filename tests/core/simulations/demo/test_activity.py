from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.simulations.demo.activity import Habit, calendar, daily, factor
from core.simulations.demo.dice import demo_draws
from core.values.instants import day_text, local_day

AS_OF = datetime(2026, 11, 20, 14, 30, tzinfo=UTC)  # a Friday
BERLIN = ZoneInfo("Europe/Berlin")


def test_the_calendar_counts_back_from_today() -> None:
    days = calendar(AS_OF, BERLIN, 0, 30)
    today = local_day(AS_OF, BERLIN)
    assert [day.day for day in days] == [today - back for back in range(30)]
    assert [day.back for day in days] == list(range(30))
    assert [day.weekend for day in days[:7]] == [False] * 5 + [True, True]


def test_a_date_that_never_was_is_left_out() -> None:
    apia = ZoneInfo("Pacific/Apia")
    days = calendar(datetime(2012, 1, 2, tzinfo=UTC), apia, 0, 5)
    assert [day_text(day.day) for day in days] == [
        "2012-01-02",
        "2012-01-01",
        "2011-12-31",
        "2011-12-29",
    ]


def test_only_today_is_partial() -> None:
    days = calendar(AS_OF, ZoneInfo("UTC"), 0, 3)
    assert [day.share for day in days] == [pytest.approx(14.5 / 24), 1.0, 1.0]
    assert calendar(AS_OF, BERLIN, 0, 1)[0].share == pytest.approx(15.5 / 24)


@pytest.mark.parametrize(
    ("back", "height"), [(40, 1.0), (28, 1.0), (21, 0.75), (14, 0.5), (7, 0.3), (0, 0.1)]
)
def test_a_curve_is_straight_between_its_points(back: int, height: float) -> None:
    assert factor(((28, 1.0), (14, 0.5), (0, 0.1)), back) == pytest.approx(height)


def test_a_curve_of_one_point_is_level() -> None:
    assert {factor(((9, 0.4),), back) for back in (0, 8, 9, 10, 99)} == {0.4}


@settings(max_examples=60)
@given(
    seed=st.integers(0, 10**6),
    level=st.floats(0.2, 3.0),
    weekend=st.floats(0.1, 1.0),
)
def test_a_steady_habit_uses_what_it_says(seed: int, level: float, weekend: float) -> None:
    """Four whole weeks of a level: noise moves the sum by a few percent, and rounding
    to whole logins by one or two more."""
    days = calendar(AS_OF, BERLIN, 1, 28)
    found = daily(demo_draws(seed, "C-0001"), Habit(level, level, weekend=weekend), days)
    calls, logins = sum(row[1] for row in found), sum(row[2] for row in found)
    assert calls == pytest.approx(level * 5_000 * 28 / 30, rel=0.12)
    assert logins == pytest.approx(level * 28, rel=0.12, abs=2)


def test_a_longer_history_keeps_the_newer_days() -> None:
    habit, dice = Habit(0.8, 0.7), demo_draws(42, "C-0001")
    short = daily(dice, habit, calendar(AS_OF, BERLIN, 0, 30))
    long = daily(dice, habit, calendar(AS_OF, BERLIN, 0, 90))
    assert long[-30:] == short
    assert len(long) == 90


def test_weekends_are_quieter() -> None:
    found = daily(
        demo_draws(42, "C-0001"), Habit(1, 1, weekend=0.3), calendar(AS_OF, BERLIN, 1, 28)
    )
    weekend = [calls for day, calls, _ in found if day.weekend]
    weekdays = [calls for day, calls, _ in found if not day.weekend]
    assert len(weekend) == 8
    assert max(weekend) < min(weekdays)


def test_silence_shifts_the_curve() -> None:
    dice, curve = demo_draws(42, "C-0001"), ((29, 2.0), (0, 0.5))
    days = calendar(AS_OF, BERLIN, 100, 30)
    found = daily(dice, Habit(1, 1, curve, weekend=1.0, silent=100), days)
    assert sum(row[1] for row in found[:5]) > 2 * sum(row[1] for row in found[-5:])
