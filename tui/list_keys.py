"""The handlers of the keys of a list: moving, filter, sort, panes."""

from __future__ import annotations

from tui.list_marks import ListMarks
from tui.list_state import next_sort
from tui.places import Place
from tui.widgets.page_source import R


class ListKeys(ListMarks[R]):
    """A list page with its hands on. Moving touches the order: it stays still then."""

    # Moving: the pane that has the focus moves

    @property
    def _in_pane(self) -> bool:
        return self.preview.has_focus

    def _by_lines(self, n: int) -> None:
        self.steady.touch()
        if self._in_pane:
            self.preview.scroll_lines(n)
        else:
            self.list.move_by(n)

    def do_down(self) -> None:
        self._by_lines(1)

    def do_up(self) -> None:
        self._by_lines(-1)

    def _by_pages(self, n: int) -> None:
        self.steady.touch()
        if self._in_pane:
            self.preview.scroll_pages(n)
        else:
            self.list.page_by(n)

    def do_page_down(self) -> None:
        self._by_pages(1)

    def do_page_up(self) -> None:
        self._by_pages(-1)

    def _by_halves(self, n: int) -> None:
        self.steady.touch()
        if self._in_pane:
            self.preview.scroll_pages(n / 2)
        else:
            self.list.half_page_by(n)

    def do_half_down(self) -> None:
        self._by_halves(1)

    def do_half_up(self) -> None:
        self._by_halves(-1)

    def do_first(self) -> None:
        self.steady.touch()
        if self._in_pane:
            self.preview.scroll_first()
        else:
            self.list.first()

    def do_last(self) -> None:
        self.steady.touch()
        if self._in_pane:
            self.preview.scroll_last()
        else:
            self.list.last()

    def do_next_pane(self) -> None:
        if self.editing:
            self.complete()
            return
        if self._in_pane or not self.preview.display:
            self.list.focus()
        else:
            self.preview.focus()

    def do_open(self) -> None:
        self.list.open_row()

    def arrive(self, place: Place) -> None:
        if place.query is not None and place.query != self.query_text:
            self.open_list(place.query, at_top=True)

    def step_key(self, by: int) -> str | None:
        """The client `by` rows on, for a detail that walks through this list; None
        at the ends, and while the row is being read."""
        before = self.list.cursor_index
        self.list.move_by(by)
        row = self.list.cursor_row
        if row is None or self.list.cursor_index == before:
            return None
        return self.client_of(row)

    # Sort

    def do_sort(self) -> None:
        field, descending = self.shown_sort
        g = self.session.look.glyphs
        arrow = g.down if descending else g.up
        lines = [
            (choice.key, choice.label, arrow if choice.field == field else "")
            for choice in self.SORTS
        ]
        self.shell.show("menu", "Sort by", [*lines, ("s", "turn round")], done=self._sorted)

    def _sorted(self, chosen: str | None) -> None:
        order = next_sort(self.SORTS, chosen, self.shown_sort) if chosen else None
        if order is not None:
            self.open_list(self.query_text, order, at_top=True)

    # Freshness

    def do_refresh(self) -> None:
        self.apply_order()

    # Columns

    def do_columns(self) -> None:
        """Which of them, and in which order; kept for this list."""
        name = self.place.screen
        titled = [(column.id, column.title) for column in self.columns(self.ctx)]
        shown = [column.id for column in self.arranged(self.ctx)]

        def chosen(ids: tuple[str, ...] | None) -> None:
            if ids is not None:
                own = [column.id for column in self.columns(self.ctx) if not column.extra]
                self.shell.own.arrange(name, None if list(ids) in ([], own) else ids)

        self.shell.show("columns", name, titled, shown, done=chosen)

    # Panes

    def do_preview(self) -> None:
        self.preview.display = not self.preview.display
        self.list.focus()

    def do_maximise(self) -> None:
        """The pane alone, and back."""
        alone = not self.has_class("-alone")
        self.set_class(alone, "-alone")
        self.fit(self.size)
        self.preview.display = True
        if alone:
            self.preview.focus()
        else:
            self.list.focus()
        self.tell_frame()

    # Escape: the reading, the edit, the pane, the cell, the marks, the filter, the place

    @property
    def back_word(self) -> str:
        if self.session.reader.busy(f"{self.place.screen}.open") or self.list.reading_new:
            return "stop"
        if self.editing:
            return "drop the edit"
        if self.has_class("-alone"):
            return "list"
        if self.list.cell is not None:
            return "whole row"
        if self.list.marks:
            return "drop the marks"
        if self.query_text != self.DEFAULT_QUERY:
            return "drop the filter"
        return super().back_word

    def do_back(self) -> None:
        opening = self.session.reader.cancel(f"{self.place.screen}.open")
        stopped = self.list.stop_reading()
        if stopped and self.list.shows_found:
            self.states.show(None)
            self.shell.say("stopped: there may be more rows than were found", "muted")
            self.tell_keys()
            return
        if stopped and not self.editing:
            self.open_list(self.query_before)
        if stopped or opening:
            self.states.show(None)
            self.shell.say("stopped; the rows are those of before", "muted")
        elif self.editing and self.bar is not None:
            self.bar.drop()
        elif self.has_class("-alone"):
            self.do_maximise()
        elif self.list.cell is not None:
            self.list.whole_row()
            self.tell_keys()
        elif self.list.marks:
            self.drop_marks()
            self.shell.say("marks dropped", "muted")
        elif self.query_text != self.DEFAULT_QUERY:
            self.open_list(self.DEFAULT_QUERY)
            self.shell.say("filter dropped", "muted")
        else:
            super().do_back()
