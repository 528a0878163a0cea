"""Signals as exceptions, so that every `finally` and every rollback runs."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

from bellbuoy.commands.exit_codes import ExitCode


class Terminated(SystemExit):
    """SIGTERM came. No `except Exception` holds it up."""


class TimedOut(SystemExit):
    """The time of --timeout is over. No `except Exception` holds it up."""


@contextmanager
def terminable() -> Iterator[None]:
    """Raise Terminated on SIGTERM inside the block; a second SIGTERM kills at once."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _terminate)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def time_limit(seconds: float | None) -> Iterator[None]:
    """Raise TimedOut when the block takes longer than `seconds`; None is no limit."""
    if seconds is None:
        yield
        return
    before = signal.signal(signal.SIGALRM, _time_out)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _terminate(_number: int, _frame: FrameType | None) -> NoReturn:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    raise Terminated(int(ExitCode.TERMINATED))


def _time_out(_number: int, _frame: FrameType | None) -> NoReturn:
    raise TimedOut(int(ExitCode.FAILURE))
