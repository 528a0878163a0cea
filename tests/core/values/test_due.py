"""Days as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.values.due import day_words, day_written
from core.values.errors import UsageError
from core.values.instants import date_of, day_text, parse_day

TODAY = parse_day("2026-03-15")  # a Sunday


@pytest.mark.parametrize(
    ("text", "ahead"),
    [("today", 0), ("Tomorrow", 1), ("mon", 1), ("fri", 5), ("sun", 7), ("sunday", 7),
     ("3d", 3), ("2w", 14), ("1mo", 30), ("2026-03-20", 5), ("2026-03-01", -14)],
)  # fmt: skip
def test_words_and_the_day_they_mean(text: str, ahead: int) -> None:
    assert day_written(text, TODAY) == TODAY + ahead


@pytest.mark.parametrize("text", ["", "soon", "frei", "monkey", "2026-02-30", "9999d", "-3d"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        day_written(text, TODAY)


@settings(max_examples=60)
@given(st.integers(-3_000, 3_000), st.sampled_from("mon tue wed thu fri sat sun".split()))
def test_a_weekday_is_the_next_one_and_a_day_comes_back(ahead: int, name: str) -> None:
    day = TODAY + ahead
    found = day_written(name, day)
    assert day < found <= day + 7
    assert f"{date_of(found):%a}".lower() == name
    assert day_written(day_text(day), TODAY) == day


def test_a_day_is_told_by_how_near_it_is() -> None:
    told = [day_words(TODAY + ahead, TODAY) for ahead in (-3, 0, 1, 5)]
    assert told == ["3 d late", "today", "tomorrow", "Fri 2026-03-20"]
