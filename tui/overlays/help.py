"""Help for here: the keys that work, what the words mean, and a filter over both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text
from textual import on
from textual.widget import Widget

from core.values.text import safe_text
from tui.actions import Action
from tui.frame.lines_view import LinesView
from tui.lines import line
from tui.overlays.help_lines import Helped, help_lines, matching, told
from tui.overlays.scrolling import SCROLLS, Scrolling
from tui.overlays.sheet import Sheet
from tui.shell import Shell
from tui.widgets.filter_bar import FilterBar


class HelpOverlay(Scrolling):
    """Escape peels the edit, then the filter, then help itself."""

    NAME = "Help"
    ACTIONS = (
        Action("help.filter", "filter", "filter", "narrow help by words", "do_filter"),
        *SCROLLS,
    )

    def __init__(self, shell: Shell, screen: Helped) -> None:
        super().__init__(shell)
        self._told = told(screen, shell.keymap)
        self._filter = ""
        self.bar = FilterBar(self.look)
        self.view = LinesView(self.look, self._draw, bar=True)
        where = safe_text(" › ".join(screen.crumbs), 60)
        self._title = f"Help · {where}" if where else "Help"

    def body(self) -> Iterator[Widget]:
        yield Sheet(self.look, self._title, self.bar, self.view)

    def on_mount(self) -> None:
        self._narrow("")

    @property
    def back_word(self) -> str:
        if self.bar.is_open:
            return "drop the edit"
        return "drop the filter" if self._filter else "close"

    def _draw(self, width: int, _height: int) -> Sequence[Text]:
        found = matching(self._told, self._filter)
        if not found:
            return [line([(" nothing in help holds these words", "muted")], self.look, width)]
        return help_lines(found, self.look, width)

    def _narrow(self, text: str) -> None:
        self._filter = text
        self.view.set_draw(self._draw, keep_place=False)
        found, of = len(matching(self._told, text)), len(self._told)
        self.bar.show(self.bar.query_text, f"{found} of {of}" if text else f"{of} lines")
        self.tell_keys()

    @on(FilterBar.Edited)
    def _edited(self, event: FilterBar.Edited) -> None:
        event.stop()
        if not self.bar.is_open:
            # What is typed from now on are keys again.
            self.set_focus(None)
        self._narrow(event.text)

    def do_filter(self) -> None:
        self.bar.open()
        self.tell_keys()

    def do_back(self) -> None:
        if self.bar.is_open:
            self.bar.drop()
        elif self._filter:
            self.bar.show("", "")
            self._narrow("")
        else:
            self.dismiss(None)

    def do_help(self) -> None:
        self.dismiss(None)
