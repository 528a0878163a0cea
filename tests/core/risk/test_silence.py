from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.risk.silence import midnights, silent_days
from core.risk.types import MOST_SILENT
from core.values.instants import date_of, day_start, local_day, to_micros, zone

# Clocks that change at midnight, a day that never was, half hours, and none of it.
ZONES = ("UTC", "America/New_York", "America/Havana", "Pacific/Apia", "Australia/Lord_Howe")


@given(st.sampled_from(ZONES), st.integers(14_900, 20_600), st.integers(0, 100 * 86_400))
def test_days_of_silence_are_local_days(name: str, today: int, seconds: int) -> None:
    tz = zone(name)
    contact = day_start(today + 1, tz) - timedelta(seconds=seconds, microseconds=1)
    found = silent_days(to_micros(contact), midnights(today, tz))
    assert found == min(MOST_SILENT, today - local_day(contact, tz))


@pytest.mark.parametrize("name", ZONES)
def test_a_few_runs_say_it_for_any_day(name: str) -> None:
    for today in range(20_000, 20_400, 30):
        runs = midnights(today, zone(name))
        assert len(runs) <= 4, date_of(today)
        assert sum(run.many for run in runs) == MOST_SILENT
