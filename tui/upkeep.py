"""What goes on behind a screen: the pulse, the clock, the worker, a look at another day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from textual.timer import Timer

from bellbuoy.services.context import Context, parse_as_of, refuse_gone
from core.values.errors import BellbuoyError
from tui.alerts.news import news_words
from tui.asks import Ask
from tui.frame.heading import seconds_to_next_minute
from tui.living import Living
from tui.pulse import SCORING, Pulse, may, read_pulse
from tui.session import Session
from tui.worker_care import WorkerCare

if TYPE_CHECKING:
    from core.alerts.types import Notice

LOOK_S = 5.0
_DAY = "day"


class Host(Protocol):
    """The app, as far as its upkeep needs it."""

    session: Session

    def set_timer(self, delay: float, callback: Callable[[], object]) -> object: ...

    def set_interval(self, interval: float, callback: Callable[[], object]) -> Timer: ...

    def say(self, words: str) -> None: ...

    def ring(self) -> None: ...

    def fault(self, error: BaseException) -> None: ...

    def pulse_changed(self) -> None: ...

    def day_changed(self) -> None: ...

    def told_progress(self, words: str) -> None: ...

    def time_passed(self) -> None: ...

    def look_again(self) -> None: ...


class Upkeep:
    """Started after the first frame; nothing here is waited for."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._session = host.session
        self._seen: int | None = None
        self._care = WorkerCare(host)
        self._living = Living(host)
        self._pace: Timer | None = None
        self._pace_s = 0

    def start(self, refresh_s: int) -> None:
        """`refresh_s` is as in `use_pace`."""
        self._care.start(self._started)
        self._host.look_again()
        self._host.set_interval(LOOK_S, self._look)
        self._wind_clock()
        self.use_pace(refresh_s)

    def use_pace(self, seconds: int) -> None:
        """Screens are read again after so many seconds, 0: only when something changes."""
        if seconds == self._pace_s:
            return
        self._pace_s = seconds
        if self._pace is not None:
            self._pace.stop()
            self._pace = None
        if seconds:
            self._pace = self._host.set_interval(seconds, self._host.time_passed)

    def _look(self) -> None:
        """Two looks in one, so that an idle screen wakes no oftener: at the store, and
        at the files of the look."""
        self.read_pulse()
        self._host.look_again()

    # The pulse

    def read_pulse(self) -> None:
        """The worker may have fallen silent: no commit tells of that."""
        self._session.back.ask("pulse", _pulse, self._beat, self._host.fault)

    def _beat(self, pulse: Pulse) -> None:
        self._session.pulse = pulse
        self._host.pulse_changed()
        self._care.look(pulse)
        self._living.look(pulse)
        self._read_news()

    # Alerts

    def _read_news(self) -> None:
        """What rang since the last look; what rang before this app was opened is
        counted in row 2, and not told again."""
        if may(self._session.ctx, "alert:read"):
            self._session.back.ask("news", partial(_news, self._seen), self._tell, _unsaid)

    def _tell(self, found: tuple[int, tuple[Notice, ...]]) -> None:
        self._seen, told = found
        words = news_words(told)
        if words:
            self._host.say(words)
        if any(each.bell for each in told):
            self._host.ring()

    def _wind_clock(self) -> None:
        """Once a minute the words of rows 1 and 2 may differ; else nothing is painted."""
        self._host.pulse_changed()
        delay = seconds_to_next_minute(self._session.ctx)
        if self._session.ctx.info.clock.mode != "frozen":
            self._host.set_timer(delay, self._wind_clock)

    # The worker

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

        def work(held: Context, ask: Ask[str | None]) -> str | None:
            from bellbuoy.services.clients import window
            from bellbuoy.services.retention import gone_words

            refuse_gone(at)
            # The picture is kept: the screens' own reads find it made.
            window(at.holding(held.held) if held.held else at, "",
                   progress=ask.progress, cancelled=ask.cancelled)  # fmt: skip
            return gone_words(at)

        self._session.back.ask(
            _DAY, work, lambda gone: self._arrive(moment, gone), self._failed, self._progress
        )

    def _progress(self, done: int, total: int) -> None:
        self._host.told_progress(f"that day is computed: {done:,} of {total:,}")

    def _failed(self, error: BaseException) -> None:
        self._host.told_progress("")
        self._host.fault(error)

    def _arrive(self, moment: datetime | None, gone: str | None = None) -> None:
        self._host.told_progress("")
        self._session.look_at(moment)
        self._host.day_changed()
        if gone is not None:
            self._host.say(gone)


def _pulse(ctx: Context, _ask: Ask[Pulse]) -> Pulse:
    return read_pulse(ctx)


def _news(seen: int | None, ctx: Context, _ask: Ask[Any]) -> tuple[int, tuple[Notice, ...]]:
    from bellbuoy.services.alerts import listing

    return listing.notices(ctx, seen)


def _unsaid(_error: BaseException) -> None:
    """The pulse, read just before, has said what is wrong."""
