"""Cells of the portfolio's tables: amounts of one currency, counts, shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rich.text import Text

from core.values.money import Money, show_money, show_short
from core.values.text import cells, fit, safe_text
from tui.charts.bar import bar
from tui.charts.words import short
from tui.palette import Look, Role
from tui.places import Place

_MOST = 9_999
_MARK = "~"
_WIDEST = 11
_GAP = 2
_LEAST_LABEL, _MOST_LABEL = 10, 40
_LEAST_BAR, _MOST_BAR = 10, 40


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: a label, a cell a column, and where enter leads; `id` tells
    it apart when the figures are read anew. `size` is what its bar shows, where there
    is room for one."""

    label: str
    values: tuple[str, ...]
    role: Role = ""
    size: int = 0
    id: str = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Lines under the titles of their columns; the last line may be their sum."""

    title: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]


def amount(amounts: Sequence[Money], currency: str) -> int:
    """Minor units in one currency."""
    return next((money.minor for money in amounts if money.currency == currency), 0)


def money_column(minors: Sequence[int], currency: str) -> list[str]:
    """Amounts in whole units, or all of them in short where one would be too wide."""
    whole = [show_money(Money(minor, currency)) for minor in minors]
    if max(map(cells, whole), default=0) <= _WIDEST:
        return whole
    return [show_short(Money(minor, currency)) for minor in minors]


def count(number: int) -> str:
    return f"{number:,}" if number <= _MOST else short(number)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Cells of the label and of each column that is shown, and of the bars; `largest`
    is what a whole bar stands for."""

    label: int
    needs: tuple[int, ...]
    bar: int
    largest: int


def table_lines(table: Table, look: Look, width: int, cursor: str | None) -> list[Text]:
    """A header and the lines in `width` cells: columns stand closer where it is narrow,
    then those at the right go; where it is wide each line gets a bar. The line whose
    id is `cursor` is under the cursor."""
    table = _in_columns(table)
    plan = _plan(table, width)
    title = Text(f" {_row(table.title, table.columns, plan, look)}", end="")
    title.stylize(look.style("header"))
    return [title, *(_line(line, plan, look, width, cursor) for line in table.lines)]


def _in_columns(table: Table) -> Table:
    """Where a number of a column is simulated, the others make room for its mark."""
    marked = {
        at for each in table.lines for at, v in enumerate(each.values) if v.endswith(_MARK)
    }
    if not marked:
        return table

    def room(told: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(
            f"{value} " if at in marked and not value.endswith(_MARK) else value
            for at, value in enumerate(told)
        )

    lines = tuple(replace(each, values=room(each.values)) for each in table.lines)
    return replace(table, columns=room(table.columns), lines=lines)


def _plan(table: Table, width: int) -> _Plan:
    rows = [table.columns, *(line.values for line in table.lines)]
    wide = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    natural = max([cells(table.title), *(cells(safe_text(r.label)) for r in table.lines)])
    least = min(natural, max(_LEAST_LABEL, width // 4))
    gap = _GAP if 1 + least + sum(wide) + _GAP * len(wide) <= width else 1
    needs = [each + gap for each in wide]
    while needs and 1 + least + sum(needs) > width:
        needs.pop()
    label = min(natural, _MOST_LABEL, width - 1 - sum(needs))
    free = width - 1 - label - sum(needs) - 2 * _GAP
    largest = max((line.size for line in table.lines if line.id), default=0)
    bar_room = min(free, _MOST_BAR) if free >= _LEAST_BAR and largest else 0
    return _Plan(label, tuple(needs), bar_room, largest)


def _row(label: str, values: Sequence[str], plan: _Plan, look: Look) -> str:
    g = look.glyphs
    told = [fit(g.words(safe_text(label)), plan.label, ellipsis=g.ellipsis)]
    told += [
        fit(g.words(value), need, right=True)
        for value, need in zip(values, plan.needs, strict=False)
    ]
    return "".join(told)


def _line(line: Line, plan: _Plan, look: Look, width: int, cursor: str | None) -> Text:
    told = _row(line.label, line.values, plan, look)
    drawn = bar(line.size, plan.largest, plan.bar, look.glyphs) if line.id else ""
    if line.id and line.id == cursor:
        whole = f"{look.glyphs.cursor}{told}{' ' * _GAP if drawn else ''}{drawn}"
        # A span, not the style of the text: what is put beside it has its own.
        marked = Text(fit(whole, width), end="")
        marked.stylize(look.style("cursor"))
        return marked
    text = Text(f" {told}", end="")
    text.stylize(look.style(line.role), 1, 1 + plan.label)
    if drawn:
        text.append(" " * _GAP)
        text.append(drawn, look.style(line.role or "accent"))
    return text
