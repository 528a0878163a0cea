"""A fault that nobody foresaw: a report that can be copied, on a screen of its own.

The app that failed has ended by then, so the terminal is whole and the report
does not depend on anything that broke.
"""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from core.values.text import safe_text
from tui.frame.lines_view import LinesView
from tui.lines import blank, said
from tui.palette import Look
from tui.terminal.pace import PacedApp
from tui.theming import first_theme, put_on

AGAIN = "again"
_LONGEST = 2_000


class CrashScreen(PacedApp[str]):
    """Shows the report: `y` copies it, `r` starts again, `q` leaves."""

    ENABLE_COMMAND_PALETTE = False
    CSS = """
    Screen { background: $background; color: $foreground; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", "copy"),
        Binding("r", "again", "start again"),
        Binding("q,ctrl+q,escape", "leave", "leave"),
        Binding("ctrl+c", "leave", "leave", priority=True),
        Binding("down,j", "scroll(1)", "down"),
        Binding("up,k", "scroll(-1)", "up"),
        Binding("pagedown", "page(1)", "page down"),
        Binding("pageup", "page(-1)", "page up"),
    ]

    def __init__(self, lines: list[str], look: Look) -> None:
        theme = first_theme(look)
        super().__init__(ansi_color=theme.ansi)
        put_on(self, theme)
        self._report = lines
        self._look = look
        self._said = ""

    def compose(self) -> ComposeResult:
        yield LinesView(self._look, self._draw, bar=True)

    def action_copy(self) -> None:
        self.copy_to_clipboard("\n".join(self._report))
        self._said = "The report is on the clipboard."
        self.query_one(LinesView).redraw()

    def action_again(self) -> None:
        self.exit(AGAIN)

    def action_leave(self) -> None:
        self.exit("")

    def action_scroll(self, lines: int) -> None:
        self.query_one(LinesView).scroll_lines(lines)

    def action_page(self, pages: int) -> None:
        self.query_one(LinesView).scroll_pages(pages)

    def _draw(self, width: int, _height: int) -> list[Text]:
        words = (
            "Something went wrong that should not have. Your store is whole: nothing is"
            " written from this screen, and every write is one transaction."
        )
        keys = "y copy the report   r start again   q leave"
        look = self._look
        return [
            blank(),
            *said("Bellbuoy stopped.", "header", look, width),
            *said(words, "", look, width),
            blank(),
            *said(keys, "accent", look, width),
            *said(self._said, "healthy", look, width),
            blank(),
            *(text for line in self._report for text in _told(line, look, width)),
        ]


def _told(line: str, look: Look, width: int) -> list[Text]:
    """A line of the report with what stands before it, so that calls are seen as such."""
    words = line.lstrip(" ")
    indent = " " * (1 + min(len(line) - len(words), width // 2))
    return said(safe_text(words, _LONGEST), "muted", look, width, indent)
