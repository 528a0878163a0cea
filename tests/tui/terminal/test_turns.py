from __future__ import annotations

import asyncio

import pytest
from textual import events
from textual.app import App
from textual.screen import ModalScreen
from textual.widgets import Input

from tui.terminal import turns as module
from tui.terminal.turns import Turns


class Strip(ModalScreen[None]):
    """Every letter is its own, until escape."""

    def on_key(self, event: events.Key) -> None:
        event.stop()
        if event.key == "escape":
            self.dismiss()
        else:
            self.app.heard.append(f"strip {event.key}")  # type: ignore[attr-defined]


class Base(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    async def on_key(self, event: events.Key) -> None:
        self.heard.append(event.key)
        if event.key == "s":
            await asyncio.sleep(0.4)  # what is shown has to be loaded first
        if event.key in "gs":
            self.push_screen(Strip())
        if event.key == "slash":
            box = Input()
            self.screen.mount(box)
            box.focus()


def keys(*names: str) -> list[events.Key]:
    return [events.Key(name, name if len(name) == 1 else None) for name in names]


async def test_a_key_behind_an_escape_is_not_for_what_the_escape_closes() -> None:
    app = Base()
    async with app.run_test() as pilot:
        turns = Turns(app)
        for key in keys("g", "x", "escape", "q", "g", "y"):
            turns.take(key)
        await pilot.pause(0.3)
        assert app.heard == ["g", "strip x", "q", "g", "strip y"]


async def test_a_key_waits_for_what_the_one_before_it_opens() -> None:
    app = Base()
    async with app.run_test() as pilot:
        turns = Turns(app)
        for key in keys("s", "j"):
            turns.take(key)
        await pilot.pause(0.8)
        assert app.heard == ["s", "strip j"]


async def test_what_takes_long_holds_no_key_up_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "LIMIT_S", 0.05)
    app = Base()
    async with app.run_test() as pilot:
        turns = Turns(app)
        turns._after = lambda pump, then: None  # type: ignore[method-assign]
        for key in keys("a", "b"):
            turns.take(key)
        await pilot.pause(0.4)
        assert app.heard == ["a", "b"]


async def test_all_keys_arrive_in_their_order() -> None:
    app = Base()
    async with app.run_test() as pilot:
        turns = Turns(app)
        names = [chr(ord("a") + at % 6) for at in range(200)]
        for key in keys(*names):
            turns.take(key)
        await pilot.pause(1.0)
        assert app.heard == names
