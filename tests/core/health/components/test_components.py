"""What holds for every component, however many there are."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from core.health.components import COMPONENTS
from core.health.components.record import FULL, Component, Evidence
from core.health.types import HealthConfig, HealthFacts
from tests.core.health.drawn import cases, facts

usual = settings(deadline=None, max_examples=80)
every = pytest.mark.parametrize("component", COMPONENTS, ids=lambda c: c.id)


def test_the_order_and_the_default_weights() -> None:
    assert [c.id for c in COMPONENTS] == ["usage", "engagement", "incidents"]
    assert tuple(c.default_weight for c in COMPONENTS) == HealthConfig().weights


def test_ids_are_unique_and_some_component_speaks_for_the_client() -> None:
    assert len({c.id for c in COMPONENTS}) == len(COMPONENTS)
    assert not all(c.always_known for c in COMPONENTS)


@every
def test_it_names_the_facts_that_it_reads(component: Component) -> None:
    assert component.reads
    assert set(component.reads) <= set(HealthFacts.__slots__)


@every
@usual
@given(facts_=facts())
def test_centipoints_are_in_bounds_or_unknown(
    component: Component, facts_: HealthFacts
) -> None:
    value = component.centipoints(facts_)
    if component.always_known:
        assert value is not None
    assert value is None or 0 <= value <= FULL


@every
@usual
@given(facts_=facts())
def test_at_best_is_full_and_touches_nothing_else(
    component: Component, facts_: HealthFacts
) -> None:
    best = component.at_best(facts_)
    if component.centipoints(facts_) is None:
        assert best == facts_
    else:
        assert component.centipoints(best) == FULL
    for other in COMPONENTS:
        if other is not component:
            assert other.centipoints(best) == other.centipoints(facts_)


@every
@usual
@given(case=cases())
def test_what_is_lost_can_be_opened(
    component: Component, case: tuple[HealthFacts, Evidence]
) -> None:
    found, evidence = case
    shares = [part.share for part in component.slices(found, evidence)]
    assert all(share >= 0 for share in shares)
    value = component.centipoints(found)
    if value is not None and value < FULL:
        assert sum(shares) > 0


@every
@usual
@given(facts_=facts())
def test_its_words_are_short_and_of_one_line(component: Component, facts_: HealthFacts) -> None:
    lines = [
        component.formula(facts_),
        component.measured(facts_),
        component.reason(facts_, 3),
        component.what_if,
    ]
    for line in lines:
        assert line == line.strip()
        assert 0 < len(line) <= 40
        assert "\n" not in line
