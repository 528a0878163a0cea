"""A list that stays fresh, and whose order does not move under the hand."""

from __future__ import annotations

from bellbuoy.services.context import Context
from core.values.errors import RemoteError
from tui.asks import Ask
from tui.list_rows import ListRows
from tui.list_state import HAND_S
from tui.widgets.page_source import R


class ListFresh(ListRows[R]):
    """Values change in place; a new order waits while somebody moves in the list."""

    def store_changed(self) -> None:
        """Rows are read anew; a new order waits while a hand is on the list."""
        source, (first, last) = self.source, self._seen
        if source is None:
            self.fill()  # what is opening, a view maybe, is opened as it stands now
            return

        def work(_ctx: Context, _ask: Ask[int]) -> int:
            return source.moved(first, last)

        name = f"{self.place.screen}.moved"
        self.session.reader.ask(name, work, self._has_moved, self._lost)

    def _has_moved(self, rows: int) -> None:
        if rows and self.list.has_focus and self.steady.held:
            self.steady.waiting = rows
            self.tell_waiting()
            self.set_timer(HAND_S, self._hand_rests)
            return
        self.apply_order()

    def _hand_rests(self) -> None:
        if self.steady.waiting and not self.steady.held:
            self.apply_order()
        elif self.steady.waiting:
            self.set_timer(HAND_S, self._hand_rests)

    def apply_order(self) -> None:
        """Show the rows as they stand now."""
        self.steady.applied()
        self.tell_waiting()
        self.list.refresh_rows()
        self.row_changed()

    def tell_waiting(self) -> None:
        rows = self.steady.waiting
        moved = f"{rows} row{'' if rows == 1 else 's'} moved"
        if rows:
            key = self.shell.keymap.label("refresh")
            self.said.stand([(moved, "at_risk")], [(f"{key} refresh", "accent")])
        else:
            self.said.stand([])

    def _lost(self, error: BaseException) -> None:
        if isinstance(error, RemoteError):
            self.shell.fault(error)
            return
        self.show_state(self.state_of(error, kept=True))
