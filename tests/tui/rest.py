"""When an app has nothing left to do: no thread at work, no timer about to ring."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from textual.message_pump import MessagePump
from textual.pilot import Pilot
from textual.timer import Timer

from tui.app import BellbuoyApp

_LOOK_S = 0.02
_QUIET = 4
"""Looks in a row that find nothing at work: each waits for the app, however slow it is."""
SOON_S = 0.25
"""What rings later (a notice that ends, "still reading") is no work of the key before."""


async def rest(app: BellbuoyApp, pilot: Pilot[Any], seconds: float = 60.0) -> None:
    """Wait until nothing has been under way for a while; fails when that never comes."""
    end = time.monotonic() + seconds
    quiet = 0
    while quiet < _QUIET:
        await pilot.pause(_LOOK_S)
        quiet = quiet + 1 if _idle(app) else 0
        assert time.monotonic() < end, "the app does not come to rest"


def _idle(app: BellbuoyApp) -> bool:
    """Whether nothing is under way that a person would see the end of."""
    threads = (app.session.reader, app.session.back)
    return all(thread.idle for thread in threads) and not any(map(_rings_soon, _timers(app)))


def _timers(app: BellbuoyApp) -> Iterator[Timer]:
    pumps: list[MessagePump] = [app, *app.screen_stack]
    for screen in app.screen_stack:
        pumps += screen.walk_children(with_self=False)
    for pump in pumps:
        yield from list(pump._timers)


def _rings_soon(timer: Timer) -> bool:
    """One that rings once, and is neither over nor held back."""
    task: Any = timer._task
    held = timer._repeat != 0 or not timer._active.is_set()
    return timer._interval < SOON_S and not held and task is not None and not task.done()
