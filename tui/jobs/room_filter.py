"""The filter of the tab that is shown, edited in place on row 3."""

from __future__ import annotations

from textual import events, on

from bellbuoy.services.narrowing import going_on
from core.values.errors import BellbuoyError
from core.values.text import safe_text
from tui.frame.row import Row
from tui.jobs.room_keys import RoomKeys
from tui.widgets.filter_bar import FilterBar, QueryInput

_OFFERED = 6


class RoomFilter(RoomKeys):
    """Rows narrow while one types; enter keeps the text, escape brings the old back.
    The box is made when it is first needed."""

    strip: Row

    @property
    def editing(self) -> bool:
        return self.bar is not None and self.bar.is_open

    @property
    def box_hints(self) -> tuple[tuple[str, str], ...]:
        if not self.editing:
            return ()
        hints = (("open", "keep"), ("back", "drop the edit"), ("next_pane", "complete"))
        return self.shell.keymap.helps_in_box(*hints)

    def do_filter(self) -> None:
        self.edit_filter(f"{self.tab.query} " if self.tab.query else "")

    def edit_filter(self, text: str) -> None:
        if self.bar is None:
            self.bar = FilterBar(self.session.look, self.tab.query)
            self.mount(self.bar, after=self.strip)
        self.call_after_refresh(self._open_box, text)

    def _open_box(self, text: str) -> None:
        if self.bar is not None:
            self.bar.show(self.tab.query, self.tab.right)
            self.bar.open(text)
            self.strip.display, self.bar.display = False, True
            self.tell_keys()

    def close_box(self) -> None:
        if self.bar is not None:
            self.bar.display = False
            self.strip.display = True
        self.tab.pane.focus()
        self.tell_keys()

    @on(FilterBar.Edited)
    def _edited(self, event: FilterBar.Edited) -> None:
        event.stop()
        closing = isinstance(event, FilterBar.Kept | FilterBar.Dropped)
        if closing:
            self.close_box()
        else:
            self._offer(event.text)
        text = event.text.strip()
        if text != self.tab.query or isinstance(event, FilterBar.Dropped):
            self.tab.narrow(text)

    def _offer(self, text: str) -> None:
        """How the text could go on, on row 23."""
        noun = self.tab.noun
        if noun is None or text.endswith(" "):
            return
        words = [whole.rpartition(" ")[2] for whole in self._ways(text)]
        if words:
            key = self.shell.keymap.label_in_box("next_pane")
            self.shell.hint(f"{key}  {safe_text('  '.join(words[:_OFFERED]))}")

    def _ways(self, text: str) -> list[str]:
        noun = self.tab.noun
        try:
            return [] if noun is None else going_on(noun, text)
        except BellbuoyError:
            return []

    def complete(self) -> None:
        """Take the first word that the text could go on with."""
        if self.bar is None:
            return
        box = self.bar.query_one(QueryInput)
        found = self._ways(box.value)
        if found:
            box.value = found[0]
            box.cursor_position = len(found[0])

    def on_paste(self, event: events.Paste) -> None:
        """Text pasted onto a list becomes its filter; it never runs as keys."""
        if not self.editing and self.tab.noun is not None:
            event.stop()
            self.edit_filter(" ".join(event.text.split()))
