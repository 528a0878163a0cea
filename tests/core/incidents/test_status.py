from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.incidents.status import (
    check_order,
    complete_times,
    parse_severity,
    parse_status,
    status_at,
)
from core.incidents.types import OPEN_STATUSES, STATUSES, Severity, Status
from core.values.errors import RowError

usual = settings(deadline=None, max_examples=150)
T0 = datetime(2024, 6, 1, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
statuses = st.sampled_from(STATUSES)
moments = st.integers(0, 20)
maybe = st.none() | moments


@pytest.mark.parametrize(
    ("hours", "status"),
    [(0, "open"), (1, "acknowledged"), (4, "acknowledged"), (5, "resolved"), (9, "closed")],
)
def test_a_closed_incident_looked_at_on_its_way(hours: int, status: Status) -> None:
    at = T0 + hours * HOUR
    assert status_at("closed", T0 + HOUR, T0 + 5 * HOUR, T0 + 9 * HOUR, at) == status


@pytest.mark.parametrize(
    ("stored", "acknowledged", "resolved", "closed", "status"),
    [
        ("open", None, None, None, "open"),
        ("acknowledged", None, None, None, "acknowledged"),
        ("acknowledged", 4, None, None, "acknowledged"),
        ("acknowledged", 6, None, None, "open"),
        ("pending", 4, None, None, "pending"),
        ("pending", None, 6, None, "pending"),
        ("pending", 4, 5, None, "resolved"),
        # Reopened after an acknowledgement.
        ("open", 4, None, None, "open"),
        ("resolved", None, None, None, "open"),
        ("resolved", 4, None, None, "acknowledged"),
        ("resolved", None, 6, None, "open"),
        ("resolved", None, 5, None, "resolved"),
        # Closed, and nobody wrote down when.
        ("closed", None, 5, None, "closed"),
        ("closed", 3, 4, 6, "resolved"),
        ("closed", 3, 4, 5, "closed"),
    ],
)
def test_status_at_five(
    stored: Status,
    acknowledged: int | None,
    resolved: int | None,
    closed: int | None,
    status: Status,
) -> None:
    assert status_at(stored, acknowledged, resolved, closed, 5) == status


@usual
@given(statuses, maybe, maybe, maybe, moments)
def test_open_exactly_while_it_is_unresolved(
    stored: Status, acknowledged: int | None, resolved: int | None, closed: int | None, at: int
) -> None:
    _, resolved, closed = complete_times(acknowledged, resolved, closed)
    status = status_at(stored, acknowledged, resolved, closed, at)
    ended = any(moment is not None and moment <= at for moment in (resolved, closed))
    assert (status in OPEN_STATUSES) == (not ended)


@usual
@given(statuses, maybe, maybe, maybe, moments, moments)
def test_an_incident_never_goes_back(
    stored: Status,
    acknowledged: int | None,
    resolved: int | None,
    closed: int | None,
    at: int,
    later: int,
) -> None:
    order = {"open": 0, "acknowledged": 1, "pending": 1, "resolved": 2, "closed": 3}
    before = status_at(stored, acknowledged, resolved, closed, at)
    after = status_at(stored, acknowledged, resolved, closed, at + later)
    assert order[before] <= order[after]


def test_a_later_time_implies_the_earlier_ones() -> None:
    assert complete_times(None, 5, None) == (5, 5, None)
    assert complete_times(None, None, 9) == (9, 9, 9)
    assert complete_times(1, None, None) == (1, None, None)
    assert complete_times(1, 5, 9) == (1, 5, 9)


@usual
@given(moments, maybe, maybe, maybe)
def test_times_are_in_order_or_refused(
    opened: int, acknowledged: int | None, resolved: int | None, closed: int | None
) -> None:
    there = [t for t in (opened, acknowledged, resolved, closed) if t is not None]
    if there == sorted(there):
        check_order(opened, acknowledged, resolved, closed)
        check_order(opened, *complete_times(acknowledged, resolved, closed))
    else:
        with pytest.raises(RowError) as error:
            check_order(opened, acknowledged, resolved, closed)
        assert error.value.code == "time.order"


def test_the_reason_names_the_two_times() -> None:
    with pytest.raises(RowError, match="resolved before opened"):
        check_order(T0, None, T0 - HOUR, T0)
    with pytest.raises(RowError, match="closed before resolved"):
        check_order(T0, T0, T0 + HOUR, T0)


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("critical", "critical"),
        (" High ", "high"),
        ("MEDIUM", "medium"),
        ("sev1", "critical"),
        ("SEV4", "low"),
        ("", None),
        ("  ", None),
        (None, None),
    ],
)
def test_severities(text: str | None, severity: Severity | None) -> None:
    assert parse_severity(text) == severity


@pytest.mark.parametrize("text", ["urgent", "sev5", "1", "crit\x00"])
def test_no_severity(text: str) -> None:
    with pytest.raises(RowError) as error:
        parse_severity(text)
    assert error.value.code == "type.severity"


@pytest.mark.parametrize("word", STATUSES)
def test_statuses(word: Status) -> None:
    assert parse_status(f" {word.upper()} ") == word


@pytest.mark.parametrize(
    ("text", "code"),
    [("done", "type.status"), ("", "required.status"), (None, "required.status")],
)
def test_no_status(text: str | None, code: str) -> None:
    with pytest.raises(RowError) as error:
        parse_status(text)
    assert error.value.code == code
