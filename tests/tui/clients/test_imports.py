"""The panes serve commands too: they bring no screen with them."""

from __future__ import annotations

import pytest

from tests.tui.charts.test_imports import loaded

PANES = (
    "columns",
    "counters",
    "preview",
    "overview_tab",
    "usage_tab",
    "incidents_tab",
    "explain_tab",
)


@pytest.mark.parametrize("pane", PANES)
def test_a_pane_loads_without_textual_and_plotext(pane: str) -> None:
    assert loaded(f"tui.clients.{pane}") == "[]"
