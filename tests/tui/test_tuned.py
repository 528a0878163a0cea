"""What the settings change in a terminal."""

from __future__ import annotations

import pytest
from rich.console import COLOR_SYSTEMS

from core.look.types import Preferences
from tui.terminal.modes import mouse_modes
from tui.terminal.pace import SSH_S
from tui.tuned import TunedApp


def test_the_mouse_is_switched_on_and_off_in_the_same_modes() -> None:
    env = {"TERM": "xterm-256color"}
    on, off = mouse_modes(env, True), mouse_modes(env, False)
    assert "\x1b[?1000h" in on
    assert off == on.replace("h", "l")


@pytest.mark.parametrize("term", ["", "dumb", "linux"])
def test_a_console_without_a_mouse_is_told_nothing(term: str) -> None:
    assert mouse_modes({"TERM": term}, True) == ""


async def test_colours_and_pace_go_and_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "a 1 b 2")
    app: TunedApp[int] = TunedApp()
    offered, own = app.console._color_system, Preferences()
    app.tune(own.having("colour", "256").having("motion", "on"))
    assert app.console._color_system == COLOR_SYSTEMS["256"]
    assert app._pause_s == 0.0
    app.tune(own)
    assert app.console._color_system == offered
    assert app._pause_s == app.shortest_pause == SSH_S
