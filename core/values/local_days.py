"""Local days of many instants at once (DEFINITIONS 1.2).

A zone's offset changes a few times a year, and what it is through an hour is
asked once. In an hour that holds a change each instant is asked for itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from core.values.instants import from_micros, local_day

HOUR_US = 3_600_000_000
DAY_US = 24 * HOUR_US
_MICRO = timedelta(microseconds=1)
# Some ten years of hours.
_MOST = 100_000


class _Offsets(dict[int, int]):
    """Hours since 1970 (UTC) to what local time is ahead, in microseconds. Raises
    KeyError for an hour in which that changes."""

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__()
        self._zone = zone

    def __missing__(self, hour: int) -> int:
        first = self._at(hour * HOUR_US)
        if self._at((hour + 1) * HOUR_US - 1) != first:
            raise KeyError(hour)
        if len(self) >= _MOST:
            self.clear()
        self[hour] = first
        return first

    def _at(self, micros: int) -> int:
        offset = from_micros(micros).astimezone(self._zone).utcoffset()
        assert offset is not None
        return offset // _MICRO


class LocalDays:
    """The days of one zone; it grows quicker with use."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._offsets = _Offsets(zone)

    def of(self, micros: Sequence[int]) -> list[int]:
        """The local day of each instant (microseconds since 1970)."""
        if self._zone.key == "UTC":
            return [at // DAY_US for at in micros]
        offsets = self._offsets
        try:
            return [(at + offsets[at // HOUR_US]) // DAY_US for at in micros]
        except KeyError:
            return [local_day(from_micros(at), self._zone) for at in micros]
