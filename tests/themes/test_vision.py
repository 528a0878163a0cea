"""The simulation of eyes that lack a kind of cone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from themes.vision import EYES, apart, seen_by

COLOUR = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


def test_it_can_tell_a_bad_pair() -> None:
    red, green = "#c4513f", "#8f7f1f"
    assert apart(red, green, "deuteranopia") < 20
    assert apart(red, green, "every cone") > 40


@pytest.mark.parametrize("eye", sorted(EYES))
def test_greys_stay_as_they_are(eye: str) -> None:
    for grey in ("#000000", "#808080", "#ffffff"):
        assert seen_by(grey, eye) == pytest.approx(seen_by(grey, "every cone"), abs=0.002)


@settings(max_examples=50)
@given(COLOUR, COLOUR, st.sampled_from(sorted(EYES)))
def test_a_distance_is_the_same_both_ways_and_nothing_to_itself(
    one: str, other: str, eye: str
) -> None:
    assert apart(one, other, eye) == pytest.approx(apart(other, one, eye))
    assert apart(one, one, eye) == 0
