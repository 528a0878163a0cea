"""The app on a store, run headless: for walks and pictures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from textual.pilot import Pilot

from bellbuoy.services.clock import FixedClock
from bellbuoy.services.context import open_context
from tests.tui.rest import rest
from tui.app import BellbuoyApp
from tui.glyphs import GLYPHS, SetName
from tui.palette import Look
from tui.theming import palette_of

DEMO_NOW = datetime(2026, 11, 16, 14, tzinfo=UTC)
"""Where a demo store stands; its maker is not imported, for it loads what reads do not."""

SMALL = (80, 24)
LARGE = (160, 48)
_COLOURS = {"TERM": "xterm-256color"}


def app_on(
    store: Path | str,
    *,
    theme: str = "dark",
    glyphs: SetName = "braille",
    env: dict[str, str] | None = None,
) -> BellbuoyApp:
    """The app, opened read-only, so that it starts no worker."""
    ctx = open_context(str(store), user="ana", read_only=True, clock=FixedClock(DEMO_NOW))
    return BellbuoyApp(ctx, Look(palette_of(theme, env or _COLOURS), GLYPHS[glyphs]))


async def until(pilot: Pilot[int], truth: Callable[[], object], what: str = "it") -> None:
    """Wait until something holds on the screen."""
    for _ in range(800):
        if truth():
            return
        await pilot.pause(0.02)
    raise AssertionError(f"never came: {what}\n{shown(pilot)}")


def shown(pilot: Pilot[int]) -> str:
    """The whole screen as text, a line a row."""
    screen = pilot.app.screen
    width, height = screen.size
    strips = screen._compositor.render_strips()
    return "\n".join(
        "".join(segment.text for segment in strip)[:width] for strip in strips[:height]
    )


async def still(pilot: Pilot[int]) -> None:
    """Wait until the app is at rest, with nothing more to say on row 23."""
    app = pilot.app
    assert isinstance(app, BellbuoyApp)
    await rest(app, pilot, 30.0)
    app.page.said._silent()
    await rest(app, pilot, 30.0)


def sees(pilot: Pilot[int], text: str) -> Callable[[], bool]:
    return lambda: text in shown(pilot)


async def press(pilot: Pilot[int], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await pilot.pause(0.02)
