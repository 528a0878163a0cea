"""Work of the database that may be stopped: by a time limit, or by ctrl+c.

While a driver is inside the database no signal reaches Python. So the work
runs on a thread of its own, and the caller's waits.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from core.values.errors import BellbuoyError

T = TypeVar("T")
_AGAIN_S = 0.05


class OutOfTime(BellbuoyError):
    """The time limit ran out, and the statement was stopped."""


class _Work(Generic[T]):
    """One piece of work; `done` is set behind it, whatever came of it."""

    def __init__(self, work: Callable[[], T], interrupt: Callable[[], None]) -> None:
        self._work = work
        self._interrupt = interrupt
        self._lock = threading.Lock()
        self._began = self._called_off = False
        self.done = threading.Event()
        self.result: T
        self.error: BaseException | None = None

    def run(self) -> None:
        with self._lock:
            if self._called_off:
                return
            self._began = True
        try:
            self.result = self._work()
        except BaseException as error:  # handed to the thread that waits
            self.error = error
        finally:
            self.done.set()

    def stop(self) -> None:
        """Return when it has ended, interrupted as often as that takes."""
        with self._lock:
            self._called_off = True
            if not self._began:
                return
        while not self.done.is_set():
            self._interrupt()
            self.done.wait(_AGAIN_S)


def timed(work: Callable[[], T], interrupt: Callable[[], None], seconds: float) -> T:
    """What `work` gives, or raises. After `seconds`, or when the waiting thread
    is itself interrupted, `interrupt` is called until the work has ended; nothing
    runs on behind. Raises OutOfTime."""
    running = _Work(work, interrupt)
    try:
        threading.Thread(target=running.run, name="statement", daemon=True).start()
        # An event, not join(): a signal in join() makes Python 3.11 take a
        # thread that runs for one that has ended.
        late = not running.done.wait(seconds)
    finally:
        running.stop()
    if late:
        raise OutOfTime(
            f"stopped: the statement took longer than {seconds:g} s",
            "a longer --timeout, or a smaller question; --explain tells what it reads",
        )
    if running.error is not None:
        raise running.error
    return running.result
