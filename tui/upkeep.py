"""What goes on behind a screen: the pulse, the clock, the worker, a look at another day."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from bellbuoy.services.context import Context, parse_as_of
from core.values.errors import BellbuoyError
from tui.asks import Ask
from tui.frame.heading import seconds_to_next_minute
from tui.pulse import SCORING, Pulse, may, read_pulse
from tui.session import Session

LOOK_S = 5.0
FALLBACK_S = 30.0
_DAY = "day"


class Host(Protocol):
    """The app, as far as its upkeep needs it."""

    session: Session

    def set_timer(self, delay: float, callback: Callable[[], object]) -> object: ...

    def set_interval(self, interval: float, callback: Callable[[], object]) -> object: ...

    def say(self, words: str) -> None: ...

    def fault(self, error: BaseException) -> None: ...

    def pulse_changed(self) -> None: ...

    def day_changed(self) -> None: ...

    def told_progress(self, words: str) -> None: ...

    def store_changed(self) -> None: ...


class Upkeep:
    """Started after the first frame; nothing here is waited for."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._session = host.session

    def start(self) -> None:
        self._start_worker()
        self._host.set_interval(LOOK_S, self.read_pulse)
        self._host.set_interval(FALLBACK_S, self._host.store_changed)
        self._wind_clock()

    # The pulse

    def read_pulse(self) -> None:
        """The worker may have fallen silent: no commit tells of that."""
        self._session.back.ask("pulse", _pulse, self._beat, self._host.fault)

    def _beat(self, pulse: Pulse) -> None:
        self._session.pulse = pulse
        self._host.pulse_changed()

    def _wind_clock(self) -> None:
        """Once a minute the words of rows 1 and 2 may differ; else nothing is painted."""
        self._host.pulse_changed()
        delay = seconds_to_next_minute(self._session.ctx)
        if self._session.ctx.info.clock.mode != "frozen":
            self._host.set_timer(delay, self._wind_clock)

    # The worker

    def _start_worker(self) -> None:
        """One that ends with this process, unless one lives already."""
        ctx = self._session.writing()
        if ctx.read_only or not may(ctx, "worker:start"):
            self.read_pulse()
            return

        def work(_held: Context, _ask: Ask[bool]) -> bool:
            from bellbuoy.services import worker

            if worker.status(ctx).state not in ("none", "dead"):
                return False
            worker.start(ctx, parent=os.getpid())
            return True

        self._session.back.ask("worker", work, self._started, self._host.fault)

    def _started(self, made: bool) -> None:
        """A worker that has just been started tells of itself by its first commit."""
        if not made:
            self.read_pulse()

    def recompute(self) -> None:
        """A request that the worker takes; refused by role, read-only or past day."""
        ctx = self._session.ctx

        def work(_held: Context, _ask: Ask[int]) -> int:
            from bellbuoy.services import jobs

            return jobs.ask(ctx, SCORING)

        def asked(number: int) -> None:
            worker = None if self._session.pulse is None else self._session.pulse.worker
            alive = worker is not None and worker.state == "alive"
            rest = "" if alive else "; it waits for a worker"
            self._host.say(f"asked for new scores, request {number}{rest}")

        self._session.back.ask("recompute", work, asked, self._host.fault)

    # Another day

    @property
    def waits(self) -> bool:
        return self._session.back.busy(_DAY)

    def stop_waiting(self) -> None:
        if self._session.back.cancel(_DAY):
            self._host.told_progress("")
            self._host.say("stopped; the day stays what it was")

    def set_day(self, text: str) -> None:
        """Look at another day. A picture that nobody has asked for yet is made
        first, behind the screen; until then everything stays as it is."""
        present = self._session.ctx.looking_at(None)
        try:
            moment = parse_as_of(present, text.strip())
        except BellbuoyError as error:
            self._host.fault(error)
            return
        if moment is None:
            self._arrive(None)
            return
        at = present.looking_at(moment)

        def work(held: Context, ask: Ask[None]) -> None:
            from bellbuoy.services.clients import window

            # The picture is kept: the screens' own reads find it made.
            window(at.holding(held.held) if held.held else at, "",
                   progress=ask.progress, cancelled=ask.cancelled)  # fmt: skip

        self._session.back.ask(
            _DAY, work, lambda _: self._arrive(moment), self._failed, self._progress
        )

    def _progress(self, done: int, total: int) -> None:
        self._host.told_progress(f"that day is computed: {done:,} of {total:,}")

    def _failed(self, error: BaseException) -> None:
        self._host.told_progress("")
        self._host.fault(error)

    def _arrive(self, moment: datetime | None) -> None:
        self._host.told_progress("")
        self._session.look_at(moment)
        self._host.day_changed()


def _pulse(ctx: Context, _ask: Ask[Pulse]) -> Pulse:
    return read_pulse(ctx)
