"""What exactly happened when? A line over days, with its key numbers in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text

from core.clients.types import UsageReport
from core.values.text import cells
from tui.charts.axes import column_of, day_labels, label_row, round_top
from tui.charts.canvas import draw_line
from tui.charts.words import day_month, full_day, percent, short, wrap
from tui.palette import Look

HEIGHT = 9
_MONTH = 30


@dataclass(frozen=True, slots=True)
class DayLine:
    """A count for each of consecutive epoch days; None is not known, drawn as a gap."""

    title: str
    days: tuple[int, ...]
    values: tuple[int | None, ...]


def day_line(
    data: DayLine, look: Look, width: int, *, height: int = HEIGHT, cursor: int | None = None
) -> list[Text]:
    """The title, `height` rows of the line, its axis and the dates below it.

    The y axis starts at 0. `cursor` is the index of the day to point out; its
    value is said by `describe_point`, so that it needs no colour.
    """
    words = wrap(look.glyphs.words(data.title), width)
    lines = [Text(line, look.style("header"), end="") for line in words]
    known = [value for value in data.values if value is not None]
    if not known:
        return [*lines, Text("no data in this time", look.style("muted"), end="")]
    height = max(3, height)
    top = round_top(max(known))
    labels = {0: short(top), height // 2: short(top // 2), height - 1: "0"}
    margin = max(map(cells, labels.values())) + 3
    room = max(8, width - margin - 1)
    rows = draw_line(data.values, top, room, height, look.glyphs.line)
    for index, row in enumerate(rows):
        text = Text(
            axis_side(labels, index, height, margin, look), look.style("border"), end=""
        )
        text.append(row.rstrip(), look.style("accent"))
        lines.append(text)
    return lines + axis_foot(data, look, room, margin, cursor)


def axis_side(labels: dict[int, str], index: int, height: int, margin: int, look: Look) -> str:
    """The y axis of a row: its label, and the sign of the axis."""
    g = look.glyphs
    label = labels.get(index, "").rjust(margin - 2)
    sign = g.tick_zero if index == height - 1 else g.tick_left if index in labels else g.bar
    return f"{label} {sign}"


def axis_foot(
    data: DayLine, look: Look, room: int, margin: int, cursor: int | None
) -> list[Text]:
    """The x axis and the dates below it, `room` cells wide behind a margin."""
    g = look.glyphs
    count = len(data.days)
    marks = day_labels(data.days, room)
    axis = [g.rule] * room
    for index, _ in marks:
        axis[column_of(index, count, room)] = g.tick_down
    text = Text(" " * (margin - 1) + g.corner, look.style("border"), end="")
    if cursor is None:
        text.append("".join(axis), look.style("border"))
    else:
        at = column_of(cursor, count, room)
        text.append("".join(axis[:at]), look.style("border"))
        text.append(g.up, look.style("accent"))
        text.append("".join(axis[at + 1 :]), look.style("border"))
    dates = " " * margin + label_row(marks, count, room)
    return [text, Text(dates, look.style("muted"), end="")]


def usage_line(
    report: UsageReport,
    look: Look,
    width: int,
    *,
    height: int = HEIGHT,
    cursor: int | None = None,
) -> list[Text]:
    """The API calls of one client a day, titled with total, baseline and share."""
    days = tuple(day.day for day in report.days)
    data = DayLine(usage_title(report), days, tuple(day.calls for day in report.days))
    return day_line(data, look, width, height=height, cursor=cursor)


def usage_title(report: UsageReport) -> str:
    """`API calls a day, 30 d   total 1,200 · baseline 5,000 a month · 24.0% of it`"""
    length = report.last_day - report.first_day + 1
    head = f"API calls a day, {length} d   "
    baseline = f"baseline {report.baseline.calls:,} a month"
    if report.calls is None:
        return f"{head}total unknown · {baseline}"
    # The share of as many days: the baseline is meant for 30.
    share = percent(report.calls * _MONTH, report.baseline.calls * length)
    of = "of it" if length == _MONTH else f"of it for {length} d"
    return f"{head}total {report.calls:,} · {baseline} · {share} {of}"


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
