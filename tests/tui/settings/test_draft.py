"""A formula that is being typed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.health.presets import PRESETS
from core.health.types import HealthConfig
from tests.tui.settings.samples import OTHER
from tui.settings.draft import FIELDS, Draft, draft_of


def typed(**texts: str) -> Draft:
    base = draft_of(HealthConfig())
    return replace(base, texts={**base.texts, **texts})


def test_what_is_in_force_is_where_it_starts() -> None:
    for config in (HealthConfig(), OTHER):
        draft = draft_of(config)
        assert list(draft.texts) == [field.id for field in FIELDS]
        assert draft.read() == (config, "")
    assert draft_of(HealthConfig()).preset is PRESETS[0]
    assert draft_of(OTHER).preset is None


def test_presets_go_round_and_change_weights_alone() -> None:
    draft = typed(calls="77")
    seen = []
    for _ in range(len(PRESETS) + 1):
        draft = draft.with_preset(1)
        seen.append(draft.preset)
    assert seen == [*PRESETS[1:], PRESETS[0], PRESETS[1]]
    assert draft.texts["calls"] == "77"
    assert draft.with_preset(-1).preset is PRESETS[0]
    own = typed(usage="1")
    assert own.with_preset(1).preset is PRESETS[0]
    assert own.with_preset(-1).preset is PRESETS[-1]


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({}, "100 % together"),
        ({"usage": "70"}, "= 54/23/23 %"),
        ({"usage": "x"}, "100 % together"),
        ({"usage": "0", "engagement": "0", "incidents": "0"}, "100 % together"),
    ],
)
def test_what_the_weights_come_to(texts: dict[str, str], said: str) -> None:
    assert typed(**texts).sum_words == said


def test_what_is_wrong_is_one_safe_line() -> None:
    found, problem = typed(calls="\x1b[2J").read()
    assert found is None
    assert problem == "baseline calls: “�[2J” is no whole number"
    assert typed(calls="").preset is None
