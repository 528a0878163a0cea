"""The go-to strip: a place by one letter, for as long as one likes to think."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from rich.text import Text
from textual import events
from textual.widget import Widget

from core.values.text import cells
from tui.frame.lines_view import LinesView
from tui.key_table import GO_TO
from tui.lines import Piece, cut, line, rule
from tui.overlays.sheet import Overlay
from tui.palette import Look
from tui.places import Place
from tui.registry import SCREENS
from tui.shell import Shell

TOP = "top"
_HEIGHT = 6
_ROWS = _HEIGHT - 1
_ABOUT_FROM = 38
_LABEL = 14


@dataclass(frozen=True, slots=True)
class Goal:
    """One entry of the strip. `place` is a screen of the registry, or empty: the top
    of the list."""

    letter: str
    title: str
    about: str
    place: str


def goals() -> tuple[Goal, ...]:
    """The places that there are, in the order of the registry, then the top."""
    found = [Goal(e.go, e.title.lower(), e.about, e.id) for e in SCREENS if e.go]
    top = next(letter for letter in GO_TO if letter.id == "first")
    return (*found, Goal(top.key, top.label, "", ""))


def strip_lines(entries: Sequence[Goal], look: Look, width: int) -> list[Text]:
    """At most five rows of entries, in as many columns as they need; what a place is
    about is told where there is room."""
    columns = max(1, ceil(len(entries) / _ROWS))
    wide = max(2, (width - 1) // columns)
    rows: list[Text] = []
    for at in range(min(_ROWS, len(entries))):
        text = Text(" ", end="")
        for entry in entries[at::_ROWS]:
            cell = line(_entry(entry, wide, look), look, wide - 1)
            cell.append(" " * (wide - cell.cell_len))
            text.append_text(cell)
        rows.append(cut(text, look, width))
    return rows


def _entry(entry: Goal, width: int, look: Look) -> list[Piece]:
    label = look.glyphs.words(entry.title)
    pieces: list[Piece] = [(f" {entry.letter}  ", "accent"), (label, "")]
    if entry.about and width >= _ABOUT_FROM:
        gap = " " * max(2, _LABEL - cells(label))
        pieces.append((gap + look.glyphs.words(entry.about), "muted"))
    return pieces


class GoToOverlay(Overlay[str]):
    """Goes to the place of a letter, or closes with `top`; any other key closes it
    and says nothing. It waits without a limit."""

    NAME = "Go to"
    DEFAULT_CSS = f"""
    GoToOverlay {{ align: left bottom; }}
    GoToOverlay > LinesView {{ height: {_HEIGHT}; margin-bottom: 1; background: $surface; }}
    """

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._goals = goals()
        self.view = LinesView(self.look, self._draw)

    def body(self) -> Iterator[Widget]:
        yield self.view

    def on_mount(self) -> None:
        self.keys.tell([("a letter goes there, any other key closes", "muted")])

    def tell_keys(self) -> None:
        """The letters are told in the strip itself."""

    def _draw(self, width: int, _height: int) -> Sequence[Text]:
        head = Text(self.look.glyphs.rule, self.look.style("border"), end="")
        head = Text.assemble(head, (" go to ", self.look.style("header")), end="")
        head.append_text(rule(self.look, max(0, width - head.cell_len)))
        return [head, *strip_lines(self._goals, self.look, width)]

    def takes(self, event: events.Key) -> bool:
        goal = next((goal for goal in self._goals if goal.letter == event.character), None)
        self.dismiss(TOP if goal is not None and not goal.place else None)
        if goal is not None and goal.place:
            self.app.call_later(self.shell.go, Place(goal.place))
        return True
