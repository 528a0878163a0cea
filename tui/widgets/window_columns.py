"""Columns are data: which of them fit, and a row as pieces of equal style."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Generic, Literal

from core.values.text import fit, safe_text
from tui.palette import Role
from tui.widgets.page_source import R

# The cursor sign, the mark and a blank stand before the first column.
PREFIX = 3
GAP = 1
Piece = tuple[str, Role]


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """One column of a list; widths in cells.

    Where there is no room, the column with the greatest `priority` number goes
    first (0 stays longest), and columns that stay shrink towards `min_width`,
    the least important first. What is left over goes to columns that `grow`. An
    `extra` one is shown only where somebody has chosen it.
    `render` gives the text of a row, straight from the data, and its role; `whole`
    the text that is copied, where the cell shows a mark beside it.
    """

    id: str
    title: str
    width: int
    min_width: int
    priority: int
    align: Literal["left", "right"]
    render: Callable[[R], tuple[str, Role]]
    grow: bool = False
    extra: bool = False
    whole: Callable[[R], str] | None = None


@dataclass(frozen=True, slots=True)
class Placed(Generic[R]):
    """A column that is shown, in so many cells."""

    column: Column[R]
    width: int


def lay_out(columns: Sequence[Column[R]], width: int) -> tuple[Placed[R], ...]:
    """The columns that fit into `width` cells, in their order, one blank between."""
    kept = [column for column in columns if not column.extra]
    while len(kept) > 1 and _least(kept) > width:
        kept.remove(max(reversed(kept), key=lambda column: column.priority))
    if not kept:
        return ()
    spare = width - _least(kept)
    if spare < 0:
        return (Placed(kept[0], max(1, width)),)
    widths = {column.id: column.min_width for column in kept}
    for column in sorted(kept, key=lambda column: column.priority):
        more = min(spare, max(0, column.width - column.min_width))
        widths[column.id] += more
        spare -= more
    growing = [column for column in kept if column.grow]
    for place, column in enumerate(growing):
        widths[column.id] += spare // len(growing) + (place < spare % len(growing))
    return tuple(Placed(column, widths[column.id]) for column in kept)


def _least(columns: Sequence[Column[R]]) -> int:
    return sum(column.min_width for column in columns) + GAP * (len(columns) - 1)


def header_text(placed: Sequence[Placed[R]], ellipsis: str) -> str:
    """The titles above their columns."""
    titles = (
        fit(p.column.title, p.width, right=p.column.align == "right", ellipsis=ellipsis)
        for p in placed
    )
    return " " * PREFIX + (" " * GAP).join(titles)


def row_pieces(placed: Sequence[Placed[R]], row: R, ellipsis: str) -> list[Piece]:
    """A row as text and roles, with one piece for as long as the role lasts.

    Blanks take the role of what stands before them: they look the same in any.
    """
    pieces: list[Piece] = []
    for cell, role in cell_pieces(placed, row, ellipsis):
        if pieces:
            cell = " " * GAP + cell
            role = pieces[-1][1] if cell.isspace() else role
        pieces.append((cell, role))
    return [
        ("".join(text for text, _ in run), role)
        for role, run in groupby(pieces, key=itemgetter(1))
    ]


def cell_pieces(placed: Sequence[Placed[R]], row: R, ellipsis: str) -> list[Piece]:
    """A row as one piece a column, each as wide as its column."""
    pieces: list[Piece] = []
    for p in placed:
        text, role = p.column.render(row)
        right = p.column.align == "right"
        pieces.append((fit(safe_text(text), p.width, right=right, ellipsis=ellipsis), role))
    return pieces


def whole_text(column: Column[R], row: R) -> str:
    """What stands in a cell, safe and uncut, without the blanks that align it."""
    told = column.render(row)[0] if column.whole is None else column.whole(row)
    return safe_text(told).strip()


def plain_text(pieces: Sequence[Piece]) -> str:
    """The same without its roles."""
    return "".join(text for text, _ in pieces)
