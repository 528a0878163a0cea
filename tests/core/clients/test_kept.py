"""A standing whose score is the one that history keeps."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from core.clients.kept import kept_standing
from core.clients.standing import UNRANKED, Standing
from core.health.score import score_client, score_components
from core.health.types import HealthConfig, HealthFacts

CONFIG = HealthConfig()


def standing(penalty: int = 0, days: int = 30) -> Standing:
    """A client of whom only incidents are known."""
    facts = HealthFacts(None, None, penalty, days)
    health = score_client(facts, CONFIG)
    return Standing(7, health, facts, 101, 5, (("USD", 900),), 20_000, 1, "", live=True)


def test_the_stored_parts_make_the_score() -> None:
    found = kept_standing(standing(30), (2_400, 9_000, 7_000), CONFIG)
    assert found.health == score_components((2_400, 9_000, 7_000), CONFIG)
    assert (found.rank, found.facts.penalty) == (found.health.score, 30)
    assert found.top_reason == "usage 24%: −30"
    assert (found.arr, found.renews, found.live) == ((("USD", 900),), 20_000, True)


def test_without_a_row_or_outside_its_life_there_is_no_score() -> None:
    for found in (
        kept_standing(standing(), None, CONFIG),
        kept_standing(standing(days=0), (5_000, 5_000, 5_000), CONFIG),
    ):
        assert (found.health.score, found.health.tier, found.rank) == (
            None, "unknown", UNRANKED,
        )  # fmt: skip
        assert found.top_reason == ""


def test_a_penalty_that_is_not_behind_the_stored_part_is_not_told() -> None:
    assert kept_standing(standing(60), (None, 9_000, 7_000), CONFIG).facts.penalty == 30
    assert kept_standing(standing(120), (None, 9_000, 0), CONFIG).facts.penalty == 120


@settings(max_examples=60)
@given(
    facts=st.builds(
        HealthFacts,
        st.one_of(st.none(), st.integers(0, 9_000)),
        st.one_of(st.none(), st.integers(0, 60)),
        st.integers(0, 150),
        st.integers(1, 30),
    )
)
def test_what_was_stored_is_told_again(facts: HealthFacts) -> None:
    health = score_client(facts, CONFIG)
    bare = replace(standing(facts.penalty), facts=replace(facts, calls=None, logins=None))
    assert kept_standing(bare, health.components, CONFIG).health == health
