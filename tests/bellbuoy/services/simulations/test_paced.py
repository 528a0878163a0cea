"""What is typed to set a run is read, bounded, and written back as it was."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bellbuoy.services.simulations.paced import Paced, paced, paced_text, speed_of
from core.simulations.runs import MOST_LENGTH, MOST_SPEED, MOST_SPREAD
from core.values.errors import UsageError


def test_what_is_not_named_is_as_usual() -> None:
    assert paced("pulse", "", 42) == Paced({"days": 1}, 42)


def test_each_word_is_read() -> None:
    found = paced("pulse", "days=3 seed=7 spread=30 lasts=240 speed=60x", 42)
    assert found == Paced({"days": 3}, 7, 30, 240, 60)


@pytest.mark.parametrize("text", [
    "spread=10081", "lasts=0", "speed=3601", "speed=fast", "spread=-1", "lasts=1.5", "days=0",
    "speed=", "spread=٣",
])  # fmt: skip
def test_what_cannot_be_set_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        paced("pulse", text, 42)


def test_a_speed_of_once_waits_for_no_clock() -> None:
    assert (speed_of("once"), speed_of(" 1 "), speed_of("60x")) == (0, 1, 60)


@settings(max_examples=60)
@given(
    days=st.integers(1, 30), seed=st.integers(0, 2**63 - 1),
    spread=st.integers(0, MOST_SPREAD), length=st.none() | st.integers(1, MOST_LENGTH),
    speed=st.integers(0, MOST_SPEED),
)  # fmt: skip
def test_what_is_written_is_read_as_the_same(
    days: int, seed: int, spread: int, length: int | None, speed: int
) -> None:
    one = Paced({"days": days}, seed, spread, length, speed)
    assert paced("pulse", paced_text("pulse", one), 1) == one
