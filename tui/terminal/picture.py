"""What stands on the terminal, cell by cell, so that only what differs is written.

Textual writes whole pieces with all their colours, and a whole screen whenever a
layout changes. On a line of 2 kB a second that is ten seconds for a key; here the
same key costs the cells that it changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from rich.cells import split_graphemes
from rich.color import ColorSystem
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.strip import Strip

from tui.terminal.colours import turn

Cell = tuple[str, str]
"""Text and colour codes. The second half of a wide character has no text."""
Placed = tuple[int, int, Strip]
"""Row, first column, content."""
_UNKNOWN: Cell = ("?", "?")
# Writing as many equal cells again costs less than to move over them.
_NEAR = 4


class Picture:
    """The cells of a terminal of `width` x `height`; at first none is known."""

    def __init__(self) -> None:
        self._rows: list[list[Cell]] = []
        self._size = (0, 0)
        self._codes = ""
        self._at: tuple[int, int] | None = None

    def forget(self) -> None:
        """Somebody else may have written: nothing is known of the terminal."""
        self._size = (0, 0)

    def fit(self, width: int, height: int) -> None:
        """Draw for this size from now on; another size is another picture."""
        if (width, height) != self._size:
            self._size = (width, height)
            self._rows = [[_UNKNOWN] * width for _ in range(height)]
            self._codes, self._at = "?", None

    def draw(
        self,
        update: LayoutUpdate | ChopsUpdate,
        system: ColorSystem | None,
        cursor: tuple[int, int],
    ) -> str:
        """What to write so that the terminal shows it; empty when it does already.
        `system` None: without colours. `cursor` is the column and row where the
        terminal's own cursor is left."""
        told: list[str] = []
        for y, x, strip in placed(update):
            if 0 <= y < len(self._rows):
                self._row(y, x, [*_cells_of(strip, system)], told)
        if cursor != (0, 0) and told:
            self._move(cursor[1], cursor[0], told)
        return "".join(told)

    def _row(self, y: int, x: int, new: list[Cell], told: list[str]) -> None:
        row = self._rows[y]
        del new[max(0, len(row) - x) :]
        end = x + len(new)
        if not new or row[x:end] == new:
            return
        if x and not row[x][0]:
            self._put(y, x - 1, [(" ", row[x - 1][1])], told)
        if end < len(row) and not row[end][0]:
            self._put(y, end, [(" ", row[end][1])], told)
        for first, last in _runs(row[x:end], new):
            self._put(y, x + first, new[first:last], told)

    def _put(self, y: int, x: int, cells: Sequence[Cell], told: list[str]) -> None:
        """Write cells, and know them. Behind a character that terminals may draw in
        another width the cursor is set again."""
        self._move(y, x, told)
        doubtful = False
        for at, (text, codes) in enumerate(cells):
            if not text:
                doubtful = True
                continue
            if doubtful:
                self._at = None
                self._move(y, x + at, told)
            if codes != self._codes:
                told.append(turn(self._codes, codes))
                self._codes = codes
            told.append(text)
            doubtful = len(text) > 1
        end = x + len(cells)
        self._rows[y][x:end] = cells
        self._at = None if doubtful or end >= self._size[0] else (y, end)

    def _move(self, y: int, x: int, told: list[str]) -> None:
        if self._at == (y, x):
            return
        if self._at is not None and self._at[0] == y and self._at[1] < x:
            over = x - self._at[1]
            told.append("\x1b[C" if over == 1 else f"\x1b[{over}C")
        else:
            told.append(f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H")
        self._at = (y, x)


def placed(update: LayoutUpdate | ChopsUpdate) -> Iterator[Placed]:
    """The strips of a picture and where they go."""
    if isinstance(update, LayoutUpdate):
        for y, strips in enumerate(update.strips, update.region.y):
            x = update.region.x
            for strip in strips:
                yield y, x, strip
                x += strip.cell_length
        return
    for y, x1, x2 in update.spans:
        if y >= len(update.chops):
            continue  # it was meant for another size, whose picture is on its way
        for end, (x, found) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if found is not None and x < x2 and end > x1:
                yield y, x, found


def _runs(old: Sequence[Cell], new: Sequence[Cell]) -> list[tuple[int, int]]:
    """From where to where they differ; what is near is one run, and no wide
    character is cut."""
    runs: list[tuple[int, int]] = []
    for at in range(len(new)):
        if old[at] == new[at]:
            continue
        first, last = at, at + 1
        while first and not new[first][0]:
            first -= 1
        while last < len(new) and not new[last][0]:
            last += 1
        if runs and first - runs[-1][1] <= _NEAR:
            runs[-1] = (runs[-1][0], max(last, runs[-1][1]))
        else:
            runs.append((first, last))
    return runs


def _cells_of(strip: Strip, system: ColorSystem | None) -> Iterable[Cell]:
    for text, style, control in strip:
        if text and not control:
            yield from _cells(text, "" if style is None else _codes(style, system))


@lru_cache(maxsize=1024)
def _codes(style: Style, system: ColorSystem | None) -> str:
    if system is None:
        style, system = style.without_color, ColorSystem.STANDARD
    return Strip.render_ansi(style, system)


@lru_cache(maxsize=4096)
def _cells(text: str, codes: str) -> tuple[Cell, ...]:
    """A text in cells. No control character gets through, wherever it came from."""
    if text.isascii() and text.isprintable():
        return tuple((char, codes) for char in text)
    cells: list[Cell] = []
    for first, last, wide in split_graphemes(text)[0]:
        shown = "".join(char for char in text[first:last] if not _controls(char))
        if wide:
            cells.append((shown or " ", codes))
            cells += [("", codes)] * (wide - 1)
    return tuple(cells)


def _controls(char: str) -> bool:
    return char < " " or "\x7f" <= char <= "\x9f" or char in "\u2028\u2029"
