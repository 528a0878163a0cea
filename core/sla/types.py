"""One clock of a promise: it began, it has a target, and time may be left out of it.

Everything is whole microseconds. It knows nothing of what was promised to whom: what
runs here may be an answer to an incident, or to a request of a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

State = Literal["running", "at_risk", "breached", "paused", "met"]
STATES: tuple[State, ...] = ("running", "at_risk", "breached", "paused", "met")


@dataclass(frozen=True, slots=True)
class Clock:
    """`left_out` is what is over of the time that does not count, `paused` since when
    it stands still (None: it does not), `ended` when it stopped for good (None: not
    yet). `breached` is when it ran out for the first time, as far as that was noted:
    it stays, whatever becomes of the target."""

    began: int
    target: int
    left_out: int = 0
    paused: int | None = None
    ended: int | None = None
    breached: int | None = None


class Span(NamedTuple):
    """Time that does not count; `until` None: it goes on."""

    since: int
    until: int | None


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A stretch of a clock. `counts`: it ran; else it stood still. `used`: all that had
    been used at its end. `until` None: it goes on at the moment asked for."""

    since: int
    until: int | None
    counts: bool
    used: int
