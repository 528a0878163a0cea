"""The filter of the tab of alerts: `/` narrows them by a query while one types."""

from __future__ import annotations

from textual import on

from bellbuoy.services.fields import query_starting
from core.values.text import safe_text
from tui.overlays.sheet import Overlay, Sheet
from tui.shell import Shell
from tui.states import fault_words
from tui.widgets.filter_bar import FilterBar, QueryInput

NOUN = "alert"
_OFFERED = 6


class Filtering(Overlay[None]):
    """Enter keeps the text, escape brings the old back, and then takes it away. Without
    `state:` in it, a query is asked of the alerts that are open."""

    def __init__(self, shell: Shell, sheet: Sheet) -> None:
        super().__init__(shell)
        self.sheet = sheet
        self.query_text = ""
        self.bar: FilterBar | None = None
        self._typed: str | None = None

    @property
    def asked(self) -> str:
        """The query by which the rows are read now."""
        return self.query_text if self._typed is None else self._typed

    @property
    def editing(self) -> bool:
        """Whether the box is open."""
        return self.bar is not None and self.bar.is_open

    def narrow(self) -> None:
        """Read the rows that `asked` has. To be said by the overlay."""
        raise NotImplementedError

    def do_filter(self) -> None:
        if self.bar is None:
            self.bar = FilterBar(self.look, self.query_text)
            self.sheet.mount(self.bar, before=0)
        # A box that has just been made gets its text when it is there.
        self.call_after_refresh(self._open_box)

    def _open_box(self) -> None:
        if self.bar is not None:
            self.bar.display = True
            self.bar.show(self.query_text, "")
            self.bar.open(f"{self.query_text} " if self.query_text else None)
            self.tell_keys()

    def do_complete(self) -> None:
        """Take the first word that the text could go on with."""
        assert self.bar is not None
        box = self.bar.query_one(QueryInput)
        if found := query_starting(NOUN, box.value):
            box.value = found[0]
            box.cursor_position = len(found[0])

    def peel(self) -> bool:
        """Escape: whether there was an edit to drop, or a filter to take away."""
        if self.bar is not None and self.bar.is_open:
            self.bar.drop()
        elif self.query_text:
            self._take("")
        else:
            return False
        return True

    def keep(self) -> None:
        """Enter in the box: its text is the filter."""
        if self.bar is not None:
            self.bar.keep()

    @on(FilterBar.Edited)
    def _box_edited(self, event: FilterBar.Edited) -> None:
        event.stop()
        if isinstance(event, FilterBar.Kept | FilterBar.Dropped):
            self._take(event.text.strip())
        elif event.text.strip() != self.asked:
            self._typed = event.text.strip()
            self._offer(event.text)
            self.narrow()

    def _take(self, query: str) -> None:
        self._typed, self.query_text = None, query
        if self.bar is not None:
            self.bar.show(query, "")
            self.bar.display = bool(query)
        self.set_focus(None)
        self.tell_keys()
        self.narrow()

    def _offer(self, text: str) -> None:
        """How the text could go on, on row 23."""
        words = [whole.rpartition(" ")[2] for whole in query_starting(NOUN, text)]
        if words and not text.endswith(" "):
            key = self.shell.keymap.label_in_box("next_pane")
            self.shell.say(f"{key}  {safe_text('  '.join(words[:_OFFERED]))}", "muted")

    def tell_wrong(self, error: BaseException | None) -> bool:
        """Say beside the box what is wrong with its text, or nothing any more; whether
        there is a box to say it in."""
        if self.bar is None or not self.asked:
            return False
        self.bar.show_error(fault_words(error) if error is not None else "")
        return True
