"""Waiting for a store that another process has locked."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import TypeVar

from core.values.errors import LockedError

T = TypeVar("T")
_FIRST_S = 0.5
_LONGEST_S = 5.0
_LOOK_S = 0.5


def until_free(
    step: Callable[[], T],
    stop: Event,
    orphaned: Callable[[], bool],
    say: Callable[[str], None],
) -> T | None:
    """What a step gives once the store lets it; None when it is not wanted any more.

    A locked store is tried again after half a second, then after twice as long each
    time, at most five seconds; `say` is told why once. `stop` ends the waiting at
    once, the end of the parent (`orphaned`) soon. Any other fault is raised.
    """
    wait = _FIRST_S
    told = False
    while not stop.is_set() and not orphaned():
        try:
            return step()
        except LockedError as fault:
            if not told:
                told = True
                say(fault.message)
        _pause(wait, stop, orphaned)
        wait = min(_LONGEST_S, 2 * wait)
    return None


def _pause(seconds: float, stop: Event, orphaned: Callable[[], bool]) -> None:
    while seconds > 0 and not stop.wait(min(seconds, _LOOK_S)) and not orphaned():
        seconds -= _LOOK_S
