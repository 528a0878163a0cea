"""A moment of before, as short as it can be told."""

from __future__ import annotations

from datetime import datetime

from core.values.instants import day_of
from tui.charts.words import day_month
from tui.look import ScreenLook


def since_words(instant: datetime, look: ScreenLook) -> str:
    """`09:10` of today, `yesterday 17:40`, `14 Nov 12:25`, on the viewer's clock."""
    local, now = instant.astimezone(look.zone), look.now.astimezone(look.zone)
    back = day_of(now.date()) - day_of(local.date())
    if back < 2:
        return f"{'yesterday ' if back == 1 else ''}{local:%H:%M}"
    return f"{day_month(day_of(local.date()))} {local:%H:%M}"
