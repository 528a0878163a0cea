"""An app that is nothing but a list, with its keys bound the way a screen binds them."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import App, ComposeResult

from tests.tui.widgets.rows import COLUMNS, Item, Items
from tui.palette import Look
from tui.widgets.window_list import WindowList
from tui.widgets.window_messages import ListMessage


class ListApp(App[None]):
    """`heard` collects the messages of the list, `painted` the lines drawn."""

    KEYS: ClassVar[dict[str, tuple[str, tuple[int, ...]]]] = {
        "down": ("move_by", (1,)),
        "up": ("move_by", (-1,)),
        "pagedown": ("page_by", (1,)),
        "pageup": ("page_by", (-1,)),
        "ctrl+d": ("half_page_by", (1,)),
        "ctrl+u": ("half_page_by", (-1,)),
        "home": ("first", ()),
        "end": ("last", ()),
        "enter": ("open_row", ()),
        "space": ("toggle_mark", ()),
        "shift+down": ("mark_by", (1,)),
        "asterisk": ("mark_all", ()),
    }

    def __init__(self, source: Items | None, look: Look | None = None) -> None:
        super().__init__()
        self.source = source
        self.look = look
        self.heard: list[ListMessage] = []
        self.painted: list[int] = []

    def compose(self) -> ComposeResult:
        yield CountingList(COLUMNS, self.source, look=self.look)

    @property
    def window(self) -> WindowList[Item]:
        return self.query_one(CountingList)

    def on_key(self, event: events.Key) -> None:
        if event.key in self.KEYS:
            name, arguments = self.KEYS[event.key]
            getattr(self.window, name)(*arguments)

    def last(self, kind: type[ListMessage]) -> ListMessage | None:
        found = [message for message in self.heard if isinstance(message, kind)]
        return found[-1] if found else None

    def on_row_highlighted(self, message: ListMessage) -> None:
        self.heard.append(message)

    on_row_opened = on_row_highlighted
    on_count_changed = on_row_highlighted
    on_view_moved = on_row_highlighted
    on_marks_changed = on_row_highlighted
    on_read_failed = on_row_highlighted


class CountingList(WindowList[Item]):
    """Remembers which lines it was asked to draw."""

    def render_line(self, y):  # type: ignore[no-untyped-def]
        self.app.painted.append(y)  # type: ignore[attr-defined]
        return super().render_line(y)
