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
    """SIGTERM came, or the terminal hung up. No `except Exception` holds it up."""


class TimedOut(SystemExit):
    """The time of --timeout is over. No `except Exception` holds it up."""


@contextmanager
def terminable() -> Iterator[None]:
    """Raise Terminated on SIGTERM inside the block; a second SIGTERM kills at once.

    The same on SIGHUP, unless the process was started to outlive its terminal
    (`nohup`). A terminal that goes may send several: only the first counts.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _terminate)
    hangs_up = signal.getsignal(signal.SIGHUP) is signal.SIG_DFL
    if hangs_up:
        signal.signal(signal.SIGHUP, _hang_up)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
        if hangs_up:
            signal.signal(signal.SIGHUP, signal.SIG_DFL)


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


def _hang_up(_number: int, _frame: FrameType | None) -> NoReturn:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    raise Terminated(int(ExitCode.TERMINATED))


def _time_out(_number: int, _frame: FrameType | None) -> NoReturn:
    raise TimedOut(int(ExitCode.FAILURE))
