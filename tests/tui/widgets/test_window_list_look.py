"""The list in its colours: what plain text cannot show."""

from __future__ import annotations

from typing import Any

from textual.pilot import Pilot

from tests.tui.widgets.list_app import ListApp
from tests.tui.widgets.rows import Items, item
from tests.tui.widgets.screen_text import until
from themes.load import load
from tui.palette import Look, Palette
from tui.theming import textual_theme


def test_cursor_marks_risk_and_scroll_bar(snap_compare: Any) -> None:
    dark = load("dark")
    app = ListApp(Items(450), Look(Palette(dark)))
    app.register_theme(textual_theme(dark))
    app.theme = "dark"

    async def walk(pilot: Pilot[None]) -> None:
        app.window.focus()
        await until(pilot, lambda: app.window.cursor_row == item(0))
        await pilot.press("end")
        await until(pilot, lambda: app.window.cursor_row == item(449))
        await pilot.press(*["up"] * 9, "space", "up")
        await pilot.pause()

    assert snap_compare(app, terminal_size=(60, 16), run_before=walk)
