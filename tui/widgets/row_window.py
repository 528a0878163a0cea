"""Rows of which only those on the screen are drawn: cursor, top, and the rail."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.text import Text

from tui.lines import cut
from tui.palette import Look
from tui.widgets.window_state import thumb


class RowWindow:
    """`count` rows, the cursor on `at`, the first on the screen `top`, `height` of
    them fit. Without rows `at` is 0."""

    def __init__(self) -> None:
        self.count = self.at = self.top = 0
        self.height = 1

    def resize(self, count: int, height: int) -> None:
        """So many rows, so many on the screen; the cursor stays within both."""
        self.count, self.height = count, max(1, height)
        self.at = max(0, min(self.at, count - 1))
        low = max(0, self.at - self.height + 1)
        self.top = max(low, min(self.top, self.at, max(0, count - self.height)))

    def step(self, by: int) -> None:
        self.at += by
        self.resize(self.count, self.height)

    def shift(self, by: int) -> None:
        """Rows came in before the first (or went, below 0): the same ones stay shown."""
        self.at, self.top = max(0, self.at + by), max(0, self.top + by)

    def first(self) -> None:
        self.step(-self.count)

    def last(self) -> None:
        self.step(self.count)

    @property
    def at_end(self) -> bool:
        return self.at >= self.count - 1

    def draw(
        self, row: Callable[[int, int], Text], look: Look, width: int, height: int
    ) -> list[Text]:
        """The rows on the screen, each by `row(index, width)`, with the rail at the
        right end and blank lines up to `height`."""
        shown = range(self.top, min(self.count, self.top + height))
        lines: list[Text] = []
        for index in shown:
            text = row(index, width - 1)
            if index == self.at:
                if text.plain.startswith(" "):
                    # Seen without colours too, and read aloud.
                    text = Text.assemble(look.glyphs.cursor, text[1:], end="")
                text.append(" " * (width - 1 - text.cell_len))
                text.stylize(look.style("cursor"))
            lines.append(text)
        lines += [Text("", end="") for _ in range(height - len(lines))]
        return railed(lines, self.top, self.count, look, width)


def railed(lines: Sequence[Text], top: int, total: int, look: Look, width: int) -> list[Text]:
    """Lines of `width - 1` cells with the scroll bar behind them."""
    found = []
    marked = thumb(top, len(lines), total)
    for place, text in enumerate(lines):
        text = cut(text.copy(), look, width - 1)
        text.append(" " * (width - 1 - text.cell_len))
        sign = look.glyphs.full if place in marked else look.glyphs.bar
        text.append(sign, look.style("border"))
        found.append(text)
    return found
