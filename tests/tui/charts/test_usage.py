from __future__ import annotations

import pytest

from tests.tui.charts.samples import (
    BARE,
    LOOKS,
    PLAIN,
    WIDTHS,
    assert_fits,
    plain,
    usage,
)
from tui.charts.draw import draw
from tui.charts.usage import describe_point, usage_chart, usage_title, usage_words
from tui.palette import Look

# 1,200 calls in thirty days.
CALLS = [80, 78, 70, 66, 60, 55, 50, 46, 42, 40, 78, 74, 70, 64, 60, 0, 5, 10, 20, 30]
CALLS += [40, 38, 30, 24, 18, 13, 12, 9, 10, 8]


def test_the_title_says_total_baseline_and_share() -> None:
    assert sum(CALLS) == 1200
    assert usage_title(usage(CALLS)) == (
        "API calls a day, 30 d   total 1,200 · baseline 5,000 a month · 24.0% of it"
    )


def test_another_range_is_measured_against_as_many_days() -> None:
    assert usage_title(usage([100] * 60)).endswith(
        "total 6,000 · baseline 5,000 a month · 60.0% of it for 60 d"
    )


def test_unknown_usage_has_no_total_and_no_line() -> None:
    report = usage([None] * 30)
    assert "total unknown" in usage_title(report)
    assert plain(draw(usage_chart(report), PLAIN, 80)).endswith("no data in this time")
    assert usage_words(report) == "no API calls are known for these days"


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_frame_carries_round_labels_and_dates(look: Look, width: int) -> None:
    lines = draw(usage_chart(usage(CALLS)), look, width)
    assert_fits(lines, width, look)
    body = lines[-11:-2]
    assert body[0].plain.startswith(" 80 " + look.glyphs.tick_left)
    assert body[4].plain.startswith(" 40 " + look.glyphs.tick_left)
    assert body[8].plain.startswith("  0 " + look.glyphs.tick_zero)
    assert body[1].plain.startswith("    " + look.glyphs.bar)
    assert lines[-1].plain.split()[:4] == ["23", "Oct", "30", "Oct"]
    first = lines[-2].plain.index(look.glyphs.tick_down, 5)
    assert lines[-1].plain.index("23 Oct") == first
    title = " ".join(line.plain for line in lines[:-11])
    for number in ("1,200", "5,000", "24.0%"):
        assert number in title


def test_the_line_stands_at_its_heights() -> None:
    lines = draw(usage_chart(usage(CALLS)), BARE, 80)[1:10]
    columns = ["".join(line.plain.ljust(80)[x] for line in lines) for x in range(5, 80)]
    assert columns[0].index("*") == 0
    # Day 15 of 30 had no call: the line touches the floor in the middle.
    assert any(columns[x][8] == "*" for x in range(36, 40))


def test_the_cursor_is_an_arrow_on_the_axis() -> None:
    for look in LOOKS:
        axis = draw(usage_chart(usage(CALLS)), look, 80, cursor=29)[-2].plain
        assert axis.endswith(look.glyphs.up)
        assert (
            draw(usage_chart(usage(CALLS)), look, 80, cursor=0)[-2].plain[5] == look.glyphs.up
        )


def test_a_point_in_words() -> None:
    report = usage([*CALLS[:29], None])
    assert describe_point(report, 0) == "Fri 23 Oct 2026 · 80 API calls · 1 login"
    assert describe_point(report, 1) == "Sat 24 Oct 2026 · 78 API calls · 0 logins"
    assert describe_point(report, 29) == (
        "Sat 21 Nov 2026 · API calls unknown · logins unknown"
    )


def test_the_extremes_in_words() -> None:
    assert usage_words(usage(CALLS)) == "highest 80 on 23 Oct · lowest 0 on 7 Nov"
    assert usage_words(usage([3, None, 3])) == (
        "highest 3 on 23 Oct · lowest 3 on 23 Oct · 1 day unknown"
    )


@pytest.mark.parametrize("calls", [[0] * 30, [7], [None, 3, None], [10**9] * 400])
@pytest.mark.parametrize("width", [*WIDTHS, 20])
def test_zeros_single_points_gaps_and_years_fit(calls: list[int | None], width: int) -> None:
    lines = draw(usage_chart(usage(calls)), PLAIN, width, height=5)
    assert_fits(lines, width)
    assert any(line.plain.lstrip().startswith("0 ┼") for line in lines)
