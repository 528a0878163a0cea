"""Every pair that stands together is measured, and a bad one is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from themes.load import load, names
from themes.pairs import TIERS, pairs


def failed(theme: str, **colours: str) -> list[str]:
    found = pairs(replace(load(theme), **colours))  # type: ignore[arg-type]
    return [pair.words for pair in found if pair.state == "failed"]


@pytest.mark.parametrize("name", names())
def test_no_theme_that_is_shipped_fails(name: str) -> None:
    assert failed(name) == []


def test_text_and_marks_that_cannot_be_read_are_named() -> None:
    dark = load("dark")
    told = failed("dark", muted=dark.surface, border=dark.background)
    assert "muted on surface: 1.00, needs 4.5" in told
    assert "border on background: 1.00, needs 3" in told
    assert len(told) == 4


def test_the_contrast_that_a_theme_promises_is_held_against_it() -> None:
    promising = replace(load("dark"), contrast=12.0)
    assert any(pair.words.endswith("needs 12") for pair in pairs(promising))


def test_colour_safe_tiers_differ_for_every_eye() -> None:
    measured = [pair for pair in pairs(load("colour-safe")) if pair.kind == "apart"]
    assert len(measured) == 4 * 6
    assert {pair.state for pair in measured} == {"ok"}
    assert min(pair.value for pair in measured) >= 30


def test_a_promise_that_is_not_kept_fails_and_what_is_not_promised_is_noted() -> None:
    light = load("light")
    noted = [pair for pair in pairs(light) if pair.state == "note"]
    assert {pair.eye for pair in noted} <= {"protanopia", "deuteranopia", "tritanopia"}
    assert any((pair.one, pair.other) == ("critical", "at_risk") for pair in noted)
    promised = [p.words for p in pairs(replace(light, colour_safe=True)) if p.state == "failed"]
    assert len(promised) == len(noted)
    assert "critical and at_risk to deuteranopia: 2.9 apart, needs 20" in promised


def test_two_tiers_of_one_colour_fail_for_every_theme() -> None:
    told = failed("dark", healthy=load("dark").critical)
    assert told == ["critical and healthy to every cone: 0.0 apart, needs 20"]


def test_an_ansi_theme_has_nothing_to_measure() -> None:
    assert pairs(load("ansi")) == ()


def test_each_tier_is_in_a_pair_with_each_other() -> None:
    met = {frozenset((p.one, p.other)) for p in pairs(load("dark")) if p.kind == "apart"}
    assert len(met) == len(TIERS) * (len(TIERS) - 1) // 2
