"""A hand on the keyboard, and an eye on the screen: how tests use the app."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from textual.app import App
from textual.pilot import Pilot

from bellbuoy.services.context import Context
from tests.tui.charts.samples import PLAIN
from tests.tui.rest import rest
from tui.app import BellbuoyApp
from tui.keymap import DEFAULT, Keymap
from tui.list_page import ListPage
from tui.page import Page
from tui.palette import Look


class Hand:
    """Presses keys and waits until the app has nothing left to do."""

    def __init__(self, app: BellbuoyApp, pilot: Pilot[Any]) -> None:
        self.app = app
        self._pilot = pilot

    async def press(self, *keys: str) -> None:
        """The keys one after the other, then whatever follows from them."""
        for key in keys:
            await self._pilot.press(key)
        await self.settle()

    async def quick(self, key: str) -> None:
        """One key and its effect, without what threads and timers make of it later."""
        await self._pilot.press(key)

    async def type(self, text: str) -> None:
        await self._pilot.press(*[_name(char) for char in text])
        await self.settle()

    async def settle(self) -> None:
        """Until threads and timers of the app have been still for a while."""
        await rest(self.app, self._pilot)

    async def until(self, holds: Callable[[], bool], seconds: float = 30.0) -> None:
        """Until something holds; fails after a while."""
        end = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < end, "it did not come to pass:\n" + self.text
            await self._pilot.pause(0.02)

    # What is seen

    @property
    def lines(self) -> list[str]:
        """The rows of the terminal."""
        return lines_of(self.app)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def row(self, number: int) -> str:
        """A row of the frame, counted from 1; from the end with negative numbers."""
        return self.lines[number - 1 if number > 0 else number].strip()

    @property
    def page(self) -> Page:
        return self.app.page

    @property
    def list(self) -> ListPage[Any]:
        page = self.app.page
        assert isinstance(page, ListPage)
        return page

    @property
    def under_cursor(self) -> str:
        """The public id of the row under the cursor."""
        row: Any = self.list.list.cursor_row
        assert row is not None
        return str(row.key)


def lines_of(app: App[Any]) -> list[str]:
    """The rows that an app shows."""
    strips = app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip) for strip in strips]


def _name(char: str) -> str:
    names = {
        " ": "space", ":": "colon", "/": "slash", ",": "comma", "-": "minus", ".": "full_stop",
        "_": "underscore", "~": "tilde", ">": "greater_than_sign", '"': "quotation_mark",
        "+": "plus",
    }  # fmt: skip
    return names.get(char, char)


@asynccontextmanager
async def using(
    ctx: Context,
    size: tuple[int, int] = (80, 24),
    *,
    look: Look = PLAIN,
    query: str | None = None,
    keymap: Keymap = DEFAULT,
) -> AsyncIterator[Hand]:
    """The app on a store, at rest."""
    app = BellbuoyApp(ctx, look, query=query, keymap=keymap)
    async with app.run_test(size=size) as pilot:
        hand = Hand(app, pilot)
        await hand.settle()
        yield hand
