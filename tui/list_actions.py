"""What keys do in a list, wherever it is."""

from __future__ import annotations

from typing import Any

from tui.actions import Action, Enabled


def _has_row(page: Any) -> Enabled:
    return True if page.list.cursor_row is not None else "no row under the cursor"


def columns_free(page: Any) -> Enabled:
    """Whether they can be chosen: a query that names them is the one that counts."""
    return "cols: in the filter names them" if page.typed_columns else True


def _in_list(page: Any) -> Enabled:
    return "only in the list" if page.has_class("-alone") else _has_row(page)


MOVES: tuple[Action, ...] = (
    Action("list.down", "down", "down", "one row down", "do_down"),
    Action("list.up", "up", "up", "one row up", "do_up"),
    Action("list.page_down", "page_down", "page down", "one page down", "do_page_down"),
    Action("list.page_up", "page_up", "page up", "one page up", "do_page_up"),
    Action("list.half_down", "half_down", "half down", "half a page down", "do_half_down"),
    Action("list.half_up", "half_up", "half up", "half a page up", "do_half_up"),
    Action("list.first", "first", "first", "the first row", "do_first"),
    Action("list.last", "last", "last", "the last row", "do_last"),
    Action("list.pane", "next_pane", "pane", "list or preview", "do_next_pane"),
    Action("list.pane_back", "previous_pane", "pane back", "list or preview", "do_next_pane"),
)

ROWS: tuple[Action, ...] = (
    Action("list.open", "open", "open", "open the row", "do_open", enabled=_has_row),
    Action("list.filter", "filter", "filter", "narrow the rows by a query", "do_filter"),
    Action("list.why", "why", "why", "why the score is what it is", "do_why", enabled=_has_row),
    Action("list.sort", "sort", "sort", "sort menu; the same key again reverses", "do_sort"),
)

MARKS: tuple[Action, ...] = (
    Action("list.mark", "mark", "mark", "mark the row, or take its mark away", "do_mark",
           enabled=_in_list),
    Action("list.mark_down", "mark_down", "mark down", "mark this row and the next",
           "do_mark_down", enabled=_in_list),
    Action("list.mark_up", "mark_up", "mark up", "mark this row and the one before",
           "do_mark_up", enabled=_in_list),
    Action("list.mark_all", "mark_all", "mark all",
           "mark all rows of the query; again: none", "do_mark_all", enabled=_in_list),
    Action("list.cell_right", "right", "cell", "point out the next cell of the row, to copy it",
           "do_right", enabled=_in_list),
    Action("list.cell_left", "left", "cell back", "the cell before; then the whole row",
           "do_left", enabled=_in_list),
    Action("list.copy_rows", "", "copy rows",
           "copy the marked rows, or this one, with titles and tabs", "do_copy_rows",
           enabled=_has_row),
)  # fmt: skip

PANES: tuple[Action, ...] = (
    Action("list.preview", "preview", "preview", "preview pane on or off", "do_preview"),
    Action("list.maximise", "maximise", "maximise", "the preview alone, and back",
           "do_maximise"),
    Action("list.columns", "columns", "columns", "which columns, in which order",
           "do_columns", enabled=columns_free),
)  # fmt: skip
