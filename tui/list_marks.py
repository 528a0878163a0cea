"""Marks and the cell cursor of a list, and what `y` copies of them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence

from bellbuoy.services.context import Context
from core.values.text import safe_text
from tui.asks import Ask
from tui.list_copy import each_line, fitting, tabbed, titles_of
from tui.list_filter import ListFilter
from tui.widgets.page_source import R
from tui.widgets.window_columns import whole_text

_NAMED = 3


class ListMarks(ListFilter[R]):
    """`y` copies selected text, else the marked rows, else the row under the cursor; of
    each row the cell that is pointed out, else its id."""

    _marks_told = False

    @abstractmethod
    def key_of(self, row: R) -> str:
        """The public id of a row."""

    @property
    def exported_as(self) -> str:
        return f"{self.NOUN}s"

    # Marking

    def do_mark(self) -> None:
        self.list.toggle_mark()
        self._marked()

    def _mark_by(self, rows: int) -> None:
        self.list.mark_by(rows)
        self._marked()

    def do_mark_down(self) -> None:
        self._mark_by(1)

    def do_mark_up(self) -> None:
        self._mark_by(-1)

    def do_mark_all(self) -> None:
        """Every row of the query; once more takes the marks away."""
        if self.list.marks.by_query:
            self.list.clear_marks()
        else:
            self.list.mark_all()
        self._marked()

    def drop_marks(self) -> None:
        self.list.clear_marks()
        self._marked()

    def _marked(self) -> None:
        self.steady.touch()
        self.tell_waiting()
        self.tell_keys()

    def tell_rows(self) -> None:
        super().tell_rows()
        if self.list.marks or self._marks_told:
            self.tell_waiting()

    def tell_waiting(self) -> None:
        """What stands on row 23: rows that wait for another order, else the marks."""
        self._marks_told = bool(self.list.marks)
        if self.steady.waiting or not self.list.marks:
            super().tell_waiting()
            return
        hint = self.marks_hint()
        self.said.stand(
            [(self._mark_words(), "accent")],
            [(hint, "accent")] if hint else [],
        )

    def marks_hint(self) -> str:
        """What a key does with the marked rows."""
        key = self.shell.keymap.label("copy")
        return f"{key} copies them" if key else ""

    def _mark_words(self) -> str:
        """`2 marked: Aster Freight, Kestrel Bank`; `299 marked by query`."""
        marks = self.list.marks
        if marks.by_query:
            many = "all" if self.total is None else f"{marks.count(self.total):,}"
            return f"{many} marked by query"
        rows = self.list.marked_rows
        named = self.columns(self.ctx)[0]
        names = ", ".join(whole_text(named, row) for row in rows[:_NAMED])
        more = f" and {len(rows) - _NAMED:,} more" if len(rows) > _NAMED else ""
        return f"{len(rows):,} marked: {names}{more}"

    # The cell

    def _cell_by(self, steps: int) -> None:
        self.list.cell_by(steps)
        self.tell_keys()
        cell, row = self.list.cell, self.list.cursor_row
        if cell is None or row is None:
            self.shell.hint("the whole row")
        else:
            self.shell.hint(f"{cell.title.strip().lower()}: {whole_text(cell, row) or 'empty'}")

    def do_left(self) -> None:
        self._cell_by(-1)

    def do_right(self) -> None:
        self._cell_by(1)

    # Copying

    @property
    def copied(self) -> str:
        row = self.list.cursor_row
        return "" if row is None else self._teller()(row)

    def _teller(self) -> Callable[[R], str]:
        """A row -> the cell that is pointed out now, else its id."""
        cell = self.list.cell
        if cell is None:
            return lambda row: safe_text(self.key_of(row))
        return lambda row: whole_text(cell, row)

    def do_copy(self) -> None:
        if self.shell.selection or not self.list.marks:
            super().do_copy()
        else:
            self._copy_each(self._teller())

    def do_copy_rows(self) -> None:
        """All columns that are shown, of the marked rows, else of the one under the
        cursor: a line of titles, then a line a row."""
        shown = set(self.list.shown_columns)
        columns = [c for c in self.arranged(self.ctx) if c.id in shown]
        row = self.list.cursor_row
        if self.list.marks:
            self._copy_each(lambda row: tabbed(row, columns), titles_of(columns))
        elif row is not None:
            self._copy_lines([tabbed(row, columns)], 1, titles_of(columns))

    def _copy_each(self, told: Callable[[R], str], head: str = "") -> None:
        """Of each marked row what `told` says; rows that were never read are read."""
        marks, source = self.list.marks, self.source
        if not marks.by_query or source is None:
            rows = self.list.marked_rows
            self._copy_lines([told(row) for row in rows], len(rows), head)
            return
        left_out, of = marks.ids, marks.count(self.total or 0)

        def work(ctx: Context, ask: Ask[list[str]]) -> list[str]:
            return list(fitting(each_line(source, ctx, left_out, told, ask.cancelled)))

        self.session.back.ask(
            f"{self.place.screen}.copy",
            work,
            lambda lines: self._copy_lines(lines, max(of, len(lines)), head),
            self.shell.fault,
        )

    def _copy_lines(self, lines: Sequence[str], of: int, head: str = "") -> None:
        kept = list(fitting([head, *lines] if head else lines))
        many = len(kept) - bool(head)
        rows = f"{many:,} row{'' if of == 1 else 's'}"
        self.shell.copy("\n".join(kept), rows if many == of else f"{many:,} of {of:,} rows")
