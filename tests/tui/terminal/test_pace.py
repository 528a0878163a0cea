from __future__ import annotations

import pytest
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region
from textual.widgets import Static

from tui.terminal.driver import TerminalDriver
from tui.terminal.pace import SSH_S, PacedApp, _regions, shortest_pause
from tui.terminal.picture import Picture


@pytest.mark.parametrize(
    ("env", "pause"),
    [
        ({}, 0.0), ({"SSH_CONNECTION": ""}, 0.0), ({"SSH_TTY": "/dev/pts/1"}, SSH_S),
        ({"SSH_CONNECTION": "10.0.0.1 5 10.0.0.2 22"}, SSH_S),
    ],
)  # fmt: skip
def test_only_over_ssh_pictures_wait_for_one_another(env: dict[str, str], pause: float) -> None:
    assert shortest_pause(env) == pause


def test_what_a_picture_covers() -> None:
    assert _regions(LayoutUpdate([], Region(0, 1, 80, 2))) == {Region(0, 1, 80, 2)}
    assert _regions(ChopsUpdate([], [(3, 5, 9), (4, 0, 2)], [])) == {
        Region(5, 3, 4, 1), Region(0, 4, 2, 1),
    }  # fmt: skip


class Failing(PacedApp[None]):
    def on_key(self) -> None:
        raise RuntimeError("a fault nobody foresaw")


async def test_a_fault_ends_the_app_quietly_and_is_kept() -> None:
    app = Failing()
    with pytest.raises(RuntimeError):
        async with app.run_test() as pilot:
            await pilot.press("x")
    assert isinstance(app.crashed, RuntimeError)
    assert app.return_code == 1


class Slow(PacedApp[None]):
    """Over a line that takes nothing until it is told to go on."""

    blocked = False

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []
        self.picture = Picture()

    def compose(self):  # type: ignore[no-untyped-def]
        yield Static("one")

    def _holds(self) -> bool:
        return self.blocked

    def _show(self, update: LayoutUpdate | ChopsUpdate) -> None:
        if self._holds():
            self._owed |= _regions(update)
            self._pay_later()
        else:
            self.shown.append(self._written(update, self.picture))


async def test_what_was_held_back_is_drawn_once_as_it_is_by_then() -> None:
    app = Slow()
    async with app.run_test() as pilot:
        app.blocked = True
        drawn = len(app.shown)
        for text in ("two", "three", "four"):
            app.query_one(Static).update(text)
            await pilot.pause(0.05)
        assert len(app.shown) == drawn
        app.blocked = False
        await pilot.pause(0.1)
    told = "".join(app.shown[drawn:])
    assert "four" in told
    assert "two" not in told
    assert "three" not in told


def test_the_driver_is_ours() -> None:
    assert PacedApp[None]().driver_class is TerminalDriver
