"""How large the tables of a store are, the largest first."""

from __future__ import annotations

from core.store.types import StoreStats
from core.values.counting import counted
from tui.charts.chart import Chart, Series
from tui.charts.kinds.bars import largest
from tui.charts.words import short


def size_chart(found: StoreStats) -> Chart:
    """A bar a table: its rows and its indexes together, in bytes."""
    sizes = tuple(each.bytes + each.index_bytes for each in found.tables)
    about = "about " if found.estimated else ""
    whole = sum(sizes)
    rows = sum(each.rows for each in found.tables)
    title = f"Bytes by table, with its indexes   {about}{short(whole)}, {counted(rows, 'row')}"
    labels = tuple(each.table for each in found.tables)
    return largest(Chart("bars", title, (Series("", sizes),), labels, share=True))
