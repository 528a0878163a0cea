from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.values.contribution import Contribution, Explanation
from tests.tui.charts.samples import (
    AT,
    BARE,
    CHANGE,
    EARNED,
    HOSTILE,
    LOOKS,
    LOST,
    PLAIN,
    UNKNOWN,
    WIDTHS,
    assert_fits,
    plain,
)
from tui.charts.waterfall import Drawn, Table, note_words, sum_line, waterfall
from tui.palette import Look

MOVED = Table(CHANGE, "WHY IT MOVED", "BEFORE → NOW", total_value="59 → 38", change=True)


def read(drawn: Drawn) -> str:
    return plain(drawn.lines)


def test_the_whole_table_at_80_columns() -> None:
    assert read(waterfall(Table(EARNED, of=100), PLAIN, 80)) == (
        " CONTRIBUTION                VALUE  WEIGHT  POINTS    ROWS  0 ─────────────── 40\n"
        " usage: calls ÷ 5,000        24.00     40%      10     212  █████\n"
        " engagement: logins ÷ 30     33.33     30%      10      10  █████\n"
        " incidents: 100 − penalties  60.00     30%      18       1  █████████\n"
        " ─────────────────────────────────────────  ──────\n"
        " total                                          38   of 100"
    )


def test_a_change_shows_signs_and_bars_that_end_at_the_zero() -> None:
    lines = read(waterfall(MOVED, BARE, 60)).split("\n")
    assert lines[0].endswith("-12 --------------- 0")
    assert [re.split(r"\s{2,}", line.strip())[2] for line in lines[1:4]] == ["-12", "-6", "-3"]
    ends = {len(line) for line in lines[1:4]}
    assert len(ends) == 1
    assert "WEIGHT" not in lines[0]
    assert lines[-1].split() == ["total", "59", "->", "38", "-21"]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("width", [*WIDTHS, 120])
@pytest.mark.parametrize("table", [Table(EARNED, of=100), MOVED, Table(LOST), Table(UNKNOWN)])
def test_points_survive_every_width(look: Look, width: int, table: Table) -> None:
    drawn = waterfall(table, look, width)
    assert_fits(drawn.lines, width, look)
    for step, line in zip(drawn.steps, drawn.at, strict=True):
        shown = drawn.lines[line].plain.replace("−", "-")
        assert re.search(rf"(?<!\d)[-+]?{abs(step.part.points)}(?!\d)", shown)
        assert step.part.value.split()[0] in shown
    if table.explanation.total is None:
        assert "usage unknown" in drawn.lines[-1].plain
    else:
        assert str(abs(table.explanation.total)) in drawn.lines[-1].plain


def test_opened_parts_stand_below_their_own() -> None:
    drawn = waterfall(Table(LOST, opened=frozenset({("incidents",)})), PLAIN, 80)
    assert "▼ incidents" in drawn.lines[3].plain
    assert "   API 5xx on export" in drawn.lines[4].plain
    assert "+ incidents" in read(waterfall(Table(LOST), PLAIN, 80))


def test_the_cursor_is_a_sign_and_a_whole_line() -> None:
    drawn = waterfall(Table(EARNED), PLAIN, 80, cursor=1)
    marked = [line for line in drawn.lines if line.plain.startswith("►")]
    assert len(marked) == 1
    assert marked[0] is drawn.lines[drawn.at[1]]
    assert marked[0].cell_len == 80
    assert marked[0].style == PLAIN.style("cursor")


def test_the_sum_in_words() -> None:
    assert sum_line(EARNED, PLAIN).plain == "Points add up exactly: 10 + 10 + 18 = 38"
    assert sum_line(CHANGE, BARE).plain == "Points add up exactly: -12 - 6 - 3 = -21"
    assert sum_line(UNKNOWN, PLAIN).plain == "no score: usage unknown"


def test_what_stands_behind_a_step() -> None:
    assert note_words(EARNED.parts[0]) == "1,200 calls in 30 days · 212 rows"
    assert note_words(EARNED.parts[2]) == "1 row"
    assert note_words(CHANGE.parts[0]) == ""


@given(
    st.lists(
        st.builds(
            Contribution,
            st.sampled_from(HOSTILE),
            st.sampled_from(HOSTILE),
            st.integers(-(10**5), 10**5),
            st.sampled_from(("", "24.00", "53.33 → 33.33", *HOSTILE)),
            st.none() | st.integers(0, 100),
            st.sampled_from(HOSTILE),
            st.none() | st.integers(0, 9999),
        ),
        max_size=6,
    ),
    st.booleans(),
    st.integers(24, 160),
)
def test_hostile_contributions_fit(  # type: ignore[no-untyped-def]
    parts, change, width
) -> None:
    total = sum(part.points for part in parts)
    table = Table(Explanation("x", "y", total, tuple(parts), AT, "z"), change=change)
    drawn = waterfall(table, PLAIN, width, cursor=0)
    assert_fits(drawn.lines, width)
    assert len(drawn.lines) == len(parts) + 3
