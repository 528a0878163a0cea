"""The portfolio as lines: charts, tiers and incidents, revenue at risk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text

from core.values.money import Money, show_money, show_short
from tui.charts.base_trends import health_words, usage_words
from tui.charts.chart import Chart
from tui.charts.churn import churn_chart
from tui.charts.draw import draw
from tui.lines import Piece, beside, blank, line, rule, said
from tui.palette import Look
from tui.places import Place
from tui.portfolio.cells import Table, amount, table_lines
from tui.portfolio.data import DIMENSIONS, PortfolioData
from tui.portfolio.points import CALLS, HEALTH, Point, chart_of
from tui.portfolio.tables import (
    churn_table,
    health_table,
    incident_table,
    other_currencies,
    revenue_table,
)

_SIDE_BY_SIDE = 72
_WHOLE_MONEY = 100
# Title, axis and dates around the rows of a chart.
_AROUND_CHART = 3
_TABLES = 6
_LEAST_BELOW = 4
_LEAST_CHART, _MOST_CHART = 4, 16


@dataclass(frozen=True, slots=True)
class Goal:
    """A line that enter opens: where it stands, and where it leads. `column` is 0 at
    the left, 1 at the right of two tables side by side."""

    id: str
    at: int
    column: int
    place: Place


@dataclass(frozen=True, slots=True)
class Drawn:
    lines: tuple[Text, ...]
    goals: tuple[Goal, ...]


def chart_rows(height: int) -> int:
    """Rows of a chart's line, so that the tables below it are seen too."""
    free = height - _AROUND_CHART - _TABLES - 2 - _LEAST_BELOW
    return max(_LEAST_CHART, min(_MOST_CHART, free))


def chart_lines(
    data: PortfolioData, look: Look, width: int, height: int, point: Point | None = None
) -> list[Text]:
    """Health and use of the base; drawn by plotext, so not on the drawing thread."""
    rows = chart_rows(height)

    def drawn(chart: int, room: int) -> list[Text]:
        cursor = None if point is None else point.on(chart)
        return draw(chart_of(data, chart, room), look, room, height=rows, cursor=cursor)

    if width < _SIDE_BY_SIDE:
        return [*drawn(HEALTH, width), *drawn(CALLS, width)]
    half = _half(width)
    rooms = half - 1, width - half - 3
    left, right = drawn(HEALTH, rooms[0]), drawn(CALLS, rooms[1])
    lines = beside(_in(left), _in(right), half, look, width)
    if width >= 2 * _SIDE_BY_SIDE:
        words = [said(told, "muted", look, room) for told, room in (
            (health_words(data.health), rooms[0]), (usage_words(data.usage), rooms[1]),
        )]  # fmt: skip
        lines += beside(_in(words[0], ""), words[1], half, look, width)
    return lines


def blank_chart(width: int, height: int) -> list[Text]:
    """Room for the charts while they are being drawn."""
    rows = chart_rows(height) + _AROUND_CHART
    return [blank() for _ in range(rows * (1 if width >= _SIDE_BY_SIDE else 2))]


def portfolio_lines(
    data: PortfolioData, charts: Sequence[Text], look: Look, width: int, cursor: str | None
) -> Drawn:
    """The page below its charts, the line with the id `cursor` marked."""
    page = _Page(look, width, cursor)
    page.add(charts)
    page.add([rule(look, width)])
    tiers = health_table(data.tiers, data.currency, data.mark)
    incidents = incident_table(data.incidents)
    if width < _SIDE_BY_SIDE:
        page.add_table(tiers)
        page.add_table(incidents)
    else:
        page.add_beside(tiers, incidents)
    page.add([rule(look, width)])
    if data.churn.told and width >= _WHOLE_MONEY:
        _add_churn(page, data)
        page.add([rule(look, width)])
    page.add([_risk_line(data, look, width)])
    page.add_table(revenue_table(data.revenue, data.currency, mark=data.mark))
    others = other_currencies(data.tiers, data.currency)
    page.add(said(others, "muted", look, width) if others else [])
    if data.churn.told and width < _WHOLE_MONEY:
        page.add([rule(look, width)])
        _add_churn(page, data)
    return page.drawn()


def _add_churn(page: _Page, data: PortfolioData) -> None:
    """How many clients are in each churn tier, and the tiers as one stacked bar."""
    page.add_with_chart(churn_table(data.churn), churn_chart(data.churn))


class _Page:
    """Lines put together, and where the ones came to stand that enter opens."""

    def __init__(self, look: Look, width: int, cursor: str | None) -> None:
        self._look = look
        self._width = width
        self._cursor = cursor
        self._lines: list[Text] = []
        self._goals: list[Goal] = []

    def add(self, lines: Sequence[Text]) -> None:
        self._lines.extend(lines)

    def add_table(self, table: Table) -> None:
        self._note(table, 0)
        self.add(table_lines(table, self._look, self._width, self._cursor))

    def add_beside(self, left: Table, right: Table) -> None:
        half = _half(self._width)
        self._note(left, 0)
        self._note(right, 1)
        lines = beside(
            table_lines(left, self._look, half, self._cursor),
            table_lines(right, self._look, self._width - half - 1, self._cursor),
            half,
            self._look,
            self._width,
        )
        self.add(lines)

    def add_with_chart(self, table: Table, chart: Chart) -> None:
        """A table, and what it adds up to beside it, or below it where that is narrow."""
        wide = self._width >= _WHOLE_MONEY
        half = _half(self._width) if wide else self._width
        self._note(table, 0)
        told = table_lines(table, self._look, half, self._cursor)
        drawn = _in(draw(chart, self._look, self._width - (half + 3 if wide else 2)))
        self.add(
            beside(told, drawn, half, self._look, self._width) if wide else [*told, *drawn]
        )

    def _note(self, table: Table, column: int) -> None:
        first = len(self._lines) + 1
        self._goals += [
            Goal(each.id, first + at, column, each.place)
            for at, each in enumerate(table.lines)
            if each.place is not None
        ]

    def drawn(self) -> Drawn:
        return Drawn(tuple(self._lines), tuple(sorted(self._goals, key=_reading_order)))


def _reading_order(goal: Goal) -> tuple[int, int]:
    return goal.at, goal.column


def _half(width: int) -> int:
    return (width - 1) // 2


def _in(lines: Sequence[Text], indent: str = " ") -> list[Text]:
    """A cell in from the left, their styles as spans: what stands beside has its own."""
    return [Text.assemble(indent, each, end="") for each in lines]


def _risk_line(data: PortfolioData, look: Look, width: int) -> Text:
    """`REVENUE AT RISK $180k of $400k, 45.0%   owner [plan] industry …`"""
    totals, currency = data.revenue.totals, data.currency
    show = show_money if width >= _WHOLE_MONEY else show_short
    risk = show(Money(amount(totals.at_risk, currency), currency)) + data.mark("at_risk")
    whole = show(Money(amount(totals.arr, currency), currency)) + data.mark("arr")
    share = totals.share.get(currency)
    pieces: list[Piece] = [(" REVENUE AT RISK", "header"), (f" {risk} of {whole}", "")]
    if share is not None:
        pieces += [(", ", ""), (f"{share:.1%}", "critical" if share else "")]
    pieces.append(("  ", ""))
    if width < _SIDE_BY_SIDE:
        return line([*pieces, (f"by {data.revenue.by}", "header")], look, width)
    for name in DIMENSIONS:
        chosen = name == data.revenue.by
        pieces.append((f"[{name}]" if chosen else name, "header" if chosen else "muted"))
        pieces.append((" ", ""))
    return line(pieces, look, width)
