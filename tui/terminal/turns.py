"""Keys one after the other: the next is handed out when the last one has had its effect.

A slow line brings several keys at once. Handed out together they would all go to what
has the focus now: behind an escape that closes a strip, `q` would be a letter of the strip.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any

from textual.app import App
from textual.message import Message
from textual.message_pump import MessagePump

LIMIT_S = 2.0
"""What takes longer than this holds no further key up. The first `g` on a busy machine
may well take half a second, and the letter behind it is for the strip."""


class Turns:
    """Hands keys to an app; used on its event loop."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._waiting: deque[Message] = deque()
        self._turn = 0
        self._limit: asyncio.TimerHandle | None = None

    def take(self, key: Message) -> None:
        """Hand this out as soon as those before it are done."""
        self._waiting.append(key)
        if self._limit is None:
            self._next()

    def _next(self) -> None:
        if not self._waiting:
            return
        self._turn += 1
        turn = self._turn
        self._limit = asyncio.get_running_loop().call_later(LIMIT_S, self._done, turn)
        self._app.post_message(self._waiting.popleft())
        self._after(self._app, lambda: self._at_focus(turn))

    # A key goes from the app to what has the focus, and from there up to the screen:
    # a call behind it in each of these queues comes when it has been dealt with.

    def _at_focus(self, turn: int) -> None:
        screen = self._app.screen
        self._after(screen.focused or screen, lambda: self._at_screen(turn))

    def _at_screen(self, turn: int) -> None:
        self._after(self._app.screen, lambda: self._at_app(turn))

    def _at_app(self, turn: int) -> None:
        self._after(self._app, lambda: self._done(turn))

    @staticmethod
    def _after(pump: MessagePump, then: Callable[[], None]) -> None:
        """Call it behind what waits there; at once where nothing is taken any more."""
        if not pump.call_later(then):
            then()

    def _done(self, turn: int) -> None:
        if turn == self._turn and self._limit is not None:
            self._limit.cancel()
            self._limit = None
            self._next()
