"""A short list of choices: one letter chooses and closes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.style import Style
from rich.text import Text
from textual import events, on
from textual.widget import Widget

from core.values.text import cells, safe_text
from tui.actions import Action
from tui.frame.lines_view import LinesView
from tui.lines import Piece
from tui.overlays.sheet import Overlay, Sheet, choice_line
from tui.palette import Role
from tui.shell import Shell

Choice = tuple[str, str] | tuple[str, str, str] | tuple[str, str, str, str]
"""The letter, what it stands for, perhaps a hint, and perhaps why it cannot be chosen."""
_STRUCK = Style(strike=True)

_LEAST, _MOST = 30, 76
_EDGES = 2
_BESIDE = 9


class MenuOverlay(Overlay[str]):
    """Closes with the letter of the choice. Letters belong to the menu: one that it
    does not have does nothing, but for those that move up and down. What cannot be
    chosen is struck, with the reason in place of the hint."""

    NAME = "Menu"
    DEFAULT_CSS = """
    MenuOverlay { align: center middle; }
    MenuOverlay > Sheet { margin: 0; }
    """
    ACTIONS = (
        Action("menu.open", "open", "choose", "take the line under the cursor", "do_open"),
        Action("menu.down", "down", "down", "the next choice", "do_down"),
        Action("menu.up", "up", "up", "the choice before", "do_up"),
    )

    def __init__(self, shell: Shell, title: str, choices: Sequence[Choice]) -> None:
        super().__init__(shell)
        self._title = safe_text(title, 80)
        self._letters = [choice[0] for choice in choices]
        self._lines = [_safe(choice) for choice in choices]
        self._refused = [_reason(choice) for choice in choices]
        self._at = 0
        self.view = LinesView(self.look, self._draw, bar=False)
        self._sheet = Sheet(self.look, self._title, self.view)

    @property
    def crumbs(self) -> tuple[str, ...]:
        return (self._title,)

    def body(self) -> Iterator[Widget]:
        self._sheet.styles.width = self._width() + _EDGES
        yield self._sheet

    def on_resize(self, event: events.Resize) -> None:
        room = max(1, event.size.height - 2 - _EDGES)
        self._sheet.styles.height = min(len(self._lines), room) + _EDGES
        self.view.use_bar(len(self._lines) > room)
        self._sheet.styles.max_width = event.size.width

    def _width(self) -> int:
        widest = max((cells(label) + cells(hint) for label, hint in self._lines), default=0)
        letters = max((cells(letter) for letter in self._letters), default=1)
        return max(_LEAST, cells(self._title) + 4, min(_MOST, widest + letters + _BESIDE))

    def _draw(self, width: int, _height: int) -> Sequence[Text]:
        words = self.look.glyphs.words
        drawn = []
        for at, (letter, (label, hint)) in enumerate(
            zip(self._letters, self._lines, strict=True)
        ):
            refused = bool(self._refused[at])
            role: Role = "muted" if refused else ""
            left: list[Piece] = [(letter, role or "accent"), (f"  {words(label)}", role)]
            right: list[Piece] = [(words(hint), "muted")] if hint else []
            text = choice_line(left, right, at == self._at, self.look, width)
            if refused:
                # Behind the sign of the cursor, the letter and two blanks.
                start = 2 + len(letter) + 2
                text.stylize(_STRUCK, start, start + len(words(label)))
            drawn.append(text)
        return drawn

    def takes(self, event: events.Key) -> bool:
        if not event.is_printable:
            return False
        if event.character in self._letters:
            self._choose(self._letters.index(event.character))
            return True
        meaning = self.shell.keymap.meaning_of(event.key)
        return meaning is None or meaning.id not in {"up", "down", "open"}

    def do_open(self) -> None:
        if self._letters:
            self._choose(self._at)

    def _choose(self, at: int) -> None:
        """Close with a choice; what cannot be chosen says why."""
        if reason := self._refused[at]:
            self.shell.say(f"{self._lines[at][0]}: {reason}", "muted")
        else:
            self.dismiss(self._letters[at])

    def do_down(self) -> None:
        self._move(1)

    def do_up(self) -> None:
        self._move(-1)

    def _move(self, by: int) -> None:
        self._at = max(0, min(self._at + by, len(self._letters) - 1))
        self.view.redraw()
        self.view.reveal(self._at)

    @on(LinesView.Clicked)
    def _clicked(self, event: LinesView.Clicked) -> None:
        event.stop()
        if event.line < len(self._letters):
            self._choose(event.line)


def _safe(choice: Choice) -> tuple[str, str]:
    hint = _reason(choice) or (choice[2] if len(choice) > 2 else "")
    return safe_text(choice[1], 60), safe_text(hint, 60)


def _reason(choice: Choice) -> str:
    """Why a line cannot be chosen; empty: it can."""
    return safe_text(choice[3], 100) if len(choice) > 3 else ""
