"""A line of a table of groups, at every width."""

from __future__ import annotations

import pytest

from core.values.text import cells
from tui.views.groups_view import _cells

FIGURES = ("$1,785,730", "46.3")


def test_small_screens_keep_the_money() -> None:
    line = _cells("yuki", "16", FIGURES, 54)
    assert line.split() == ["yuki", "16", "$1,785,730"]
    assert cells(line) == 54


def test_figures_stay_near_their_names_on_wide_screens() -> None:
    line = _cells("yuki", "16", FIGURES, 194)
    assert line.split() == ["yuki", "16", *FIGURES]
    assert cells(line) < 100


@pytest.mark.parametrize("width", [54, 60, 74, 114, 194])
@pytest.mark.parametrize("name", ["x" * 300, "東京データ" * 60, ""])
def test_no_name_breaks_the_columns(name: str, width: int) -> None:
    assert cells(_cells(name, "16", FIGURES, width)) <= width
