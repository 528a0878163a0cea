"""Usage of one client a day: calls as a line, logins as bars, one day in words."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from core.clients.types import ClientDetail, UsageReport
from core.values.counting import counted
from tui.charts.draw import draw
from tui.charts.sparkline import spark
from tui.charts.usage import (
    describe_point,
    usage_chart,
    usage_report,
    usage_title,
    usage_words,
)
from tui.charts.words import folded_words, percent
from tui.clients.day_bars import day_bars, side_of
from tui.clients.row_words import seen_words
from tui.lines import Piece, blank, indented, line, said
from tui.look import ScreenLook

_LEAST_ROWS = 3
_MOST_ROWS = 14
_BAR_ROWS = 3
_MONTH = 30
# Axis and dates of the line; blank and axis of the bars.
_AROUND_LINE = 2
_AROUND_BARS = 2


def usage_lines(
    detail: ClientDetail, width: int, height: int, look: ScreenLook, point: int | None
) -> list[Text]:
    """Calls, logins and the words for both; 10 lines at least, else about `height`.

    `point` is the index of the day that is pointed out (None: none). The line is
    drawn by plotext, which takes a while to load: not for the drawing thread.
    """
    report = usage_report(detail)
    if report.calls is None and report.logins is None:
        return _unknown(look, width, report.folded)
    point = None if point is None else max(0, min(len(report.days) - 1, point))
    inner = width - 1
    words = _words(detail, report, look, inner, point)
    # A blank stands above the words; a title may take more than one line.
    room = (
        height - 1 - len(words) - _AROUND_LINE - _title_rows(usage_title(report), look, inner)
    )
    bars = _BAR_ROWS + _AROUND_BARS + _title_rows(_logins_title(report), look, inner)
    with_bars = room >= _LEAST_ROWS + bars
    rows = max(_LEAST_ROWS, min(_MOST_ROWS, room - (bars if with_bars else 1)))
    drawn = [
        *_calls(report, look, inner, rows, point),
        *_logins(report, look, inner, _BAR_ROWS if with_bars else 0, point),
        blank(),
        *words,
    ]
    return indented(drawn, look, width)


def _unknown(look: ScreenLook, width: int, folded: int | None) -> list[Text]:
    told = (
        "Nothing has ever reported calls or logins of this client. A score needs"
        " one of them: import events, or day totals of usage."
    )
    if folded is not None:
        told = f"Here {folded_words(folded)}: bellbuoy client months shows it."
    return [
        line([(" No usage is known.", "header")], look, width),
        *said(
            told,
            "",
            look,
            width,
        ),
    ]


def _calls(
    report: UsageReport,
    look: ScreenLook,
    width: int,
    rows: int,
    point: int | None,
) -> list[Text]:
    if report.calls:
        return draw(usage_chart(report), look, width, height=rows, cursor=point)
    days = counted(len(report.days), "day")
    told = "Calls are unknown: nothing has ever reported them."
    if report.folded is not None:
        told = f"Here {folded_words(report.folded)}."
    elif report.calls == 0:
        told = f"No calls in {days}."
    return [
        *said(usage_title(report), "header", look, width, ""),
        *said(told, "", look, width, ""),
    ]


def _logins(
    report: UsageReport, look: ScreenLook, width: int, rows: int, point: int | None
) -> list[Text]:
    """Bars under the line they belong to, or one line of them where it is low."""
    counts = [day.logins for day in report.days]
    title = said(_logins_title(report), "header", look, width, "")
    if not report.logins:
        return [blank(), *title] if rows else title
    if not rows:
        return [_as_spark(report, counts, look, width)]
    side = max(side_of(_peak([day.calls for day in report.days])), side_of(_peak(counts)))
    drawn = day_bars(counts, look, width, rows, side=side, cursor=point)
    return [blank(), *title, *drawn]


def _title_rows(title: str, look: ScreenLook, width: int) -> int:
    return len(said(title, "header", look, width, ""))


def _as_spark(
    report: UsageReport, counts: Sequence[int | None], look: ScreenLook, width: int
) -> Text:
    drawn = spark(counts, look.glyphs, top=max(1, _peak(counts)), width=len(counts))
    pieces: list[Piece] = [
        ("logins ", "muted"),
        (drawn, "accent"),
        (f"  {_total(report)}", ""),
    ]
    return line(pieces, look, width)


def _logins_title(report: UsageReport) -> str:
    """`Logins a day, 30 d   total 10 · baseline 30 a month · 33.3% of it`"""
    length = len(report.days)
    head = f"Logins a day, {length} d   "
    baseline = f"baseline {report.baseline.logins:,} a month"
    if report.logins is None:
        return f"{head}total unknown · {baseline}"
    if report.folded is not None:
        return f"{head}{_total(report)} · {baseline} · {folded_words(report.folded)}"
    share = percent(report.logins * _MONTH, report.baseline.logins * length)
    of = "of it" if length == _MONTH else f"of it for {length} d"
    return f"{head}{_total(report)} · {baseline} · {share} {of}"


def _total(report: UsageReport) -> str:
    return f"total {report.logins:,}{'~' if report.simulated else ''}"


def _words(
    detail: ClientDetail, report: UsageReport, look: ScreenLook, width: int, point: int | None
) -> list[Text]:
    """The day pointed out, then the ends of the range and the last use."""
    lines = []
    if point is not None:
        lines += said(describe_point(report, point), "accent", look, width, "")
    told = seen_words(detail.row, look.today)
    if report.calls:
        told = f"calls: {usage_words(report)} · {told}"
    return lines + said(told, "muted", look, width, "")


def _peak(counts: Sequence[int | None]) -> int:
    return max((count for count in counts if count is not None), default=0)
