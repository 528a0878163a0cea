"""How the score of one client went: a line over the days it was kept for."""

from __future__ import annotations

from collections.abc import Sequence

from core.health.types import HistoryPoint
from tui.charts.axes import score_scale
from tui.charts.chart import Chart, Series
from tui.charts.words import day_month


def history_chart(points: Sequence[HistoryPoint], today: int) -> Chart:
    """A score for each day from the first point to `today`: a point stands until the
    next one, for a day is kept only when the score changed. None is unknown."""
    days = tuple(range(points[0].day, today + 1)) if points else ()
    kept = {point.day: point.score for point in points}
    scores: list[int | None] = []
    for day in days:
        scores.append(kept[day] if day in kept else scores[-1])
    title = f"Health, {len(days)} d"
    return Chart(
        "line",
        title,
        (Series("health", tuple(scores)),),
        days=days,
        key=(_words(points),),
        scale=score_scale(scores),
    )


def _words(points: Sequence[HistoryPoint]) -> str:
    """`59 on 23 Oct → 38 on 21 Nov · highest 72 on 1 Nov · lowest 38 on 20 Nov`"""
    known = [(point.score, point.day) for point in points if point.score is not None]
    if not known:
        return "no scores are kept for these days"
    ends = f"{_place(known[0])} → {_place(known[-1])}"
    highest = max(known, key=lambda each: (each[0], -each[1]))
    return f"{ends} · highest {_place(highest)} · lowest {_place(min(known))}"


def _place(point: tuple[int, int]) -> str:
    return f"{point[0]} on {day_month(point[1])}"
