"""Runs by the clock are moved on only while one moves, by one who may."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bellbuoy.services.context import Context
from bellbuoy.services.simulations import living
from bellbuoy.services.simulations.banner import Banner
from core.access.types import Viewer
from core.values.errors import BellbuoyError
from tui.living import AGAIN_S, Living
from tui.pulse import Pulse

MOVES = Pulse(banner=Banner((1,), "outage", 1, 6, None, 1, moving=True))
STANDS = Pulse(banner=Banner((1,), "outage", 6, 6, None, 1, moving=False))


class Host:
    """An app without threads: what is asked for is done at once; timers ring by hand."""

    def __init__(self, ctx: Context) -> None:
        self.ctx = ctx
        self.session: Any = self
        self.back = self
        self.timers: list[Callable[[], object]] = []
        self.faults: list[BaseException] = []

    def writing(self) -> Context:
        return self.ctx

    def set_timer(self, delay: float, callback: Callable[[], object]) -> None:
        assert delay == AGAIN_S
        self.timers.append(callback)

    def ask(self, _name: str, work: Any, done: Any, failed: Any) -> None:
        try:
            found = work(self.ctx, None)
        except BellbuoyError as error:
            failed(error)
        else:
            done(found)

    def fault(self, error: BaseException) -> None:
        self.faults.append(error)

    def ring(self) -> None:
        self.timers.pop(0)()


@pytest.fixture
def host(own_ctx: Context) -> Host:
    return Host(replace(own_ctx, read_only=False))


@pytest.fixture
def moved(monkeypatch: pytest.MonkeyPatch) -> list[Context]:
    found: list[Context] = []

    def advance(ctx: Context) -> int:
        found.append(ctx)
        return 1

    monkeypatch.setattr(living, "advance", advance)
    return found


def test_nothing_winds_while_no_run_moves(host: Host, moved: list[Context]) -> None:
    each = Living(host)
    for pulse in (Pulse(), STANDS):
        each.look(pulse)
    assert (host.timers, moved) == ([], [])


def test_one_timer_moves_it_on_until_it_stands(host: Host, moved: list[Context]) -> None:
    each = Living(host)
    for _ in range(3):
        each.look(MOVES)
    assert len(host.timers) == 1
    host.ring()
    host.ring()
    assert len(moved) == 2
    each.look(STANDS)
    host.ring()
    assert (len(moved), host.timers) == (2, [])
    each.look(MOVES)
    assert len(host.timers) == 1


@pytest.mark.parametrize("how", ["read_only", "role"])
def test_who_may_not_write_moves_nothing(host: Host, how: str) -> None:
    if how == "read_only":
        host.ctx = replace(host.ctx, read_only=True)
    else:
        host.ctx = replace(host.ctx, viewer=Viewer("olga", "analyst"))
    Living(host).look(MOVES)
    assert host.timers == []


def test_a_fault_is_told_once_and_the_next_pulse_tries_again(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_ctx: Context) -> int:
        raise BellbuoyError("no room")

    monkeypatch.setattr(living, "advance", broken)
    each = Living(host)
    each.look(MOVES)
    host.ring()
    assert [str(error) for error in host.faults] == ["no room"]
    assert host.timers == []
    each.look(MOVES)
    assert len(host.timers) == 1
