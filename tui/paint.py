"""How long this app lets a person wait: to its first picture, and from key to picture."""

from __future__ import annotations

import os
import time
from collections import deque
from pathlib import Path

_KEPT = 200
_STAT = Path("/proc/self/stat")
_STARTED = 22
"""The field of the process's start, in ticks since the machine's (proc(5))."""


class Paint:
    """`first_s`: seconds from the start of the process to the first picture; None
    until then, and where the machine does not tell."""

    def __init__(self) -> None:
        self.first_s: float | None = None
        self._painted = False
        self._pressed: float | None = None
        self._waits: deque[float] = deque(maxlen=_KEPT)

    def pressed(self) -> None:
        """A key came in; of several before the next picture the first one counts."""
        if self._pressed is None:
            self._pressed = time.perf_counter()

    def painted(self) -> None:
        """Something was sent to the terminal."""
        if not self._painted:
            self._painted, self.first_s = True, age_of_process()
        if self._pressed is not None:
            self._waits.append(time.perf_counter() - self._pressed)
            self._pressed = None

    @property
    def keys(self) -> int:
        """How many keys were followed by a picture; at most the last 200 are kept."""
        return len(self._waits)

    @property
    def p95_s(self) -> float | None:
        """Of 100 keys 95 had their picture within so many seconds."""
        if not self._waits:
            return None
        ordered = sorted(self._waits)
        return ordered[max(0, -(-len(ordered) * 95 // 100) - 1)]


def age_of_process() -> float | None:
    """Seconds since this process was started, to a hundredth; None where the system
    does not tell."""
    try:
        after_name = _STAT.read_text("ascii", "replace").rpartition(")")[2].split()
        ticks = int(after_name[_STARTED - 3])
        return max(0.0, _since_boot() - ticks / os.sysconf("SC_CLK_TCK"))
    except (OSError, ValueError, IndexError, AttributeError):
        return None


def _since_boot() -> float:
    return time.clock_gettime(time.CLOCK_BOOTTIME)
