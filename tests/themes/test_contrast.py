"""Every theme can be read, also by those who see few colours."""

from __future__ import annotations

import pytest

from themes.contrast import luminance, ratio
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


def test_high_contrast_has_no_muted_text() -> None:
    theme = load("high-contrast")
    assert theme.muted == theme.foreground
