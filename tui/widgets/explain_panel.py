"""An explanation that one can walk through: a cursor on its steps, parts opened at will.

It draws through a pane of lines: `draw` gives them for a width, `line` is the one
to keep in view.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import tzinfo

from rich.text import Text

from core.health.types import HealthExplanation
from tui.charts.health import health_page
from tui.charts.steps import Path, Step
from tui.charts.waterfall import Drawn, Table, note_words, sum_line, waterfall
from tui.charts.words import wrap
from tui.palette import Look

Page = Callable[[int, frozenset[Path], int | None], Drawn]
_FIRST_WIDTH = 80


class ExplainPanel:
    """Where the reader of an explanation stands.

    `page` draws it: width, the opened steps, the number of the step under the
    cursor. The cursor belongs to a step: opening one above does not move it off.
    """

    def __init__(self, page: Page, opened: frozenset[Path] = frozenset()) -> None:
        self._page = page
        self._opened = opened
        self._cursor = 0
        self._width = _FIRST_WIDTH
        self._drawn = page(self._width, opened, 0)

    @property
    def step(self) -> Step | None:
        """The step under the cursor; None where nothing is explained."""
        return self._drawn.steps[self._cursor] if self._drawn.steps else None

    @property
    def line(self) -> int:
        """The line on which the cursor stands."""
        return self._drawn.at[self._cursor] if self._drawn.at else 0

    @property
    def opened(self) -> frozenset[Path]:
        return self._opened

    def draw(self, width: int, _height: int = 0) -> Sequence[Text]:
        """The lines in `width` cells."""
        self._width = width
        self._redraw()
        return self._drawn.lines

    def show(self, page: Page) -> None:
        """Another explanation, or newer figures; the cursor stays on its step."""
        self._page = page
        self._redraw()

    def move_by(self, steps: int) -> None:
        self.move_to(self._cursor + steps)

    def move_to(self, index: int) -> None:
        """Put the cursor on a step, the nearest there is."""
        self._cursor = max(0, min(index, len(self._drawn.steps) - 1))
        self._redraw()

    def move_to_line(self, line: int) -> None:
        """Put the cursor on the step of a line (a click); other lines have none."""
        if line in self._drawn.at:
            self.move_to(self._drawn.at.index(line))

    def toggle(self) -> bool:
        """Open the step under the cursor, or close it. False: it has no parts."""
        step = self.step
        if step is None or not step.part.parts:
            return False
        self._opened ^= {step.path}
        self._redraw()
        return True

    def _redraw(self) -> None:
        path = self.step.path if self.step else None
        drawn = self._page(self._width, self._opened, self._cursor)
        paths = [step.path for step in drawn.steps]
        if path in paths and paths.index(path) != self._cursor:
            self._cursor = paths.index(path)
            drawn = self._page(self._width, self._opened, self._cursor)
        elif self._cursor >= len(paths):
            self._cursor = max(0, len(paths) - 1)
            drawn = self._page(self._width, self._opened, self._cursor)
        self._drawn = drawn


def page_of_health(data: HealthExplanation, look: Look, zone: tzinfo) -> Page:
    """The page of a health score; times are printed in `zone`."""

    def page(width: int, opened: frozenset[Path], cursor: int | None) -> Drawn:
        return health_page(data, look, width, zone, opened=opened, cursor=cursor)

    return page


def page_of_table(table: Table, look: Look) -> Page:
    """The page of any one explanation: its table, the step's note, the sum in words."""

    def page(width: int, opened: frozenset[Path], cursor: int | None) -> Drawn:
        drawn = waterfall(replace(table, opened=opened), look, width, cursor)
        words = []
        if cursor is not None and cursor < len(drawn.steps):
            words.append(look.glyphs.words(note_words(drawn.steps[cursor].part)))
        words.append(sum_line(table.explanation, look).plain)
        muted = look.style("muted")
        said = [
            Text(f" {piece}", muted, end="")
            for line in words
            if line
            for piece in wrap(line, width - 1)
        ]
        return replace(drawn, lines=(*drawn.lines, *said))

    return page
