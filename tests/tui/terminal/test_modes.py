from __future__ import annotations

import re

import pytest

from tui.terminal.modes import modes_of

TERMS = ("xterm-256color", "screen", "tmux-256color", "linux", "dumb", "vt100", "")


def switched(text: str, how: str) -> set[str]:
    return set(re.findall(rf"\x1b\[\?(\d+){how}", text))


@pytest.mark.parametrize("term", TERMS)
@pytest.mark.parametrize("mouse", [True, False])
def test_all_that_is_switched_on_is_switched_off(term: str, mouse: bool) -> None:
    modes = modes_of({"TERM": term}, mouse=mouse)
    assert switched(modes.on, "h") <= switched(modes.off, "l")
    assert switched(modes.on, "l") <= switched(modes.off, "h")
    assert modes.on.count("\x1b[>") == modes.off.count("\x1b[<")


@pytest.mark.parametrize("term", ["linux", "dumb", "vt100", "vt220", ""])
def test_an_old_console_is_asked_nothing_and_told_nothing_new(term: str) -> None:
    modes = modes_of({"TERM": term}, mouse=True, probes=True)
    assert (modes.asks, modes.probe) == ("", "")
    assert switched(modes.on, "h") == {"1049"}
    assert ">" not in modes.on


def test_without_a_mouse_none_is_switched_on() -> None:
    with_mouse = modes_of({"TERM": "xterm"}, mouse=True)
    without = modes_of({"TERM": "xterm"}, mouse=False)
    assert switched(with_mouse.on, "h") - switched(without.on, "h") == {"1000", "1002", "1006"}


def test_pixels_and_motion_are_off_at_the_end_whoever_switched_them_on() -> None:
    off = switched(modes_of({"TERM": "xterm"}, mouse=True).off, "l")
    assert {"1003", "1015", "1016", "2026", "2048"} <= off
