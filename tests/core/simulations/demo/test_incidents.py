from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from core.events.types import IncidentFact
from core.incidents.types import OPEN_STATUSES, STATUSES, Status
from core.simulations.demo.dice import demo_draws
from core.simulations.demo.incidents import IncidentShape, incidents_of, past_incidents_of

AS_OF = datetime(2026, 11, 20, 14, 30, 15, tzinfo=UTC)


def in_order(incident: IncidentFact) -> bool:
    times = [incident.opened, incident.acknowledged, incident.resolved, incident.closed, AS_OF]
    known = [time for time in times if time is not None]
    return known == sorted(known)


@settings(max_examples=150)
@given(
    seed=st.integers(0, 10**9),
    status=st.sampled_from(STATUSES),
    age=st.none() | st.integers(0, 26 * 24 * 60),
)
def test_times_are_in_order_and_fit_the_status(
    seed: int, status: Status, age: int | None
) -> None:
    shape = IncidentShape("high", status, age=age)
    (incident,) = incidents_of(demo_draws(seed, "C-0001"), (shape,), AS_OF)
    assert in_order(incident)
    assert (incident.acknowledged is None) == (status == "open")
    assert (incident.resolved is None) == (status in OPEN_STATUSES)
    assert (incident.closed is None) == (status != "closed")
    assert incident.resolution == (None if status in OPEN_STATUSES else "fixed")
    if incident.resolved:
        assert AS_OF - incident.resolved < timedelta(days=29)


def test_what_a_shape_says_is_kept() -> None:
    shape = IncidentShape(
        "critical", "closed", age=3_000, fixed_after=600, title="Down", impact="outage"
    )
    (incident,) = incidents_of(demo_draws(42, "C-0002"), (shape,), AS_OF)
    opened = AS_OF.replace(second=0) - timedelta(minutes=3_000)
    assert incident.external_id == "INC-0002-1"
    assert (incident.client, incident.severity, incident.title) == (
        "C-0002",
        "critical",
        "Down",
    )
    assert (incident.opened, incident.impact) == (opened, "outage")
    assert incident.resolved == opened + timedelta(minutes=600)


def test_past_incidents_are_closed_and_too_old_to_weigh() -> None:
    found = [list(past_incidents_of(demo_draws(42, f"C-{n:04d}"), AS_OF)) for n in range(200)]
    assert {len(some) for some in found} == {0, 1, 2}
    for incident in (one for some in found for one in some):
        assert in_order(incident)
        assert incident.resolved is not None
        assert AS_OF - incident.resolved > timedelta(days=31)


def test_a_client_never_has_two_incidents_of_one_id() -> None:
    shapes = (IncidentShape("high"), IncidentShape("low"), IncidentShape("low"))
    for n in range(50):
        dice = demo_draws(42, f"C-{n:04d}")
        ids = [i.external_id for i in incidents_of(dice, shapes, AS_OF)]
        ids += [i.external_id for i in past_incidents_of(dice, AS_OF)]
        assert len(set(ids)) == len(ids)
