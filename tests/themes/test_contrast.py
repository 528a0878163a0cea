"""Every theme can be read, also by those who see few colours."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest

from tests.themes.vision import DEFICIENCIES, difference, seen_by
from themes.contrast import luminance, problems, ratio
from themes.load import TEXT_ROLES, load, names

GROUNDS = ("background", "surface")
COLOURED = tuple(name for name in names() if not load(name).ansi)


def test_the_ratio_of_black_and_white_is_21() -> None:
    assert luminance("#000000") == 0
    assert luminance("#ffffff") == pytest.approx(1)
    assert ratio("#000000", "#ffffff") == pytest.approx(21)
    assert ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", COLOURED)
@pytest.mark.parametrize("ground", GROUNDS)
def test_text_is_told_from_its_ground(name: str, ground: str) -> None:
    theme = load(name)
    least = 7.0 if name == "high-contrast" else 4.5
    for role in TEXT_ROLES:
        assert ratio(theme.colour(role), theme.colour(ground)) >= least, role


@pytest.mark.parametrize("name", COLOURED)
@pytest.mark.parametrize("ground", GROUNDS)
def test_rules_and_bars_are_told_from_their_ground(name: str, ground: str) -> None:
    theme = load(name)
    for role in ("border", "accent", "critical", "at_risk", "healthy"):
        assert ratio(theme.colour(role), theme.colour(ground)) >= 3.0, role


@pytest.mark.parametrize("name", names())
def test_no_theme_has_a_problem(name: str) -> None:
    assert problems(load(name)) == ()


def test_high_contrast_has_no_muted_text() -> None:
    theme = load("high-contrast")
    assert theme.muted == theme.foreground


def test_a_theme_that_cannot_be_read_is_told() -> None:
    dark = load("dark")
    faint = replace(dark, muted=dark.surface, border=dark.background)
    told = problems(faint)
    assert "muted on surface: 1.00, needs 4.5" in told
    assert "border on background: 1.00, needs 3" in told
    assert len(told) == 4


def test_the_contrast_that_a_theme_promises_is_held_against_it() -> None:
    promising = replace(load("dark"), contrast=12.0)
    assert any(line.endswith("needs 12") for line in problems(promising))


@pytest.mark.parametrize("deficiency", sorted(DEFICIENCIES))
def test_colour_safe_tiers_differ_for_every_eye(deficiency: str) -> None:
    theme = load("colour-safe")
    tiers = {role: theme.colour(role) for role in ("critical", "at_risk", "healthy", "unknown")}
    for one, other in combinations(tiers, 2):
        apart = difference(seen_by(tiers[one], deficiency), seen_by(tiers[other], deficiency))
        assert apart >= 20, (one, other, apart)


def test_the_simulation_can_tell_a_bad_pair() -> None:
    red, green = "#c4513f", "#8f7f1f"
    eye = "deuteranopia"
    assert difference(seen_by(red, eye), seen_by(green, eye)) < 20
    assert difference(seen_by(red, "none"), seen_by(green, "none")) > 40
