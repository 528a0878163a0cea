"""Health and use of the whole base over days, as charts and in words."""

from __future__ import annotations

from collections.abc import Sequence

from core.analytics.types import HealthDay, HealthTrend, Movement, UsageTrend
from tui.charts.axes import score_scale
from tui.charts.chart import Chart, Series
from tui.charts.words import day_month

_NARROW = 60


def health_chart(trend: HealthTrend, width: int) -> Chart:
    """Mean and median score a day, to be drawn in so many cells: where that is narrow
    their last values stand above."""
    means = tuple(day.mean for day in trend.days)
    medians = tuple(day.median for day in trend.days)
    mean, median = (f"{_tenth(_last(each))}{_mark(trend)}" for each in (means, medians))
    narrow = width < _NARROW
    known = _last(means) is not None
    told = f" · mean {mean}, median {median}" if narrow and known else ""
    of = "" if narrow else " of all clients"
    ends = ("mean", "median") if narrow else (f"mean {mean}", f"median {median}")
    return Chart(
        "line",
        f"Health{of}, {len(trend.days)} d{told}",
        (
            Series("mean", means, end=ends[0]),
            Series("median", medians, "muted", end=ends[1]),
        ),
        days=tuple(day.day for day in trend.days),
        key=(health_words(trend),),
        scale=score_scale([*means, *medians]),
    )


def health_words(trend: HealthTrend) -> str:
    """`mean 68.2 on 23 Oct, 71.3 on 21 Nov · highest … · weighted by ARR 69.9`"""
    known = [day for day in trend.days if day.mean is not None]
    if not known:
        return "no scores are kept for these days"
    first, last = known[0], known[-1]
    mark = _mark(trend)
    newest = _mean_on(last, mark)
    parts = [f"mean {newest}"]
    if first is not last:
        parts = [f"mean {_mean_on(first)}, {newest}"]
        best = max(known, key=lambda day: (day.mean or 0, -day.day))
        worst = min(known, key=lambda day: (day.mean or 0, day.day))
        high, low = (_mean_on(day, mark if day is last else "") for day in (best, worst))
        parts.append(f"highest {high}, lowest {low}")
    parts.append(f"median {_tenth(last.median)}{mark}")
    if last.weighted_mean is not None:
        parts.append(f"weighted by ARR {_tenth(last.weighted_mean)}{mark}")
    missing = sum(not day.known for day in trend.days)
    if missing:
        parts.append(f"{missing} day{'' if missing == 1 else 's'} not known")
    return " · ".join(parts)


def calls_chart(trend: UsageTrend, width: int) -> Chart:
    """API calls a day, and their average of 7 days."""
    averages = tuple(day.average_calls for day in trend.days)
    mean = "" if _last(averages) is None else "7 d mean"
    length = f"{len(trend.days)} d"
    what = "API calls" if width < _NARROW else "API calls of all clients a day"
    return Chart(
        "line",
        f"{what}, {length} · {_total(trend.calls, _mark(trend))}",
        (
            Series("calls", tuple(day.calls for day in trend.days), end="calls"),
            Series("7 d mean", averages, "muted", end=mean),
        ),
        days=tuple(day.day for day in trend.days),
        key=(usage_words(trend),),
    )


def usage_words(trend: UsageTrend) -> str:
    """`calls 12,345, −4.1% on the 30 d before, +15.8 a day over 29 full days · …`"""
    parts = []
    for word, moved in (("calls", trend.calls), ("logins", trend.logins)):
        before = "" if moved.growth is None else f" on the {len(trend.days)} d before"
        slope = ""
        if moved.slope is not None:
            slope = f", {signed_tenth(moved.slope)} a day over {moved.n} full days"
        parts.append(f"{word} {_total(moved, _mark(trend))}{before}{slope}")
    today = trend.days[-1]
    parts.append(
        f"{day_month(today.day)} so far {today.calls:,} calls, {today.logins:,} logins"
    )
    return " · ".join(parts)


def signed_tenth(value: float) -> str:
    """`+12.5`, `−3.0`, `0.0`"""
    rounded = round(value, 1) + 0.0
    return f"{'−' if rounded < 0 else '+' if rounded > 0 else ''}{abs(rounded):,.1f}"


def _mark(trend: HealthTrend | UsageTrend) -> str:
    """What stands behind simulated figures."""
    return "~" if trend.simulated else ""


def _total(moved: Movement, mark: str) -> str:
    """`12,345, −4.1%`: a total, and how it compares with the days before."""
    grown = "" if moved.growth is None else f", {signed_tenth(100 * moved.growth)}%"
    return f"{moved.total:,}{mark}{grown}"


def _mean_on(day: HealthDay, mark: str = "") -> str:
    return f"{_tenth(day.mean)}{mark} on {day_month(day.day)}"


def _tenth(value: float | None) -> str:
    return "unknown" if value is None else f"{round(value, 1) + 0.0:.1f}"


def _last(values: Sequence[float | None]) -> float | None:
    return next((value for value in reversed(values) if value is not None), None)
