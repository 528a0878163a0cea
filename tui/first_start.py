"""The first start, without a store: three lines and three keys, and nothing written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from bellbuoy.paths import default_store
from core.values.address import shown_address
from core.values.text import safe_text
from tui.frame.lines_view import LinesView
from tui.lines import blank, line, said
from tui.palette import Look, Role
from tui.terminal.pace import PacedApp
from tui.theming import first_theme, put_on
from tui.widgets.filter_bar import QueryInput

DEMO = "demo"
_CHOICES = (
    ("d", "the demo", "a seeded store in a temporary folder; gone when you leave"),
    ("i", "import", "a folder of CSV or JSON lines, into a store of your own"),
    ("o", "open", "a store that is there already"),
)


class FirstStart(PacedApp[str]):
    """Ends with `demo`, the path of a store, or nothing."""

    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS: ClassVar[str | None] = None
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "demo", "the demo"),
        Binding("i", "import", "import a folder"),
        Binding("o", "open", "open a store"),
        Binding("escape", "drop", "drop"),
        Binding("q,ctrl+q", "leave", "quit"),
        Binding("ctrl+c", "leave", "quit", priority=True),
    ]
    CSS = """
    Screen { background: $background; color: $foreground; }
    LinesView { height: auto; }
    QueryInput { display: none; height: 1; margin: 1 3; background: $surface; }
    QueryInput > .input--placeholder { color: $muted; }
    .-asking QueryInput { display: block; }
    """

    def __init__(self, look: Look, why_not: Callable[[str], str]) -> None:
        theme = first_theme(look)
        super().__init__(ansi_color=theme.ansi)
        put_on(self, theme)
        self._look = look
        self._why_not = why_not
        self._said: tuple[tuple[str, Role], ...] = ()
        self.box = QueryInput()
        self.box.placeholder = "path of a store"

    def compose(self) -> ComposeResult:
        yield LinesView(self._look, self._lines)
        yield self.box

    def action_demo(self) -> None:
        self.exit(DEMO)

    def action_import(self) -> None:
        """Importing is the shell's work: it can take long, and may need a mapping."""
        self._tell(
            ("Type on the shell:", ""),
            ("bellbuoy store init && bellbuoy import FOLDER", "accent"),
            (f"It makes {_usual()}; then bellbuoy opens it.", "muted"),
        )

    def action_open(self) -> None:
        self._tell(("Which store? Enter opens it, esc goes back.", ""))
        self.screen.add_class("-asking")
        self.box.focus()

    def action_drop(self) -> None:
        self.screen.remove_class("-asking")
        self.screen.set_focus(None)
        self._tell()

    def action_leave(self) -> None:
        self.exit("")

    @on(Input.Submitted)
    def _path(self, event: Input.Submitted) -> None:
        path = event.value.strip()
        if not path:
            return
        wrong = self._why_not(path)
        if wrong:
            self._tell((safe_text(wrong), "error"))
        else:
            self.exit(path)

    def _tell(self, *words: tuple[str, Role]) -> None:
        self._said = words
        self._fit()

    def on_resize(self) -> None:
        self._fit()

    def _fit(self) -> None:
        """The box stands right below the words."""
        view = self.query_one(LinesView)
        lines = self._lines(self.size.width or 80, 0)
        view.styles.height = max(1, min(len(lines), self.size.height - 3))
        view.redraw()

    def _lines(self, width: int, _height: int) -> Sequence[Text]:
        look = self._look
        lines = [
            blank(),
            line([(" Bellbuoy", "header")], look, width),
            *said(f"There is no store at {_usual()} yet.", "", look, width),
            blank(),
        ]
        for key, word, about in _CHOICES:
            pieces: list[tuple[str, Role]] = [
                (f"   {key}", "accent"), (f"  {word:<10}", ""), (about, "muted"),
            ]  # fmt: skip
            lines.append(line(pieces, look, width))
        lines += [
            blank(),
            line([("   q", "accent"), ("  quit; nothing has been written", "")], look, width),
            blank(),
        ]
        for text, role in self._said:
            lines += said(text, role, look, width, "   ")
        return lines


def _usual() -> str:
    """The store when none is named, as it may be shown."""
    return safe_text(shown_address(default_store()))
