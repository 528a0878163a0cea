"""The filter of a list, edited in place on row 3. Its box is made when it is needed."""

from __future__ import annotations

from textual import events, on

from tui.list_offers import ListOffers
from tui.widgets.filter_bar import FilterBar
from tui.widgets.page_source import R


class ListFilter(ListOffers[R]):
    """Rows narrow while one types; enter keeps the text, escape brings the old back."""

    def do_filter(self) -> None:
        self.edit_filter(f"{self.query_text} " if self.query_text else "")

    def edit_filter(self, text: str) -> None:
        if self.bar is None:
            self.bar = FilterBar(self.session.look, self.query_text)
            self.mount(self.bar, after=self.strip)
        # A box that has just been made gets its text when it is there.
        self.call_after_refresh(self._open_box, text)

    def _open_box(self, text: str) -> None:
        if self.bar is None:
            return
        before = self.bar.query_text if self.bar.is_open else self.query_text
        self.bar.show(before, "")
        self.bar.open(text)
        self.strip.display, self.bar.display = False, True
        self.tell_rows()
        self.tell_keys()

    @property
    def box_hints(self) -> tuple[tuple[str, str], ...]:
        if not self.editing:
            return ()
        hints = (("open", "keep"), ("back", "drop the edit"), ("next_pane", "complete"),
                 ("help", "fields"))  # fmt: skip
        return self.shell.keymap.helps_in_box(*hints)

    @on(FilterBar.Edited)
    def _edited(self, event: FilterBar.Edited) -> None:
        event.stop()
        kept = isinstance(event, FilterBar.Kept)
        if kept or isinstance(event, FilterBar.Dropped):
            self._close_box()
        else:
            self.offer()
        text = event.text.strip()
        # What was asked last may be a text that has just been taken back.
        if kept or not text == self.query_text == self.asked_text:
            # A sort in the text is the one that is wanted now.
            self.sort_by = None if "sort:" in text else self.sort_by
            self.open_list(text, at_top=text != self.query_text, kept=kept)

    def _close_box(self) -> None:
        self.stop_offering()
        self._tell_box(None)
        if self.bar is not None:
            self.bar.display = False
        self.strip.display = True
        self.list.focus()
        self.tell_keys()

    def on_paste(self, event: events.Paste) -> None:
        """Text pasted onto a list becomes its filter; it never runs as keys."""
        if not self.editing:
            event.stop()
            self.edit_filter(" ".join(event.text.split()))
