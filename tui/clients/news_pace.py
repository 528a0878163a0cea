"""How often the count of what changed is read anew: where very many have changed it costs
what there is, not what is new, so on a large store it rests in between."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

REST = 20
"""It rests so many times as long as it took: a twentieth of one thread is its most."""
AT_ONCE_S = 0.05
"""What took no longer needs no rest."""


class NewsPace:
    """When it was read last, and how long that took. `clock` counts seconds."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._began = self._ended = self._took = 0.0

    def began(self) -> None:
        self._began = self._clock()

    def ended(self) -> None:
        self._ended = self._clock()
        self._took = self._ended - self._began

    @property
    def rest_s(self) -> float:
        """Seconds until it may be read again; 0.0: at once."""
        if self._took <= AT_ONCE_S:
            return 0.0
        return max(0.0, self._ended + REST * self._took - self._clock())
