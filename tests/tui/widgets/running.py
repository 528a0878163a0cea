"""A list on a screen of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from tests.tui.widgets.list_app import ListApp
from tests.tui.widgets.rows import Items
from tests.tui.widgets.screen_text import until
from tui.palette import Look
from tui.widgets.window_messages import CountChanged

MILLION = 1_000_000


@asynccontextmanager
async def running(
    source: Items | None, look: Look | None = None, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[ListApp, Pilot[None]]]:
    app = ListApp(source, look)
    async with app.run_test(size=size) as pilot:
        app.window.focus()
        if source is not None:
            await until(pilot, lambda: app.last(CountChanged) is not None)
        yield app, pilot
