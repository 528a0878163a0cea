"""Work off the event loop: a thread that takes named jobs, one after the other.

No query runs on the event loop. A job is asked for by name; a newer ask of the
same name takes the place of the older one, which is stopped. Results and errors
come back as calls on the event loop; what was replaced is never heard of again.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from core.values.errors import BellbuoyError, RemoteError
from tui.asks import Ask as Ask  # the name under which callers know it
from tui.asks import Deliver

if TYPE_CHECKING:
    from bellbuoy.services.context import Context

T = TypeVar("T")
P = ParamSpec("P")
Submitted = tuple[Future[Any], Callable[[], Any]]
WATCH_S = 0.25
_LEAVE_S = 2.0
SLOW_S = 0.25
"""What takes longer is told in the log: somebody may have waited for it."""


class WorkThread(Executor):
    """One thread with one read-only connection, opened there and held in the
    context that jobs get. As an executor it also runs the reads of a list.

    With `changed` it looks at the store four times a second while it has nothing
    else to do, and calls `changed` on the event loop when somebody committed, and
    `away` when the database cannot be reached (why), and when it can again (None).
    """

    def __init__(
        self,
        name: str,
        ctx: Context,
        deliver: Deliver,
        changed: Callable[[], object] | None = None,
        away: Callable[[BaseException | None], object] | None = None,
    ) -> None:
        self._ctx = ctx
        self._deliver = deliver
        self._changed = changed
        self._away = away
        self._lost = False
        self._lock = threading.Lock()
        self._ready = threading.Condition(self._lock)
        self._jobs: deque[Ask[Any] | Submitted] = deque()
        self._running: Ask[Any] | None = None
        self._newest: dict[str, Ask[Any]] = {}
        self._reading = False
        self._reader: Any = None
        self._seen = 0
        self._closed = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    # Called from the event loop

    def ask(
        self,
        name: str,
        work: Callable[[Context, Ask[T]], T],
        done: Callable[[T], object],
        failed: Callable[[BaseException], object],
        told: Callable[[int, int], object] | None = None,
    ) -> Ask[T]:
        """Have `work` done; `done` or `failed` is called on the event loop, `told`
        with its progress. An ask of the same name that is under way is stopped."""
        asked = Ask(name, work, done, failed, told, _deliver=self._deliver)
        with self._ready:
            self._stop(name)
            self._newest[name] = asked
            self._jobs.append(asked)
            self._ready.notify()
        return asked

    def cancel(self, name: str) -> bool:
        """Stop an ask; whether there was one."""
        with self._lock:
            return self._stop(name)

    def busy(self, name: str) -> bool:
        """Whether an ask of this name waits or runs."""
        with self._lock:
            waiting = any(isinstance(job, Ask) and job.name == name for job in self._jobs)
            return waiting or (self._running is not None and self._running.name == name)

    @property
    def idle(self) -> bool:
        """Whether nothing waits and nothing runs."""
        with self._lock:
            return not self._jobs and self._running is None and not self._reading

    def look_at(self, ctx: Context) -> None:
        """Jobs that start from now on get this context."""
        with self._lock:
            self._ctx = ctx

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run a function after what waits already."""
        future: Future[T] = Future()
        with self._ready:
            self._jobs.append((future, lambda: fn(*args, **kwargs)))
            self._ready.notify()
        return future

    def interrupt(self) -> None:
        """Stop the submitted function that runs now; an ask is not touched."""
        with self._lock:
            if self._reading:
                self._interrupt()

    def close(self) -> None:
        """Stop what runs, drop what waits, and end the thread."""
        with self._ready:
            self._closed = True
            self._jobs.clear()
            if self._running is not None:
                self._running.stop()
            self._interrupt()
            self._ready.notify()
        self._thread.join(_LEAVE_S)

    def _stop(self, name: str) -> bool:
        """Also one that is done and whose answer is on its way: it is not heard."""
        newest = self._newest.pop(name, None)
        if newest is None or newest.answered:
            return False
        newest.stop()
        if newest in self._jobs:
            self._jobs.remove(newest)
        elif newest is self._running:
            self._interrupt()
        return True

    def _interrupt(self) -> None:
        if self._reader is not None:
            self._reader.interrupt()

    # On the thread

    def held(self) -> Context:
        """The context with the connection of this thread; only from a job."""
        with self._lock:
            ctx, reader = self._ctx, self._reader
        if reader is None:
            reader = ctx.store.reader()
            self._seen = reader.changes()
            with self._lock:
                self._reader = reader
        return ctx.holding(reader)

    def _run(self) -> None:
        looked = time.monotonic()
        while not self._closed:
            job = self._next()
            if isinstance(job, Ask):
                self._serve(job)
            elif job is not None:
                self._settle(*job)
            if self._changed is not None and time.monotonic() - looked >= WATCH_S:
                self._look(self._changed)
                looked = time.monotonic()
        with self._lock:
            reader, self._reader = self._reader, None
        if reader is not None:
            reader.close()

    def _next(self) -> Ask[Any] | Submitted | None:
        """The next job; None when it is time to look at the store, or to end."""
        with self._ready:
            if not self._jobs and not self._closed:
                self._ready.wait(WATCH_S if self._changed is not None else None)
            if not self._jobs or self._closed:
                return None
            job = self._jobs.popleft()
            self._running = job if isinstance(job, Ask) else None
            self._reading = not isinstance(job, Ask)
            return job

    def _serve(self, asked: Ask[Any]) -> None:
        began = time.perf_counter()
        try:
            result = asked.work(self.held(), asked)
        except Exception as error:
            self._end()
            self._deliver(asked.fail, self._noted(error, asked.name))
        else:
            self._end()
            self._deliver(asked.finish, result)
            _note_slow(asked.name, self._thread.name, time.perf_counter() - began)

    def _settle(self, future: Future[Any], function: Callable[[], Any]) -> None:
        if not future.set_running_or_notify_cancel():
            return
        try:
            result = function()
        except Exception as error:
            self._end()
            future.set_exception(self._noted(error, self._thread.name))
        else:
            self._end()
            future.set_result(result)

    def _noted(self, error: Exception, name: str) -> Exception:
        """A fault that nobody foresaw is kept, and told as what it turns out to be."""
        if isinstance(error, BellbuoyError):
            return error
        from bellbuoy.services.problems.met import met_in

        with self._lock:
            ctx = self._ctx
        return met_in(error, f"app: {name}", ctx.store, read_only=ctx.read_only)

    def _end(self) -> None:
        with self._lock:
            self._running = None
            self._reading = False

    def _look(self, changed: Callable[[], object]) -> None:
        """Tell of commits since the last look. A store that cannot be read says
        so to whoever asks it something, not here."""
        try:
            reader = self.held().held
            assert reader is not None
            found = reader.changes()
        except RemoteError as error:
            self._tell_away(error)
            return
        except Exception:
            return
        self._tell_away(None)
        if found != self._seen:
            self._seen = found
            self._deliver(changed)

    def _tell_away(self, error: BaseException | None) -> None:
        """Once when the database goes, once when it is back."""
        if self._away is not None and self._lost != (error is not None):
            self._lost = error is not None
            self._deliver(self._away, error)


def _note_slow(what: str, thread: str, seconds: float) -> None:
    """Keep what was slow, and on which thread, for the machine room."""
    if seconds < SLOW_S:
        return
    from bellbuoy.services.logs.writing import log

    log("info", "slow", {"what": what, "thread": thread, "ms": round(seconds * 1_000, 1)})
