"""The columns of a list as a person arranged them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tui.widgets.page_source import R
from tui.widgets.window_columns import Column


def arranged(columns: Sequence[Column[R]], ids: Sequence[str] | None) -> tuple[Column[R], ...]:
    """The columns of these ids in this order; what stands first stays longest where room
    is short. Ids that the list does not have are passed over; without any left, and
    without ids, it is the list's own arrangement."""
    known = {column.id: column for column in columns}
    chosen = [known[each] for each in ids or () if each in known]
    if not chosen:
        return tuple(column for column in columns if not column.extra)
    return tuple(
        replace(column, priority=place, extra=False) for place, column in enumerate(chosen)
    )
