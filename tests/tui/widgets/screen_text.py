"""What stands on the screen of a test app, as plain lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.app import App
from textual.pilot import Pilot


def screen_lines(app: App[Any]) -> list[str]:
    """The whole screen, line by line, without styles."""
    width, height = app.size
    strips = app.screen._compositor.render_strips()
    lines = [strip.text for strip in strips[:height]]
    return [line.ljust(width) for line in lines]


async def until(pilot: Pilot[Any], holds: Callable[[], bool]) -> None:
    """Wait until something holds; fails after some seconds."""
    for _ in range(500):
        await pilot.pause()
        if holds():
            return
        await pilot.pause(0.01)
    raise AssertionError("it never came to hold")
