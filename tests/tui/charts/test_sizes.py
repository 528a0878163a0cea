from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.store.types import StoreInfo, StoreStats, TableSize
from tests.tui.charts.samples import PLAIN, plain
from tui.charts.draw import draw
from tui.charts.sizes import size_chart

INFO = StoreInfo.__new__(StoreInfo)


def stats(*sizes: tuple[str, int, int], estimated: bool = False) -> StoreStats:
    tables = tuple(TableSize(name, 10, size, index) for name, size, index in sizes)
    return StoreStats(INFO, 1, 0, tables, None, None, estimated=estimated)


def test_a_table_counts_with_its_indexes_and_the_largest_is_first() -> None:
    chart = size_chart(stats(("client", 1000, 500), ("event", 6000, 2500)))
    drawn = plain(draw(chart, PLAIN, 60)).split("\n")
    assert drawn[0] == "Bytes by table, with its indexes   10k, 20 rows"
    assert drawn[1].split()[0] == "event"
    assert drawn[1].endswith("8,500  85.0%")
    assert size_chart(stats(("a", 1, 0), estimated=True)).title.endswith("about 1, 10 rows")


@given(st.lists(st.integers(0, 10**12), max_size=30))
def test_no_byte_is_lost_in_the_rest(sizes: list[int]) -> None:
    chart = size_chart(stats(*((f"t{at}", size, 0) for at, size in enumerate(sizes))))
    assert chart.count == min(8, len(sizes))
    assert sum(chart.series[0].known) == sum(sizes)
