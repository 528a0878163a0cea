"""When a run begins: lengths and moments as typed, never in the past."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.simulations.starting import MOST_WAIT_S, wait_s
from core.values.errors import UsageError
from core.values.lengths import left_words

NOON = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)
TOKYO = ZoneInfo("Asia/Tokyo")
UTC_ZONE = ZoneInfo("UTC")


@pytest.mark.parametrize(("text", "seconds"), [
    ("", 0), ("30", 1_800), ("30m", 1_800), ("+30m", 1_800), (" 2h ", 7_200), ("90s", 90),
    ("12:00", 0), ("14:30", 9_000), ("2026-11-17", 43_200), ("2026-11-16T12:01", 60),
    ("2026-11-16T12:01:00+00:00", 60),
])  # fmt: skip
def test_lengths_and_moments(text: str, seconds: int) -> None:
    assert wait_s(text, NOON, UTC_ZONE) == seconds


def test_a_time_is_that_of_the_store() -> None:
    assert wait_s("22:00", NOON, TOKYO) == 3_600
    with pytest.raises(UsageError, match="20:59 has passed: nothing is dated back"):
        wait_s("20:59", NOON, TOKYO)


@pytest.mark.parametrize(
    "text", ["11:59", "2026-11-15", "later", "25:00", "-5", "30d1h", "31d", "２h", "1e3"]
)
def test_the_past_and_what_is_no_moment_are_refused(text: str) -> None:
    with pytest.raises(UsageError):
        wait_s(text, NOON, UTC_ZONE)


@given(st.text(max_size=12))
def test_any_text_is_a_wait_or_is_refused(text: str) -> None:
    try:
        found = wait_s(text, NOON, UTC_ZONE)
    except UsageError:
        return
    assert 0 <= found <= MOST_WAIT_S


@pytest.mark.parametrize(("seconds", "words"), [
    (0, "0s"), (59, "59s"), (60, "1m"), (61, "2m"), (3_541, "1h 00m"), (3_600, "1h 00m"),
    (86_399, "1d 00h"), (90_061, "1d 01h"),
])  # fmt: skip
def test_what_is_left_counts_a_begun_minute_whole(seconds: int, words: str) -> None:
    assert left_words(seconds) == words
