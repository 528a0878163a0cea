"""A worker for as long as the app is open: started, waited for, started again."""

from __future__ import annotations

import os
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Protocol

from bellbuoy.services.context import Context
from core.values.text import safe_text
from tui.asks import Ask
from tui.pulse import Pulse, may
from tui.session import Session

if TYPE_CHECKING:
    from bellbuoy.services.worker import Launched

SLOW_S = 8.0
FIRST_S = 5.0
LONGEST_S = 300.0


class Host(Protocol):
    """What is told of it, and what goes on when there is nothing to start."""

    session: Session

    def say(self, words: str) -> None: ...

    def fault(self, error: BaseException) -> None: ...


class WorkerCare:
    """One worker that ends with this process, unless another lives.

    One that ended by a fault or a signal is started again: after five seconds, then
    after twice as long each time, at most five minutes, until one is heard of. One
    that somebody asked to stop stays away. `clock` counts seconds.
    """

    def __init__(self, host: Host, clock: Callable[[], float] = monotonic) -> None:
        self._host = host
        self._clock = clock
        self._launched: Launched | None = None
        self._since = 0.0
        self._wait = FIRST_S
        self._due: float | None = None
        self._told = False
        self._unsure = False
        """The store could not be asked whether one is needed."""

    def start(self, done: Callable[[bool], object]) -> None:
        """Start one unless one lives already; `done` is told whether it was started."""
        ctx = self._host.session.writing()
        if ctx.read_only or not may(ctx, "worker:start"):
            done(False)
            return

        def work(_held: Context, _ask: Ask[Launched | None]) -> Launched | None:
            from bellbuoy.services import worker

            if worker.status(ctx).state not in ("none", "dead"):
                return None
            return worker.launch(ctx, parent=os.getpid())

        def started(launched: Launched | None) -> None:
            self._launched, self._since = launched, self._clock()
            done(launched is not None)

        def failed(error: BaseException) -> None:
            self._unsure = True
            self._host.fault(error)

        self._unsure = False
        self._host.session.back.ask("worker", work, started, failed)

    def look(self, pulse: Pulse) -> None:
        """At each pulse: is the one that was started at work, or has it ended?"""
        launched = self._launched
        if self._unsure:
            self.start(lambda _made: None)
        if launched is None or pulse.worker is None:
            return
        if pulse.worker.state in ("alive", "late"):
            self._wait, self._due, self._told = FIRST_S, None, False
        elif launched.code is None:
            if self._clock() - self._since >= SLOW_S:
                self._ask_why()
        elif launched.code != 0:
            self._again()

    def _again(self) -> None:
        now = self._clock()
        if self._due is None:
            self._due = now + self._wait
            self._wait = min(LONGEST_S, 2 * self._wait)
            self._say("the worker has ended by a fault; it is started again")
        elif now >= self._due:
            self._due = None
            self.start(lambda _made: None)

    def _ask_why(self) -> None:
        """It lives and has not been heard of: it waits for the store."""
        if self._told:
            return

        def work(ctx: Context, _ask: Ask[str | None]) -> str | None:
            from bellbuoy.services import worker

            return worker.waits_for(ctx)

        self._host.session.back.ask("worker waits", work, self._waits, lambda _error: None)

    def _waits(self, who: str | None) -> None:
        rest = "" if who is None else f": {safe_text(who)} has it locked"
        self._say(f"the worker waits for the store{rest}")

    def _say(self, words: str) -> None:
        """Once until a worker is heard of again."""
        if not self._told:
            self._told = True
            self._host.say(words)
