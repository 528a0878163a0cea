from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.health.penalty import incident_penalty
from core.incidents.types import RESOLUTIONS, SEVERITIES, Resolution, Severity
from core.values.instants import day_start, local_day, to_micros, zone

usual = settings(deadline=None, max_examples=150)
NOW = datetime(2024, 6, 30, 15, tzinfo=UTC)
START = day_start(local_day(NOW, zone("UTC")) - 29, zone("UTC"))
DAY = timedelta(days=1)
severities = st.none() | st.sampled_from(SEVERITIES)
resolutions = st.none() | st.sampled_from(RESOLUTIONS)
moments = st.datetimes(
    datetime.fromisoformat("2024-04-01"),
    datetime.fromisoformat("2024-08-01"),
    timezones=st.just(UTC),
)


def penalty(
    severity: Severity | None = "high",
    opened: datetime = NOW - DAY,
    resolved: datetime | None = None,
    resolution: Resolution | None = None,
    excluded: bool = False,
) -> int:
    return incident_penalty(severity, opened, resolved, resolution, NOW, START, excluded)


@pytest.mark.parametrize(
    ("severity", "full"),
    [("critical", 40), ("high", 20), ("medium", 10), ("low", 4), (None, 10)],
)
def test_full_while_open_and_half_once_resolved(severity: Severity | None, full: int) -> None:
    assert penalty(severity) == full
    assert penalty(severity, opened=NOW - 400 * DAY) == full
    assert penalty(severity, resolved=NOW) == full // 2


def test_one_open_high_and_one_resolved_medium() -> None:
    assert penalty("high") + penalty("medium", resolved=NOW) == 25


def test_a_duplicate_is_left_out_once_resolved() -> None:
    duplicate = penalty("medium", resolved=NOW, resolution="duplicate")
    assert penalty("high") + duplicate == 20
    later = penalty("medium", resolved=NOW + DAY, resolution="duplicate")
    assert later == 10


@pytest.mark.parametrize(
    ("resolution", "points"),
    [(None, 10), ("fixed", 10), ("no_fault", 10), ("duplicate", 0), ("cancelled", 0)],
)
def test_resolutions(resolution: Resolution | None, points: int) -> None:
    assert penalty(resolved=NOW, resolution=resolution) == points


def test_the_window_starts_with_its_first_instant() -> None:
    micro = timedelta(microseconds=1)
    long_ago = NOW - 90 * DAY
    assert penalty(opened=long_ago, resolved=START) == 10
    assert penalty(opened=long_ago, resolved=START - micro) == 0


def test_what_has_not_happened_yet() -> None:
    micro = timedelta(microseconds=1)
    assert penalty(opened=NOW) == 20
    assert penalty(opened=NOW + micro) == 0
    assert penalty(resolved=NOW + micro, resolution="fixed") == 20


def test_what_a_run_excluded_weighs_nothing() -> None:
    assert penalty("critical", excluded=True) == 0


@usual
@given(severities, moments, st.none() | moments, resolutions, st.booleans())
def test_moments_and_microseconds_agree(
    severity: Severity | None,
    opened: datetime,
    resolved: datetime | None,
    resolution: Resolution | None,
    excluded: bool,
) -> None:
    in_micros = incident_penalty(
        severity,
        to_micros(opened),
        None if resolved is None else to_micros(resolved),
        resolution,
        to_micros(NOW),
        to_micros(START),
        excluded,
    )
    assert in_micros == penalty(severity, opened, resolved, resolution, excluded)


@usual
@given(severities, moments, moments, resolutions)
def test_resolving_never_adds(
    severity: Severity | None,
    opened: datetime,
    resolved: datetime,
    resolution: Resolution | None,
) -> None:
    still_open = penalty(severity, opened)
    assert penalty(severity, opened, resolved, resolution) in (
        still_open,
        still_open // 2,
        0,
    )
