"""The panes load without a terminal, and plotext comes with the first chart."""

from __future__ import annotations

import pytest

from tests.tui.charts.test_imports import loaded


@pytest.mark.parametrize("pane", ["cells", "tables", "lines", "data"])
def test_a_pane_loads_without_textual_and_plotext(pane: str) -> None:
    assert loaded(f"tui.portfolio.{pane}") == "[]"
