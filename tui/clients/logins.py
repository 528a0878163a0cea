"""When somebody last signed in, and how often that usually happens."""

from __future__ import annotations

from itertools import pairwise
from statistics import median_low

from core.clients.types import ClientDetail, Heatmap
from tui.spans import ago_words

_FEWEST_GAPS = 2


def logins_known(heatmap: Heatmap) -> bool:
    """Whether any day of the map has a count, be it 0."""
    return any(day.logins is not None for week in heatmap.weeks for day in week)


def usual_gap(heatmap: Heatmap) -> int | None:
    """Days from one day with logins to the next: the (lower) median over the days
    of the map. None with fewer than three such days."""
    days = [day.day for week in heatmap.weeks for day in week if day.logins]
    gaps = [later - earlier for earlier, later in pairwise(days)]
    return median_low(gaps) if len(gaps) >= _FEWEST_GAPS else None


def last_login_words(detail: ClientDetail, today: int) -> str:
    """`last login 9 days ago, usual gap 1 d`"""
    if detail.last_login is None:
        known = logins_known(detail.heatmap)
        if not known and detail.folded is not None:
            return "no login is known by the day"
        return "no login yet" if known else "logins unknown: no source reports them"
    told = f"last login {ago_words(detail.last_login, today)}"
    gap = usual_gap(detail.heatmap)
    return told if gap is None else f"{told}, usual gap {gap} d"
