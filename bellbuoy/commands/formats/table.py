"""table: aligned in terminal cells; cut to a terminal, whole in a pipe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bellbuoy.commands.answer import Row
from bellbuoy.commands.columns import Column
from core.values.text import cells, fit, safe_text

_GAP = "  "
_NARROWEST = 8
# Far above any name or note, below what would fill the memory.
_LONGEST = 100_000


@dataclass(frozen=True, slots=True)
class Table:
    """The lines of a table, and the titles of the columns that had no room."""

    lines: list[str]
    left_out: tuple[str, ...] = ()


def cell_text(column: Column, row: Row) -> str:
    """The text of one cell, one harmless line of any length."""
    text = safe_text(column.render(row.get(column.key)), _LONGEST)
    return f"{text}{column.sign}" if text and column.mark and row.get(column.mark) else text


def table(
    rows: Sequence[Row],
    columns: Sequence[Column],
    *,
    width: int | None = None,
    color: bool = False,
    ellipsis: str = "…",
) -> Table:
    """Rows under their titles; no lines at all without rows.

    With a `width` in cells, long text columns are cut to fit; where that is
    not enough, columns are left out from the right, for half a number would
    be a wrong one.
    """
    if not rows or not columns:
        return Table([])
    texts = [[cell_text(column, row) for column in columns] for row in rows]
    titles = [column.title for column in columns]
    wide = [max(map(cells, found)) for found in zip(titles, *texts, strict=True)]
    wide = _shrunk(wide, columns, width)
    shown = len(wide)
    lines = [_line(titles, columns, wide, [""] * shown, ellipsis)]
    for row, found in zip(rows, texts, strict=True):
        paints = [_paint(column, row) if color else "" for column in columns[:shown]]
        lines.append(_line(found, columns, wide, paints, ellipsis))
    return Table(lines, tuple(titles[shown:]))


def record(row: Row, columns: Sequence[Column], *, color: bool = False) -> list[str]:
    """One row as lines of title and value. A record is read whole: nothing is cut."""
    widest = max((cells(column.title) for column in columns), default=0)
    lines = []
    for column in columns:
        text = cell_text(column, row).strip()
        painted = _painted(text, _paint(column, row) if color else "")
        lines.append(f"{fit(column.title, widest)}{_GAP}{painted}".rstrip())
    return lines


def _shrunk(wide: list[int], columns: Sequence[Column], width: int | None) -> list[int]:
    """Column widths that fit: all columns, or as many from the left as there is room for."""
    if width is None:
        return wide
    for shown in range(len(wide), 1, -1):
        tried = _squeezed(wide[:shown], columns, width)
        if _total(tried) <= width:
            return tried
    return [min(wide[0], width)]


def _squeezed(wide: list[int], columns: Sequence[Column], width: int) -> list[int]:
    """The widest text column gives way, cell by cell, until all fit or none can."""
    elastic = [
        place
        for place in range(len(wide))
        if columns[place].align == "left" and not columns[place].fixed
    ]
    while _total(wide) > width and elastic:
        widest = max(elastic, key=lambda place: wide[place])
        if wide[widest] <= _NARROWEST:
            break
        wide[widest] -= 1
    return wide


def _total(wide: Sequence[int]) -> int:
    return sum(wide) + len(_GAP) * (len(wide) - 1)


def _line(
    texts: Sequence[str],
    columns: Sequence[Column],
    wide: Sequence[int],
    paints: Sequence[str],
    ellipsis: str,
) -> str:
    parts = []
    for text, column, space, paint in zip(texts, columns, wide, paints, strict=False):
        placed = fit(text, space, right=column.align == "right", ellipsis=ellipsis)
        parts.append(_painted(placed, paint))
    return _GAP.join(parts).rstrip()


def _paint(column: Column, row: Row) -> str:
    return "" if column.paint is None else column.paint(row.get(column.key))


def _painted(text: str, paint: str) -> str:
    """The words of a cell in colour; the blanks around them stay plain."""
    word = text.strip()
    return text.replace(word, f"\x1b[{paint}m{word}\x1b[0m", 1) if word and paint else text
