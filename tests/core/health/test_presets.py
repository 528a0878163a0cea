"""Named weights to start from."""

from __future__ import annotations

import pytest

from core.health.presets import PRESETS, preset, preset_of
from core.health.types import HealthConfig
from core.values.errors import UsageError


def test_the_first_preset_is_the_formula_that_stores_begin_with() -> None:
    assert PRESETS[0].weights == HealthConfig().weights
    assert [each.id for each in PRESETS] == [
        "default",
        "usage-focused",
        "daily-use",
        "support-heavy",
    ]


@pytest.mark.parametrize("each", PRESETS, ids=lambda each: each.id)
def test_each_preset_is_whole_and_found_again(each: object) -> None:
    found = preset(each.id)  # type: ignore[attr-defined]
    assert sum(found.weights) == 100
    assert preset_of(found.weights) is found
    heaviest = {"usage-focused": 0, "daily-use": 1, "support-heavy": 2}.get(found.id, 0)
    assert max(found.weights) == found.weights[heaviest]


def test_other_weights_are_ones_own() -> None:
    assert preset_of((50, 25, 25)) is None


def test_an_unknown_preset_names_those_there_are() -> None:
    with pytest.raises(UsageError, match="no preset “mine”") as caught:
        preset("mine")
    assert "support-heavy" in caught.value.hint
