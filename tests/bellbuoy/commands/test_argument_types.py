from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from bellbuoy.commands import argument_types as types
from core.values.errors import UsageError


@pytest.mark.parametrize(
    ("read", "raw", "value"),
    [
        (types.whole, "-12", -12),
        (types.count, "1", 1),
        (types.limit, "all", "all"),
        (types.limit, "25", 25),
        (types.span, "90s", 90),
        (types.span, "15min", 900),
        (types.span, "1w", 604800),
        (types.seconds, "0.25", 0.25),
        (types.seconds, "2min", 120.0),
        (types.day, "2024-06-30", 19904),
        (types.filled, " a ", " a "),
        (types.names, "name, mrr", ("name", "mrr")),
    ],
)
def test_values(read: Callable[[str], object], raw: str, value: object) -> None:
    assert read(raw) == value


@pytest.mark.parametrize(
    ("read", "raw"),
    [
        (types.whole, "1.0"),
        (types.whole, "１"),
        (types.whole, "1_000"),
        (types.whole, "9" * 5000),
        (types.count, "0"),
        (types.limit, "none"),
        (types.span, "15"),
        (types.span, "15m"),
        (types.span, "-1h"),
        (types.seconds, "0"),
        (types.seconds, "nan"),
        (types.seconds, "inf"),
        (types.day, "30.06.2024"),
        (types.day, "2023-02-29"),
        (types.filled, "  "),
        (types.names, ""),
    ],
)
def test_what_cannot_be_read_is_a_usage_error(read: Callable[[str], object], raw: str) -> None:
    with pytest.raises(UsageError):
        read(raw)


def test_a_moment_is_a_span_before_now_a_day_or_a_time() -> None:
    now = datetime.now(UTC)
    assert timedelta(hours=2) <= now - types.since("2h") + timedelta(seconds=1)
    assert now - types.since("2h") < timedelta(hours=2, minutes=1)
    assert types.since("2024-06-30") == datetime(2024, 6, 30, tzinfo=UTC)
    assert types.since("2024-06-30T14:00+02:00") == datetime(2024, 6, 30, 12, tzinfo=UTC)
    for wrong in ("", "soon", "2x", "2024-13-01"):
        with pytest.raises(UsageError):
            types.since(wrong)
