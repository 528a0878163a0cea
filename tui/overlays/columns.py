"""Choose the columns of a list: which, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from rich.text import Text
from textual import events
from textual.widget import Widget

from core.values.text import safe_text
from tui.actions import Action
from tui.frame.lines_view import LinesView
from tui.lines import Piece
from tui.overlays.sheet import Overlay, Sheet, choice_line
from tui.shell import Shell

Titled = tuple[str, str]
"""The id of a column and its title."""
_WIDTH, _EDGES = 40, 2


class ColumnsOverlay(Overlay[tuple[str, ...]]):
    """Closes with the ids to show, in their order; empty: those that the list has by
    itself. The first columns stay longest where room is short."""

    NAME = "Columns"
    DEFAULT_CSS = f"""
    ColumnsOverlay {{ align: center middle; }}
    ColumnsOverlay > Sheet {{ margin: 0; width: {_WIDTH}; }}
    """
    ACTIONS = (
        Action("columns.open", "open", "keep", "show the list like this", "do_open"),
        Action("columns.mark", "mark", "show or hide", "show the column, or hide it",
               "do_mark"),
        Action("columns.down", "down", "down", "the next column", "do_down"),
        Action("columns.up", "up", "up", "the column before", "do_up"),
    )  # fmt: skip

    def __init__(
        self, shell: Shell, name: str, all_of: Sequence[Titled], shown: Sequence[str]
    ) -> None:
        super().__init__(shell)
        titles = dict(all_of)
        hidden = [each for each, _ in all_of if each not in shown]
        self._titles = {each: safe_text(title.strip() or each, 30)
                        for each, title in titles.items()}  # fmt: skip
        self._order = [*(each for each in shown if each in titles), *hidden]
        self._shown = set(shown) & set(titles)
        self._at = 0
        self.view = LinesView(self.look, self._draw)
        self._sheet = Sheet(self.look, f"Columns of {safe_text(name, 30)}", self.view)
        self._sheet.tell_foot("J K move it   r as it was")

    @property
    def crumbs(self) -> tuple[str, ...]:
        return (self.NAME,)

    def body(self) -> Iterator[Widget]:
        yield self._sheet

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        room = max(1, event.size.height - 2 - _EDGES)
        self._sheet.styles.height = min(len(self._order), room) + _EDGES
        self._sheet.styles.max_width = event.size.width

    def _draw(self, width: int, _height: int) -> Sequence[Text]:
        lines = []
        for at, each in enumerate(self._order):
            box = "[x]" if each in self._shown else "[ ]"
            left: list[Piece] = [(f"{box} ", "accent"), (self._titles[each], "")]
            lines.append(choice_line(left, [], at == self._at, self.look, width))
        return lines

    def takes(self, event: events.Key) -> bool:
        letters: dict[str, Callable[[], None]] = {
            "J": lambda: self._carry(1),
            "K": lambda: self._carry(-1),
            "r": lambda: self._close(()),
        }
        found = letters.get(event.character or "")
        if found is None:
            return False
        found()
        return True

    def do_open(self) -> None:
        kept = tuple(each for each in self._order if each in self._shown)
        if kept:
            self._close(kept)
        else:
            self.shell.say("a list needs a column", "muted")

    def _close(self, ids: tuple[str, ...]) -> None:
        self.dismiss(ids)

    def do_mark(self) -> None:
        self._shown ^= {self._order[self._at]}
        self.view.redraw()

    def do_down(self) -> None:
        self._move(1)

    def do_up(self) -> None:
        self._move(-1)

    def _move(self, by: int) -> None:
        self._at = max(0, min(self._at + by, len(self._order) - 1))
        self.view.redraw()
        self.view.reveal(self._at)

    def _carry(self, by: int) -> None:
        """The column under the cursor one place on, and the cursor with it."""
        to = self._at + by
        if 0 <= to < len(self._order):
            order = self._order
            order[self._at], order[to] = order[to], order[self._at]
            self._move(by)
