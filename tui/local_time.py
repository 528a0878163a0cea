"""The viewer's own zone: how a time is printed, never which day it counts in."""

from __future__ import annotations

import time
from datetime import datetime, timedelta, tzinfo

from core.values.instants import EPOCH


class LocalZone(tzinfo):
    """The zone of this machine, as the C library knows it (TZ, /etc/localtime)."""

    def fromutc(self, dt: datetime) -> datetime:
        """A UTC reading as local time; the second of two equal ones has fold 1."""
        seconds = (dt.replace(tzinfo=EPOCH.tzinfo) - EPOCH) // timedelta(seconds=1)
        offset = timedelta(seconds=time.localtime(seconds).tm_gmtoff)
        local = dt + offset
        return local.replace(fold=int(self._offset(local.replace(fold=0)) != offset))

    def utcoffset(self, dt: datetime | None) -> timedelta:
        return timedelta() if dt is None else self._offset(dt)

    def dst(self, dt: datetime | None) -> timedelta | None:
        return None

    def tzname(self, dt: datetime | None) -> str:
        """`CET`, as it is called at that moment."""
        if dt is None:
            return "local"
        return str(dt.replace(tzinfo=None).astimezone().tzname())

    def _offset(self, local: datetime) -> timedelta:
        aware = local.replace(tzinfo=None).astimezone()
        found = aware.utcoffset()
        assert found is not None
        return found


LOCAL = LocalZone()
