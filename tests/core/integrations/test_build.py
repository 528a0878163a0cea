"""What only several fields together can tell."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.events.types import IncidentFact
from core.incidents.types import OPEN_STATUSES, STATUSES
from core.integrations import build
from core.values.errors import RowError

T0 = datetime(2024, 3, 1, 9, tzinfo=UTC)


def incident(**given_: Any) -> IncidentFact:
    fields: dict[str, Any] = dict.fromkeys(
        ("severity", "status", "acknowledged", "resolved", "closed", "resolution", "impact")
    )
    fields |= {"external_id": "I-1", "client": "C-1", "title": "t", "opened": T0}
    return build.incident(**{**fields, **given_})


def hours(n: int) -> datetime:
    return T0 + timedelta(hours=n)


def code(made: Any) -> str:
    with pytest.raises(RowError) as error:
        made()
    return error.value.code


@pytest.mark.parametrize(
    ("times", "status"),
    [
        ({}, "open"),
        ({"acknowledged": hours(1)}, "acknowledged"),
        ({"resolved": hours(1)}, "resolved"),
        ({"closed": hours(1)}, "closed"),
        ({"resolved": hours(1), "closed": hours(2)}, "closed"),
    ],
)
def test_a_status_not_told_follows_from_the_times(times: dict[str, Any], status: str) -> None:
    assert incident(**times).status == status


def test_an_ended_incident_was_acknowledged_and_resolved() -> None:
    found = incident(closed=hours(3))
    assert (found.acknowledged, found.resolved, found.closed) == (hours(3), hours(3), hours(3))
    found = incident(acknowledged=hours(1), resolved=hours(2))
    assert (found.acknowledged, found.resolved) == (hours(1), hours(2))


def test_an_incident_opened_again_has_no_end() -> None:
    found = incident(status="pending", resolved=hours(1), closed=hours(2), resolution="fixed")
    assert (found.resolved, found.closed, found.resolution) == (None, None, None)


def test_an_ended_incident_without_a_time_is_refused() -> None:
    assert code(lambda: incident(status="resolved")) == "required.resolved"
    assert code(lambda: incident(status="closed")) == "required.resolved"


def test_an_incident_without_a_title_has_its_id() -> None:
    assert incident(title=None).title == "I-1"


@given(
    st.none() | st.sampled_from(STATUSES),
    st.lists(st.none() | st.integers(-1, 3), min_size=3, max_size=3),
)
def test_what_is_built_is_always_in_order_and_whole(
    status: str | None, offsets: list[int | None]
) -> None:
    times = [None if n is None else hours(n) for n in offsets]
    names = ("acknowledged", "resolved", "closed")
    given_order = [T0, *(t for t in times if t is not None)]
    try:
        found = incident(status=status, **dict(zip(names, times, strict=True)))
    except RowError as error:
        wanted = "time.order" if given_order != sorted(given_order) else "required.resolved"
        assert error.code == wanted  # noqa: PT017 - a refusal is one of the right outcomes
        return
    assert given_order == sorted(given_order)
    kept = [found.opened, found.acknowledged, found.resolved, found.closed]
    known = [moment for moment in kept if moment is not None]
    assert known == sorted(known)
    assert (found.resolved is None) == (found.status in OPEN_STATUSES)


def subscription(**given_: Any) -> Any:
    fields: dict[str, Any] = {"external_id": "S-1", "client": "C-1", "start": 100, "end": None}
    fields |= {"amount_minor": 1000, "currency": "EUR", "quantity": 1, "period": "year"}
    fields |= {"plan": None, "status": "active", "trial": False, "term_months": None}
    return build.subscription(**{**fields, **given_})


def test_a_subscription_ends_no_earlier_than_it_starts() -> None:
    assert subscription(end=100).end == 100
    assert code(lambda: subscription(end=99)) == "time.order"


def test_a_yearly_amount_fits_the_store() -> None:
    assert subscription(amount_minor=10**12, quantity=100).quantity == 100
    assert code(lambda: subscription(amount_minor=10**12, quantity=10**6)) == "range.large"


def test_a_term_of_no_months_is_none() -> None:
    assert subscription(term_months=0).term_months is None
    assert subscription(term_months=12).term_months == 12


def client(**given_: Any) -> Any:
    names = ("industry", "country", "plan", "owner", "status", "timezone", "start", "ended")
    fields: dict[str, Any] = dict.fromkeys((*names, "baseline_calls", "baseline_logins"))
    return build.client(**{"external_id": "C", "name": "n", **fields, "extra": (), **given_})


def test_a_client_ends_no_earlier_than_it_starts() -> None:
    assert client(start=5, ended=5).ended == 5
    assert code(lambda: client(start=5, ended=4)) == "time.order"


def test_a_baseline_of_nothing_is_refused() -> None:
    assert code(lambda: client(baseline_calls=0)) == "range.baseline"
    assert code(lambda: client(baseline_logins=0)) == "range.baseline"


def test_a_day_total_tells_something() -> None:
    assert build.day_total("C", 1, 0, None).calls == 0
    assert code(lambda: build.day_total("C", 1, None, None)) == "required.calls"
