from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.charts.samples import BARE, HOSTILE, LOOKS, PLAIN, WIDTHS, assert_fits, plain
from tui.charts.bars import Bar, bars

SEVERITIES = [Bar("critical", 1, "critical"), Bar("high", 3), Bar("medium", 6), Bar("low", 0)]
CHANGE = [Bar("usage", -12), Bar("engagement", -6), Bar("incidents", 3), Bar("config", 0)]


def test_the_largest_comes_first_with_its_value_at_the_end() -> None:
    assert plain(bars([Bar("a", 2), Bar("b", 8), Bar("c", 0)], PLAIN, 20)) == (
        "b    █████████████ 8\na    ███▎          2\nc                  0"
    )


def test_counts_with_shares_in_the_order_given() -> None:
    lines = plain(bars(SEVERITIES, BARE, 40, ordered=True, share=True)).split("\n")
    assert [line.split()[0] for line in lines] == ["critical", "high", "medium", "low"]
    assert lines[2].endswith("6  60.0%")
    assert lines[3].endswith("0   0.0%")
    assert "#" not in lines[3]


def test_more_than_eight_are_folded_into_other() -> None:
    rows = [Bar(f"n{value}", value) for value in range(12)]
    lines = bars(rows, PLAIN, 40)
    assert len(lines) == 8
    assert lines[-1].plain.startswith("other (5)")
    assert lines[-1].plain.endswith(str(0 + 1 + 2 + 3 + 4))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("look", LOOKS)
def test_signed_bars_grow_from_one_zero(width: int, look) -> None:  # type: ignore[no-untyped-def]
    lines = bars(CHANGE, look, width, ordered=True, change=True)
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
    assert plain(bars([Bar("a", -4), Bar("b", -2)], BARE, 20, change=True)) == (
        "a    ###########| -4\nb          #####| -2"
    )


def test_nothing_to_compare_is_said() -> None:
    assert plain(bars([], PLAIN, 40)) == "nothing to compare"


def test_zeros_have_no_bar_and_no_share() -> None:
    assert plain(bars([Bar("a", 0), Bar("b", 0)], PLAIN, 12, share=True)) == (
        "a          0\nb          0"
    )


def test_a_text_stands_for_the_number() -> None:
    assert plain(bars([Bar("arr", 12_000, text="$12k")], PLAIN, 30)).endswith("$12k")


@given(
    st.lists(
        st.builds(Bar, st.sampled_from(HOSTILE), st.integers(-(10**7), 10**7)),
        min_size=1,
        max_size=12,
    ),
    st.sampled_from((24, 40, 60, 80)),
    st.booleans(),
    st.booleans(),
)
def test_hostile_names_and_any_numbers_fit(  # type: ignore[no-untyped-def]
    rows, width, share, change
) -> None:
    lines = bars(rows, PLAIN, width, share=share, change=change)
    assert_fits(lines, max(width, 34))
    assert len(lines) == min(len(rows), 8)
