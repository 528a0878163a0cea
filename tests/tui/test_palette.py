"""Styles of a theme: nothing hangs on colour alone."""

from __future__ import annotations

from typing import get_args

import pytest
from rich.color import ColorType

from themes.load import TEXT_ROLES, load, names
from tui.palette import MONO, ROLE_OF, Palette, Role


@pytest.mark.parametrize("name", names())
def test_every_role_has_a_style(name: str) -> None:
    palette = Palette(load(name))
    assert set(get_args(Role)) == {"", "border", *TEXT_ROLES}
    for role in get_args(Role):
        assert palette[role] is not None


@pytest.mark.parametrize("name", names())
def test_the_cursor_is_reverse_video(name: str) -> None:
    assert Palette(load(name))["cursor"].reverse


def test_mono_has_weight_and_no_colour() -> None:
    for role in get_args(Role):
        assert MONO[role].color is None
        assert MONO[role].bgcolor is None
    assert MONO["cursor"].reverse
    assert MONO["critical"].bold
    assert not MONO["healthy"].bold


def test_the_ansi_palette_uses_the_terminals_own_colours() -> None:
    palette = Palette(load("ansi"))
    own = {ColorType.DEFAULT, ColorType.STANDARD}
    for role in get_args(Role):
        for colour in (palette[role].color, palette[role].bgcolor):
            assert colour is None or colour.type in own, role


def test_palettes_of_one_theme_are_equal() -> None:
    assert Palette(load("dark")) == Palette(load("dark"))
    assert Palette(load("dark")) != Palette(load("light"))
    assert len({Palette(load("dark")), Palette(load("dark")), MONO}) == 2


def test_every_word_of_the_tables_has_a_role() -> None:
    assert {"critical", "at_risk", "healthy", "unknown", "up", "down", "low"} <= set(ROLE_OF)
    assert set(ROLE_OF.values()) <= set(get_args(Role))
