"""Work that is stopped: by its time, or by whoever waits for it."""

from __future__ import annotations

import os
import signal
import threading
from types import FrameType

import pytest

from core.values.errors import UsageError
from storage.sql.timed import OutOfTime, timed


class Work:
    """Waits until it is interrupted."""

    def __init__(self, answers_to: int = 1) -> None:
        self.asked = 0
        self.stop = threading.Event()
        self.began = threading.Event()
        self.ended = False
        self._answers_to = answers_to

    def run(self) -> str:
        self.began.set()
        assert self.stop.wait(30)
        self.ended = True
        raise ValueError("interrupted")

    def interrupt(self) -> None:
        self.asked += 1
        if self.asked >= self._answers_to:
            self.stop.set()


def test_what_is_quick_gives_its_result() -> None:
    work = Work()
    assert timed(lambda: 7, work.interrupt, 30) == 7
    assert work.asked == 0


def test_what_fails_raises_its_own_error() -> None:
    def fail() -> None:
        raise UsageError("no")

    with pytest.raises(UsageError, match="no"):
        timed(fail, Work().interrupt, 30)


def test_after_its_time_it_is_interrupted_until_it_has_ended() -> None:
    work = Work(answers_to=3)
    with pytest.raises(OutOfTime, match=r"took longer than 0\.01 s"):
        timed(work.run, work.interrupt, 0.01)
    assert work.ended
    assert work.asked >= 3


def test_a_signal_stops_the_work_too() -> None:
    """Nothing runs on behind a ctrl+c or the time limit of the whole command."""

    class Stopped(Exception):
        pass

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise Stopped

    work = Work()

    def run() -> str:
        os.kill(os.getpid(), signal.SIGUSR1)
        return work.run()

    before = signal.signal(signal.SIGUSR1, stop)
    try:
        with pytest.raises(Stopped):
            timed(run, work.interrupt, 30)
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert work.ended
