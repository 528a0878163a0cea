"""A health score as a gauge: the number, how it moved, and where the tiers begin."""

from __future__ import annotations

from core.health.types import Tier
from tui.charts.chart import Chart, Series
from tui.palette import ROLE_OF

_BANDS = ("critical", "at risk", "healthy")


def score_chart(
    score: int | None,
    tier: Tier,
    delta: int | None = None,
    *,
    days: int = 7,
    at_risk_from: int = 40,
    healthy_from: int = 70,
    title: str = "Health",
    partial: bool = False,
    simulated: bool = False,
) -> Chart:
    """A score 0..100 (None: unknown) in its tier; `delta` is the change over `days`,
    None where there is no earlier score. `simulated`: a run in force made it what it is."""
    mark = "~" if simulated else ""
    told = "unknown" if score is None else f"{score}{mark} of 100"
    value = Series(
        "", (score,), ROLE_OF[tier], texts=(f"{told}  partial" if partial else told,)
    )
    series = [value]
    if said := _change(score, delta, days):
        role = "down" if (delta or 0) < 0 else "up" if delta else "flat"
        series.append(Series("change", (delta,), ROLE_OF[role], texts=(_marked(said, mark),)))
    bounds = (0, at_risk_from, healthy_from)
    return Chart("gauge", title, tuple(series), _BANDS, bounds=bounds)


def scores_chart(scores: tuple[int | None, ...], days: int = 30) -> Chart:
    """Scores at even steps of so many days up to today, on the scale of all scores."""
    return Chart("sparkline", f"Health, {days} d", (Series("", scores),), scale=(0, 100))


def _marked(said: str, mark: str) -> str:
    """`▼21~ in 7 d`: the mark stands behind the number."""
    first, blank, rest = said.partition(" in ")
    return f"{first}{mark}{blank}{rest}" if mark and said[:1] in "▼▲" else said


def _change(score: int | None, delta: int | None, days: int) -> str:
    if delta is None:
        return "" if score is None else f"new, no score {days} d ago"
    if delta == 0:
        return f"no change in {days} d"
    return f"{'▼' if delta < 0 else '▲'}{abs(delta)} in {days} d"
