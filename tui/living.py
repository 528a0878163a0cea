"""Runs of simulations that go on by the clock are moved on while the app is open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from bellbuoy.services.context import Context
from tui.asks import Ask
from tui.pulse import Pulse, may
from tui.session import Session

AGAIN_S = 1.0
_NAME = "simulation.advance"


class Host(Protocol):
    """What it needs of the app."""

    session: Session

    def set_timer(self, delay: float, callback: Callable[[], object]) -> object: ...

    def fault(self, error: BaseException) -> None: ...


class Living:
    """As long as the pulse tells of a run that moves, it is moved about each second, on
    the thread `back`; screens follow as with any change of the store. Others may move it
    too: who comes second finds nothing to do."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._winds = False
        self._moving = False

    def look(self, pulse: Pulse) -> None:
        """At each pulse: is there one that moves?"""
        ctx = self._host.session.ctx
        moving = pulse.banner is not None and pulse.banner.moving
        self._moving = moving and not ctx.read_only and may(ctx, "simulation:run")
        if self._moving and not self._winds:
            self._winds = True
            self._host.set_timer(AGAIN_S, self._advance)

    def _advance(self) -> None:
        if not self._moving:
            self._winds = False
            return
        ctx = self._host.session.writing()

        def work(_held: Context, _ask: Ask[int]) -> int:
            from bellbuoy.services.simulations import living

            return living.advance(ctx)

        self._host.session.back.ask(_NAME, work, self._moved, self._failed)

    def _moved(self, _many: int) -> None:
        """Whoever commits is heard of; the next pulse says whether one still moves."""
        self._host.set_timer(AGAIN_S, self._advance)

    def _failed(self, error: BaseException) -> None:
        self._winds = self._moving = False
        self._host.fault(error)
