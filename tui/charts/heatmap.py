"""On which days do they log in? Weekdays down, weeks across, two cells a day."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter

from rich.text import Text

from core.clients.types import Heatmap, HeatmapDay
from tui.charts.words import day_month, full_day, month, weekday, wrap
from tui.palette import Look, Role

_MARGIN = 4
_DAY = 2


def heatmap(
    data: Heatmap,
    look: Look,
    width: int,
    *,
    title: str = "Logins a day",
    cursor: int | None = None,
) -> list[Text]:
    """Title, seven weekday rows, months and a legend, in at most `width` cells.

    Shows the newest weeks that fit. A day before the start or after today is
    blank, a day without logins a dot. `cursor` is the epoch day to point out.
    """
    weeks = data.weeks[-max(1, (width - _MARGIN) // _DAY) :]
    lines = [_title(weeks, title, look, width)]
    if not weeks:
        return lines
    lines.extend(_weekday_row(weeks, index, look, cursor) for index in range(7))
    lines.append(
        Text(" " * _MARGIN + _months(weeks, width - _MARGIN), look.style("muted"), end="")
    )
    lines.extend(_legend(data, look, width))
    return lines


def describe_day(data: Heatmap, day: int) -> str:
    """`Fri 20 Nov 2026 · 3 logins`: one square in words."""
    found = next((d for week in data.weeks for d in week if d.day == day), None)
    if found is None or found.logins is None:
        return f"{full_day(day)} · no data"
    return f"{full_day(day)} · {found.logins:,} login{'' if found.logins == 1 else 's'}"


def _title(weeks: Sequence[Sequence[HeatmapDay]], title: str, look: Look, width: int) -> Text:
    said = f"{title}, no days yet"
    if weeks:
        number = f"{len(weeks)} week{'' if len(weeks) == 1 else 's'}"
        said = f"{title}, {number} from {day_month(weeks[0][0].day)}"
    text = Text(look.glyphs.words(said), look.style("header"), end="")
    text.truncate(width)
    return text


def _weekday_row(
    weeks: Sequence[Sequence[HeatmapDay]], index: int, look: Look, cursor: int | None
) -> Text:
    text = Text(weekday(index).ljust(_MARGIN), end="")
    squares = [_square(week[index], look, cursor) for week in weeks]
    for role, run in groupby(squares, key=itemgetter(0)):
        text.append("".join(square for _, square in run), look.style(role))
    return text


def _square(day: HeatmapDay, look: Look, cursor: int | None) -> tuple[Role, str]:
    shade = " " if day.level is None else look.glyphs.shades[day.level]
    if day.day == cursor:
        # A shape too: what is reversed alone is lost where there is no reverse.
        return "cursor", look.glyphs.cursor + shade
    if not day.level:
        return "muted", shade.ljust(_DAY)
    return "accent", shade * _DAY


def _months(weeks: Sequence[Sequence[HeatmapDay]], room: int) -> str:
    """Each month's name above its first whole-or-started week, where there is room."""
    starts = [(0, month(weeks[0][0].day))]
    for index, week in enumerate(weeks[1:], start=1):
        name = month(week[-1].day)
        if name != starts[-1][1]:
            starts.append((index, name))
    if len(starts) > 1 and starts[1][0] * _DAY < 4:
        del starts[0]
    line = ""
    for index, name in starts:
        at = index * _DAY
        if at >= len(line) and at + len(name) <= room:
            line = line.ljust(at) + name + " "
    return line.rstrip()


def _legend(data: Heatmap, look: Look, width: int) -> list[Text]:
    """`· none  ░ 1–2  ▒ 3–4  ▓ 5–6  █ 7–8 a day`: the counts of each level."""
    if not data.bounds:
        return [Text("no logins in this time", look.style("muted"), end="")]
    shades = look.glyphs.shades
    entries = [f"{shades[0]} none"]
    starts = [*data.bounds, data.peak + 1]
    for level in range(1, len(starts)):
        first, last = starts[level - 1], starts[level] - 1
        if level < len(shades) and 1 <= first <= last:
            counts = f"{first:,}" if first == last else f"{first:,}–{last:,}"
            entries.append(f"{shades[level]} {counts}")
    said = look.glyphs.words("  ".join(entries) + " a day")
    return [Text(line, end="") for line in wrap(said, width)]
