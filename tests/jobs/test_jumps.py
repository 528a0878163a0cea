from __future__ import annotations

from datetime import UTC, datetime, timedelta

from jobs.jumps import Jumps


class Machine:
    """A clock and seconds, moved apart by the test."""

    def __init__(self) -> None:
        self.clock = datetime(2026, 3, 15, tzinfo=UTC)
        self.seconds = 5.0

    def passes(self, seconds: float, ahead: float = 0) -> None:
        self.seconds += seconds
        self.clock += timedelta(seconds=seconds + ahead)


def test_only_a_clock_that_was_set_ahead_is_a_jump() -> None:
    machine = Machine()
    jumps = Jumps(lambda: machine.clock, lambda: machine.seconds)
    machine.passes(3_600)
    assert jumps.ahead() is None
    machine.passes(5, ahead=3_600)
    assert jumps.ahead() == timedelta(hours=1)
    assert jumps.ahead() is None, "told once"
    machine.passes(5, ahead=59)
    assert jumps.ahead() is None
    machine.passes(5, ahead=-7_200)
    assert jumps.ahead() is None
