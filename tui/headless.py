"""A place without a terminal: the app on a screen of any size that nobody sees, brought to
rest and then read. What is told is therefore what the screen tells."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from textual.pilot import Pilot

from bellbuoy.services.authorise import authorise
from bellbuoy.services.context import Context
from core.values.errors import BellbuoyError, RemoteError
from tui.app import BellbuoyApp
from tui.outfit import Outfit
from tui.places import Place
from tui.registry import screen
from tui.states import fault_words

T = TypeVar("T")
_LOOK_S = 0.02
_QUIET = 18
"""Looks in a row at which nothing was under way: each waits until the app has nothing to
do, so that on a slow machine they take as long as it needs."""
PATIENCE_S = 60.0


@dataclass(frozen=True, slots=True)
class Size:
    """Cells and rows."""

    width: int = 80
    height: int = 24


def seen(
    ctx: Context, outfit: Outfit, place: Place, size: Size, read: Callable[[BellbuoyApp], T]
) -> T:
    """What `read` finds on the app when the place has come to rest. `ctx` is read-only,
    so that no worker is started.

    Raises DeniedError by role, BellbuoyError where the place cannot be shown,
    RemoteError when it does not come to rest.
    """
    if right := screen(place.screen).right:
        authorise(ctx, right)
    app = BellbuoyApp(ctx, outfit.look, keymap=outfit.keymap, outfit=outfit, place=place)
    found: list[T] = []

    async def look(pilot: Pilot[Any]) -> None:
        try:
            await _rest(app, pilot)
            found.append(read(app))
        finally:
            app.exit(0)

    asyncio.run(app.run_async(headless=True, size=(size.width, size.height), auto_pilot=look))
    if app.crashed is not None:
        if isinstance(app.crashed, BellbuoyError):
            raise app.crashed
        raise BellbuoyError(fault_words(app.crashed)) from app.crashed
    return found[0]


async def _rest(app: BellbuoyApp, pilot: Pilot[Any]) -> None:
    """Until the place is drawn, and threads and timers have been still for a while."""
    end = time.monotonic() + PATIENCE_S
    quiet = 0
    while quiet < _QUIET:
        await pilot.pause(_LOOK_S)
        quiet = quiet + 1 if _is_quiet(app) else 0
        if time.monotonic() > end:
            raise RemoteError(f"the place is not there after {PATIENCE_S:.0f} s")


def _is_quiet(app: BellbuoyApp) -> bool:
    page, session = app.page, app.session
    drawn = page.is_mounted and bool(page.size) and bool(page.head.words and page.trail.words)
    return drawn and session.reader.idle and session.back.idle
