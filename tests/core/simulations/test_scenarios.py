"""Scenarios: what each writes, and that it is bounded by what there is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clients.standing import IncidentInput, assess
from core.health.types import HealthConfig
from core.simulations import scenarios as package
from core.simulations.draws import Draws
from core.simulations.effect import Effect, Opens, Use, after
from core.simulations.parameters import settled
from core.simulations.scenario import Scenario, Subject
from core.simulations.scenarios import scenario, scenarios
from core.values.errors import NotFoundError, UsageError
from tests.core.simulations.drawn import DAY, NOW, WINDOW_START, client, subject, subjects

EVERY = tuple(scenarios().values())


def acted(name: str, found: Subject, seed: int = 42, **given: int) -> Effect:
    what = scenario(name)
    draws = Draws(seed, "run-0001", found.key)
    return what.effect(found, draws, settled(what.parameters, given))


def score(found: Subject, effect: Effect) -> int | None:
    changed = after(found.client, effect, NOW, DAY)
    return assess(changed, HealthConfig(), NOW, DAY, WINDOW_START).health.score


def test_each_file_of_the_folder_is_a_scenario() -> None:
    (folder,) = package.__path__
    files = {path.stem.replace("_", "-") for path in Path(folder).glob("[a-z]*.py")}
    assert {each.id for each in EVERY} == files
    assert len({each.order for each in EVERY}) == len(EVERY)


def test_another_name_is_none() -> None:
    with pytest.raises(NotFoundError, match="earthquake"):
        scenario("earthquake")


def test_the_pulse_of_the_definitions() -> None:
    assert acted("pulse", subject()).use == (Use(DAY, 172, 1),)
    three = acted("pulse", subject(), days=3).use
    assert [use.day for use in three] == [DAY - 2, DAY - 1, DAY]
    assert three[-1] == Use(DAY, 172, 1)


def test_who_has_left_or_not_begun_gets_no_pulse() -> None:
    assert not acted("pulse", subject(client(ended=DAY))).use
    assert not acted("pulse", subject(client(start=DAY + 1))).use
    young = subject(client(start=DAY - 1))
    assert len(acted("pulse", young, days=30).use) == 2


def test_the_outage_of_the_definitions() -> None:
    found = acted("outage", subject())
    assert [each.severity for each in found.opens] == ["critical", "high", "high", "high"]
    assert [each.impact for each in found.opens] == ["outage", None, None, None]
    calm = subject(client(calls=5_000, logins=30))
    assert (score(calm, Effect()), score(calm, found)) == (100, 70)


def test_an_outage_is_as_grave_and_as_deep_as_is_said() -> None:
    deep = acted("outage", subject(), severity=2, symptoms=8, depth=4).opens
    assert [each.severity for each in deep[:2]] == ["high", "low"]
    assert len(deep) == 1 + Draws(42, "run-0001", "C-0007").whole(2, 1, 8)
    alone = acted("outage", subject(), symptoms=0).opens
    assert alone == (Opens("critical", "Outage: the service is down", "outage"),)
    with pytest.raises(UsageError, match="severity takes 1 to 4"):
        acted("outage", subject(), severity=5)


def test_a_component_fails_for_those_who_use_it() -> None:
    found = acted("component-outage", subject(), component=3, severity=3)
    assert found.opens == (Opens("medium", "Component down: exports", "partial"),)
    silent = subject(client(calls=0, logins=9))
    assert not acted("component-outage", silent, component=1).opens
    assert acted("component-outage", silent, component=2).opens
    absent = subject(client(calls=9, logins=None))
    assert not acted("component-outage", absent, component=2).opens


def test_a_region_loses_a_share_of_today() -> None:
    had = {DAY: (100, 4), DAY - 1: (900, 5)}
    found = acted("region-outage", subject(use=had), lost=25)
    assert found.use == (Use(DAY, -25, -1),)
    assert [each.impact for each in found.opens] == ["outage"]
    assert acted("region-outage", subject(use=had), lost=0).use == ()


def test_a_reset_heals_whatever_was_wrong() -> None:
    worst = tuple(
        IncidentInput("critical", NOW - timedelta(days=at), None, None) for at in range(1, 5)
    )
    ill = subject(client(calls=None, logins=3, incidents=worst))
    assert score(ill, Effect()) == 5  # logins alone count
    assert acted("reset", ill).use == (Use(DAY, 5_000, 27),)
    assert score(ill, acted("reset", ill)) == 100


@pytest.mark.parametrize("start", [DAY, DAY - 1, DAY - 6, DAY - 28, DAY - 29, 0])
def test_a_reset_heals_young_clients_too(start: int) -> None:
    young = subject(client(calls=0, logins=None, start=start))
    assert score(young, acted("reset", young)) == 100


def test_a_decline_takes_more_each_day() -> None:
    steady = dict.fromkeys(range(DAY - 29, DAY + 1), (100, 1))
    found = acted("decline", subject(use=steady), percent=50, days=5)
    assert [(use.day - DAY, use.calls) for use in found.use] == [
        (-4, -10), (-3, -20), (-2, -30), (-1, -40), (0, -50),
    ]  # fmt: skip
    assert sum(use.logins for use in found.use) == -1  # 1.5 of five single logins


def test_the_champion_takes_logins_along() -> None:
    steady = dict.fromkeys(range(DAY - 29, DAY + 1), (100, 2))
    found = acted("champion-leaves", subject(use=steady), percent=80, days=10)
    assert (found.calls, found.logins) == (-200, -16)


def test_a_recovery_tops_days_up_and_ends_incidents() -> None:
    had = {DAY: (100, 0), DAY - 1: (900, 5)}
    found = acted("recovery", subject(use=had), percent=100, days=2)
    assert found.use == (Use(DAY, 67, 1),)  # 5,000 / 30 rounded up
    assert found.resolves == "fixed"


def test_onboarding_grows_to_full_use() -> None:
    found = acted("onboarding", subject(), days=3)
    assert [use.calls for use in found.use] == [56, 112, 167]
    assert [use.logins for use in found.use] == [1, 1, 1]


def test_a_price_rise_keeps_or_loses_a_client() -> None:
    assert acted("price-rise", subject(), percent=20) == Effect(price=20)
    assert acted("price-rise", subject(), percent=20, leaving=100) == Effect(ends=True)
    assert acted("price-rise", subject(client(subscriptions=()))) == Effect()
    changed = after(client(), Effect(price=20), NOW, DAY)
    assert [each.amount_minor for each in changed.subscriptions] == [12_000]


def test_a_lost_renewal_ends_what_is_paid() -> None:
    found = after(client(), acted("renewal-lost", subject()), NOW, DAY)
    assert assess(found, HealthConfig(), NOW, DAY, WINDOW_START).arr == ()
    assert acted("renewal-lost", subject(client(subscriptions=()))) == Effect()


def test_a_flood_is_as_large_as_it_may_be() -> None:
    sizes = {len(acted("ticket-flood", subject(key=f"C-{n}"), most=3).opens) for n in range(40)}
    assert sizes == {1, 2, 3}
    many = [
        each for n in range(40) for each in acted("ticket-flood", subject(key=f"{n}")).opens
    ]
    assert {each.severity for each in many} == {"low", "medium"}


@pytest.mark.parametrize("name", ["partial-outage", "component-outage", "payment-failures"])
def test_as_many_are_hit_as_is_said(name: str) -> None:
    def hit(share: int) -> int:
        return sum(
            bool(acted(name, subject(key=f"C-{n}"), share=share).opens) for n in range(2_000)
        )

    assert hit(100) == 2_000
    assert 430 < hit(25) < 570
    assert hit(25) < hit(50) < hit(75)


def test_a_login_storm_is_of_today() -> None:
    (use,) = acted("login-storm", subject(), most=100).use
    assert use.day == DAY
    assert 50 <= use.logins <= 100
    assert acted("login-storm", subject()).opens == (Opens("medium", "Sign-in is slow"),)


@pytest.mark.parametrize("what", EVERY, ids=lambda each: each.id)
@given(found=subjects(), seed=st.integers(0, 9), data=st.data())
def test_any_scenario_keeps_to_what_there_is(
    what: Scenario, found: Subject, seed: int, data: st.DataObject
) -> None:
    """Nothing ahead of today or before the client began, no day with less than no use, and
    the same again for the same seed."""
    given_values = {
        each.name: data.draw(st.integers(each.low, each.high)) for each in what.parameters
    }
    values: Mapping[str, int] = settled(what.parameters, given_values)
    effect = what.effect(found, Draws(seed, "run-0001", found.key), values)
    assert effect == what.effect(found, Draws(seed, "run-0001", found.key), values)
    begin = found.client.start or 0
    for use in effect.use:
        calls, logins = found.used(use.day)
        assert begin <= use.day <= DAY
        assert calls + use.calls >= 0
        assert logins + use.logins >= 0
    assert len({use.day for use in effect.use}) == len(effect.use)


def test_parameters_are_bounded() -> None:
    parameters = scenario("decline").parameters
    assert settled(parameters, {"days": 30}) == {"percent": 40, "days": 30}
    with pytest.raises(UsageError, match="days takes 1 to 30d"):
        settled(parameters, {"days": 31})
    with pytest.raises(UsageError, match="no parameter “depth”"):
        settled(parameters, {"depth": 1})
