"""One line of a list as a strip: as few segments as there are styles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from core.values.text import cells, fit
from tui.palette import Look, Role
from tui.widgets.marks import Marks
from tui.widgets.page_source import R
from tui.widgets.window_columns import (
    GAP,
    PREFIX,
    Column,
    Placed,
    cell_pieces,
    header_text,
    lay_out,
    plain_text,
    row_pieces,
)
from tui.widgets.window_state import WindowState, thumb

_POINTED = Style(bold=True, underline=True)


class WindowPainter(Generic[R]):
    """Draws lines of `width` cells; the last cell is the scroll bar.

    `base` is the widget's own style: text and ground that the roles lie on.
    """

    def __init__(self, columns: Sequence[Column[R]], look: Look) -> None:
        self.columns = tuple(columns)
        self.look = look
        self.width = 0
        self.cell = ""
        """The column whose cell is pointed out in the cursor's row; empty: none."""
        self._base = Style.null()
        self._styles: dict[Role, Style] = {}
        self._placed: tuple[Placed[R], ...] = ()

    def use(self, width: int, base: Style) -> None:
        """Draw for this width on this ground from now on."""
        if (width, base) != (self.width, self._base):
            self.width, self._base = width, base
            self._styles.clear()
            self._placed = lay_out(self.columns, width - 1 - PREFIX)

    @property
    def shown(self) -> tuple[str, ...]:
        """The ids of the columns that fit."""
        return tuple(placed.column.id for placed in self._placed)

    def told(self, row: R) -> list[tuple[str, Role]]:
        """What a row says, as it is drawn."""
        return row_pieces(self._placed, row, self.look.glyphs.ellipsis)

    def _style(self, role: Role) -> Style:
        style = self._styles.get(role)
        if style is None:
            style = self._styles[role] = self._base + self.look.style(role)
        return style

    def header(self) -> Strip:
        g = self.look.glyphs
        text = fit(header_text(self._placed, g.ellipsis), self.width - 1, ellipsis="")
        left, right = self._span()
        plain, chosen = self._style("header"), self._style("cursor")
        segments = [Segment(text[:left], plain), Segment(text[left:right], chosen)]
        return self._strip([*segments, Segment(text[right:], plain)], g.bar)

    def _span(self) -> tuple[int, int]:
        """From which cell to which the pointed column goes; titles are one cell a sign."""
        left = PREFIX
        for placed in self._placed:
            if placed.column.id == self.cell:
                return left, left + placed.width
            left += placed.width + GAP
        return 0, 0

    def line(self, state: WindowState[R], marks: Marks, line: int, *, focused: bool) -> Strip:
        """Line number `line` below the header."""
        g = self.look.glyphs
        bar = g.full if line in thumb(state.top, state.height, state.total) else g.bar
        index = state.top + line
        if index >= state.total:
            return self._strip([self._padding(self.width - 1)], bar)
        row, cursor = state.row(index), index == state.cursor
        if row is None:
            return self._missing(bar, cursor=cursor)
        return self._row(row, bar, cursor=cursor, focused=focused, marked=row.id in marks)

    def _missing(self, bar: str, *, cursor: bool) -> Strip:
        """A row that is still being read."""
        g = self.look.glyphs
        text = f"{g.cursor if cursor else ' '}  {g.gap}"
        style = self._style("muted")
        return self._strip([Segment(fit(text, self.width - 1), style)], bar)

    def _row(self, row: R, bar: str, *, cursor: bool, focused: bool, marked: bool) -> Strip:
        """A row; under the cursor it is one piece in reverse video."""
        g = self.look.glyphs
        sign = f"{g.cursor if cursor else ' '}{g.mark if marked else ' '} "
        pieces = row_pieces(self._placed, row, g.ellipsis)
        if cursor and focused:
            if self.cell in self.shown:
                return self._strip(self._with_cell(row, sign), bar)
            text = fit(sign + plain_text(pieces), self.width - 1, ellipsis="")
            return self._strip([Segment(text, self._style("cursor"))], bar)
        first: Role = "accent" if marked or cursor else pieces[0][1] if pieces else ""
        segments = [Segment(sign, self._style(first))]
        used = PREFIX
        for text, role in pieces:
            segments.append(Segment(text, self._style(role)))
            used += cells(text)
        segments.append(self._padding(self.width - 1 - used))
        return self._strip(segments, bar)

    def _with_cell(self, row: R, sign: str) -> list[Segment]:
        """The cursor's row in reverse video, but for the cell that is pointed out."""
        reverse, ellipsis = self._style("cursor"), self.look.glyphs.ellipsis
        segments = [Segment(sign, reverse)]
        used = PREFIX
        pairs = zip(self._placed, cell_pieces(self._placed, row, ellipsis), strict=True)
        for at, (placed, (text, role)) in enumerate(pairs):
            if at:
                segments.append(Segment(" " * GAP, reverse))
                used += GAP
            chosen = placed.column.id == self.cell
            style = self._style(role) + _POINTED if chosen else reverse
            segments.append(Segment(text, style))
            used += placed.width
        return [*segments, Segment(" " * max(0, self.width - 1 - used), reverse)]

    def _padding(self, width: int) -> Segment:
        return Segment(" " * max(0, width), self._style(""))

    def _strip(self, segments: list[Segment], bar: str) -> Strip:
        """The pieces and the scroll bar; neighbours of one style become one."""
        segments.append(Segment(bar, self._style("border")))
        return Strip(Segment.simplify(s for s in segments if s.text), self.width)
