"""Which figures differ with runs in force, client by client."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from core.clients.moved import Counted, moved_figures
from core.health.types import TIERS

WELL = Counted(True, "healthy", 90, 0, 0, (("USD", 1_200),), ("owner:ana",))
tellings = st.builds(
    Counted, live=st.booleans(), tier=st.sampled_from(TIERS),
    score=st.none() | st.integers(0, 100), delta7=st.none() | st.integers(-100, 100),
    open_incidents=st.integers(0, 3), arr=st.sampled_from([(), (("USD", 5),)]),
    groups=st.just(("owner:ana",)),
)  # fmt: skip


def test_a_client_that_falls_moves_its_tiers_and_what_is_at_risk() -> None:
    now = replace(WELL, tier="at_risk", score=60, delta7=-30, open_incidents=2)
    assert moved_figures([(now, WELL)]) == {
        "health", "trend", "incidents", "tier:at_risk", "tier:healthy", "at_risk", "owner:ana",
    }  # fmt: skip


def test_one_that_pays_otherwise_moves_money_alone() -> None:
    now = replace(WELL, arr=(("USD", 1_500),))
    assert moved_figures([(now, WELL)]) == {"arr", "tier:healthy"}


def test_one_that_is_lost_counts_for_nothing_then() -> None:
    assert moved_figures([(replace(WELL, live=False), WELL)]) == {
        "clients", "health", "trend", "arr", "tier:healthy",
    }  # fmt: skip


@given(tellings)
def test_what_is_the_same_moves_nothing(one: Counted) -> None:
    assert moved_figures([(one, one)]) == frozenset()


@given(tellings, tellings)
def test_it_is_the_same_figures_from_either_side(one: Counted, other: Counted) -> None:
    assert moved_figures([(one, other)]) == moved_figures([(other, one)])
