"""What this process costs: its share of a core, and its memory."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from time import monotonic, process_time

_PAGES = Path("/proc/self/statm")


class Cost:
    """Measured from one heartbeat to the next."""

    def __init__(
        self,
        clock: Callable[[], float] = monotonic,
        worked: Callable[[], float] = process_time,
    ) -> None:
        self._clock, self._worked = clock, worked
        self._at, self._done = clock(), worked()

    def read(self) -> tuple[int | None, int | None]:
        """Thousandths of a core since the last reading, and bytes of memory in use;
        None for what cannot be told."""
        now, done = self._clock(), self._worked()
        passed, used = now - self._at, done - self._done
        self._at, self._done = now, done
        return (round(1_000 * used / passed) if passed > 0 else None), memory()


def memory() -> int | None:
    """Bytes of this process that are in memory; None where the system has no /proc."""
    try:
        pages = int(_PAGES.read_text("ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return None
    return pages * os.sysconf("SC_PAGE_SIZE")
