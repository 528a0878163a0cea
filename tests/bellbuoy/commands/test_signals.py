from __future__ import annotations

import signal
import time
from contextlib import suppress

import pytest

from bellbuoy.commands.signals import Terminated, TimedOut, terminable, time_limit


def test_terminated_passes_by_what_catches_faults() -> None:
    before = signal.getsignal(signal.SIGTERM)

    def careless() -> None:
        with terminable(), suppress(Exception):
            signal.raise_signal(signal.SIGTERM)

    with pytest.raises(Terminated) as caught:
        careless()
    assert caught.value.code == 143
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_time_limit_ends_with_its_block() -> None:
    with pytest.raises(TimedOut), time_limit(0.05):
        time.sleep(5)
    with time_limit(0.05):
        pass
    time.sleep(0.1)
    with time_limit(None):
        assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
