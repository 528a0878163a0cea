from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.charts.samples import BARE, HOSTILE, LOOKS, PLAIN, WIDTHS, assert_fits, plain
from tui.charts.chart import Chart, Series
from tui.charts.draw import draw, key_words, read_out
from tui.charts.kinds.bars import largest
from tui.palette import Look, Role

Row = tuple[str, int] | tuple[str, int, Role]

SEVERITIES: list[Row] = [("critical", 1, "critical"), ("high", 3), ("medium", 6), ("low", 0)]
CHANGE: list[Row] = [("usage", -12), ("engagement", -6), ("incidents", 3), ("config", 0)]


def bars(rows: list[Row], *, share: bool = False, signed: bool = False) -> Chart:
    roles: tuple[Role, ...] = tuple(row[2] if len(row) == 3 else "accent" for row in rows)
    values = Series("", tuple(row[1] for row in rows), roles=roles)
    labels = tuple(row[0] for row in rows)
    return Chart("bars", "", (values,), labels, share=share, signed=signed)


def test_the_largest_comes_first_with_its_value_at_the_end() -> None:
    assert plain(draw(largest(bars([("a", 2), ("b", 8), ("c", 0)])), PLAIN, 20)) == (
        "b    █████████████ 8\na    ███▎          2\nc                  0"
    )


def test_counts_with_shares_in_the_order_given() -> None:
    lines = plain(draw(bars(SEVERITIES, share=True), BARE, 40)).split("\n")
    assert [line.split()[0] for line in lines] == ["critical", "high", "medium", "low"]
    assert lines[2].endswith("6  60.0%")
    assert lines[3].endswith("0   0.0%")
    assert "#" not in lines[3]


def test_more_than_eight_are_folded_into_other() -> None:
    chart = largest(bars([(f"n{value}", value) for value in range(12)]))
    lines = draw(chart, PLAIN, 40)
    assert len(lines) == 8
    assert lines[-1].plain.startswith("other (5)")
    assert lines[-1].plain.endswith(str(0 + 1 + 2 + 3 + 4))
    assert sum(chart.series[0].known) == sum(range(12))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("look", LOOKS)
def test_signed_bars_grow_from_one_zero(width: int, look: Look) -> None:
    lines = draw(bars(CHANGE, signed=True), look, width)
    assert_fits(lines, width, look)
    zeros = {line.plain.index(look.glyphs.bar) for line in lines}
    assert len(zeros) == 1
    zero = zeros.pop()
    usage, engagement, incidents, config = (line.plain for line in lines)
    full = look.glyphs.full
    assert usage[:zero].count(full) > engagement[:zero].count(full) > 0
    assert full in incidents[zero:]
    assert full not in incidents[:zero]
    assert full not in config
    assert usage.endswith("-12" if look is LOOKS[2] else "−12")
    assert incidents.endswith("+3")


def test_only_losses_leave_no_room_on_the_right() -> None:
    assert plain(draw(bars([("a", -4), ("b", -2)], signed=True), BARE, 20)) == (
        "a    ###########| -4\nb          #####| -2"
    )


def test_nothing_to_compare_is_said() -> None:
    assert plain(draw(bars([]), PLAIN, 40)) == "nothing to compare"
    assert draw(largest(bars([])), PLAIN, 40)[0].plain == "nothing to compare"


def test_zeros_have_no_bar_and_no_share() -> None:
    assert plain(draw(bars([("a", 0), ("b", 0)], share=True), PLAIN, 12)) == (
        "a          0\nb          0"
    )


def test_a_text_stands_for_the_number() -> None:
    chart = Chart("bars", "", (Series("", (12_000,), texts=("$12k",)),), ("arr",))
    assert plain(draw(chart, PLAIN, 30)).endswith("$12k")
    assert read_out(chart, 0) == "arr · $12k"


def test_where_it_is_narrow_numbers_are_shortened_and_words_keep_them_whole() -> None:
    chart = bars([("a", 10**15 + 1)], share=True)
    assert draw(chart, PLAIN, 20)[0].plain.split()[-1] == "1P"
    assert key_words(chart) == "a 1,000,000,000,000,001"
    assert read_out(chart, 0) == "a · 1,000,000,000,000,001 · 100.0%"


@given(
    st.lists(
        st.tuples(st.sampled_from(HOSTILE), st.integers(-(10**7), 10**7)),
        min_size=1,
        max_size=12,
    ),
    st.sampled_from((24, 40, 60, 80)),
    st.booleans(),
    st.booleans(),
)
def test_hostile_names_and_any_numbers_fit(
    rows: list[Row], width: int, share: bool, signed: bool
) -> None:
    lines = draw(largest(bars(rows, share=share, signed=signed)), PLAIN, width)
    assert_fits(lines, width)
    assert len(lines) == min(len(rows), 8)
