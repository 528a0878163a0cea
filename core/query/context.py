"""Who asks, and when: what relative dates, `me` and plain amounts mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from core.access.types import Viewer


@dataclass(frozen=True, slots=True)
class QueryContext:
    """`now` is the instant that the rows hold for, `today` its local day in
    `zone`, which is the store's zone, never the viewer's (DEFINITIONS 1.2). `looked` is
    when the viewer last looked at the list; None: never, and then a day counts."""

    viewer: Viewer
    today: int
    now: datetime
    zone: ZoneInfo
    base_currency: str
    looked: datetime | None = None
