from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.values.instants import parse_day
from tests.tui.clients.samples import LOOK, TODAY
from tui.spans import ago_words, moment_words, range_words, span_short, span_words


@pytest.mark.parametrize(
    ("span", "words", "short"),
    [
        (timedelta(seconds=-5), "under a minute", "0m"),
        (timedelta(seconds=59), "under a minute", "0m"),
        (timedelta(minutes=10), "10 min", "10m"),
        (timedelta(hours=2), "2 h", "2h 00m"),
        (timedelta(hours=2, minutes=10), "2 h 10 min", "2h 10m"),
        (timedelta(days=3, hours=4), "3 d 4 h", "3d 04h"),
        (timedelta(days=9), "9 d", "9d 00h"),
        (timedelta(days=183, hours=4), "183 d", "183d"),
        (timedelta(days=4000), "4,000 d", "4,000d"),
    ],
)
def test_durations(span: timedelta, words: str, short: str) -> None:
    assert span_words(span) == words
    assert span_short(span) == short
    assert len(short) <= 7


def test_a_moment_stands_on_the_viewers_clock() -> None:
    at = datetime(2026, 11, 14, 23, 30, tzinfo=UTC)
    assert moment_words(at, LOOK) == "14 Nov 23:30"
    assert moment_words(at, replace(LOOK, zone=ZoneInfo("Asia/Tokyo"))) == "15 Nov 08:30"


def test_another_year_is_named() -> None:
    at = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)
    assert moment_words(at, LOOK) == "31 Dec 2025 23:30"
    assert moment_words(at, replace(LOOK, zone=ZoneInfo("Asia/Tokyo"))) == "1 Jan 08:30"


@pytest.mark.parametrize(
    ("since", "words"),
    [(0, "today"), (1, "yesterday"), (9, "9 days ago"), (-1, "tomorrow"), (-3, "in 3 days")],
)
def test_days_ago(since: int, words: str) -> None:
    assert ago_words(TODAY - since, TODAY) == words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2026-12-14", "2026-12-14", "14 Dec"),
        ("2026-12-02", "2026-12-14", "2–14 Dec"),
        ("2026-10-28", "2026-11-16", "28 Oct–16 Nov"),
        ("2025-12-02", "2026-12-14", "2 Dec–14 Dec"),
    ],
)
def test_ranges_of_days(first: str, last: str, words: str) -> None:
    assert range_words(parse_day(first), parse_day(last)) == words
