"""The use of one client: its calls a day as a chart, and in words."""

from __future__ import annotations

from collections.abc import Sequence

from core.clients.types import ClientDetail, UsageReport
from tui.charts.chart import Chart, Series
from tui.charts.words import day_month, folded_words, full_day, percent

_MONTH = 30


def usage_report(detail: ClientDetail) -> UsageReport:
    """The days of a detail as a report: sums over the known ones, None without any."""
    days = detail.usage
    calls = [day.calls for day in days if day.calls is not None]
    logins = [day.logins for day in days if day.logins is not None]
    return UsageReport(
        key=detail.row.key,
        name=detail.row.name,
        first_day=days[0].day if days else 0,
        last_day=days[-1].day if days else -1,
        days=days,
        calls=sum(calls) if calls else None,
        logins=sum(logins) if logins else None,
        baseline=detail.baseline,
        folded=detail.folded,
        simulated=detail.simulated_use,
    )


def usage_chart(report: UsageReport) -> Chart:
    """The API calls a day, titled with total, baseline and share."""
    days = tuple(day.day for day in report.days)
    calls = Series("", tuple(day.calls for day in report.days))
    words = (usage_words(report),)
    return Chart("line", usage_title(report), (calls,), days=days, unit="API calls", key=words)


def usage_title(report: UsageReport) -> str:
    """`API calls a day, 30 d   total 1,200 · baseline 5,000 a month · 24.0% of it`"""
    length = report.last_day - report.first_day + 1
    head = f"API calls a day, {length} d   "
    baseline = f"baseline {report.baseline.calls:,} a month"
    if report.calls is None:
        return f"{head}total unknown · {baseline}"
    total = f"total {report.calls:,}{'~' if report.simulated else ''}"
    if report.folded is not None:
        return f"{head}{total} · {baseline} · {folded_words(report.folded)}"
    # The share of as many days: the baseline is meant for 30.
    share = percent(report.calls * _MONTH, report.baseline.calls * length)
    of = "of it" if length == _MONTH else f"of it for {length} d"
    return f"{head}{total} · {baseline} · {share} {of}"


def describe_point(report: UsageReport, index: int) -> str:
    """`Sat 21 Nov 2026 · 12 API calls · 1 login`: one day in words."""
    day = report.days[index]
    calls = _counted(day.calls, "API call")
    return f"{full_day(day.day)} · {calls} · {_counted(day.logins, 'login')}"


def usage_words(report: UsageReport) -> str:
    """`highest 80 on 24 Oct · lowest 0 on 12 Nov · 3 days unknown`"""
    known = [(day.calls, day.day) for day in report.days if day.calls is not None]
    if not known:
        return "no API calls are known for these days"
    said = [
        f"highest {_place(max(known, key=lambda k: (k[0], -k[1])))}",
        f"lowest {_place(min(known))}",
    ]
    gaps = len(report.days) - len(known)
    if gaps:
        said.append(f"{gaps} day{'' if gaps == 1 else 's'} unknown")
    return " · ".join(said)


def _place(point: Sequence[int]) -> str:
    return f"{point[0]:,} on {day_month(point[1])}"


def _counted(number: int | None, word: str) -> str:
    if number is None:
        return f"{word}s unknown"
    return f"{number:,} {word}{'' if number == 1 else 's'}"
