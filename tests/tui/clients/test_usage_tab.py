from __future__ import annotations

from dataclasses import replace

import pytest

from core.clients.types import ClientDetail
from tests.tui.clients.samples import (
    BARE_DETAIL,
    DETAIL,
    LOOK,
    LOOKS,
    TODAY,
    WIDTHS,
    assert_fits,
    plain,
    used,
)
from tui.charts.usage import usage_report
from tui.clients.usage_tab import usage_lines
from tui.look import ScreenLook

CALLS = [40 + 2 * i for i in range(30)]
LOGINS = [i % 3 for i in range(30)]
BUSY = replace(DETAIL, usage=used(CALLS, LOGINS))


def said(detail: ClientDetail, height: int = 19, point: int | None = None) -> str:
    return plain(usage_lines(detail, 79, height, LOOK, point))


def test_the_page_fills_80_by_24_and_tells_its_numbers() -> None:
    lines = said(BUSY, point=29).split("\n")
    assert len(lines) == 19
    assert lines[0] == (
        " API calls a day, 30 d   total 2,070 · baseline 5,000 a month · 41.4% of it"
    )
    assert " Logins a day, 30 d   total 30 · baseline 30 a month · 100.0% of it" in lines
    assert lines[-2] == " Sat 21 Nov 2026 · 98 API calls · 2 logins"
    assert lines[-1] == (
        " calls: highest 98 on 21 Nov · lowest 40 on 23 Oct · last seen 9 days ago"
    )


def test_without_a_point_there_is_no_day_in_words() -> None:
    assert "Sat 21 Nov" not in said(BUSY)


@pytest.mark.parametrize(
    ("point", "day"), [(0, "Fri 23 Oct"), (-5, "Fri 23 Oct"), (99, "Sat 21 Nov")]
)
def test_a_point_outside_is_moved_to_the_end(point: int, day: str) -> None:
    assert day in said(BUSY, point=point)


def test_logins_shrink_to_one_line_where_it_is_low() -> None:
    lines = said(BUSY, 13).split("\n")
    assert len(lines) == 13
    assert " logins ▁▅█" in "\n".join(lines)
    assert "total 30" in "\n".join(lines)


def test_unknown_is_not_nothing() -> None:
    assert said(BARE_DETAIL).startswith(" No usage is known.\n Nothing has ever reported")
    assert "baseline" not in said(BARE_DETAIL)
    assert said(replace(BARE_DETAIL, usage=())).startswith(" No usage is known.")


def test_thirty_zeros_are_said_not_drawn() -> None:
    text = said(replace(DETAIL, usage=used([0] * 30, [0] * 30)))
    assert " No calls in 30 days." in text
    assert "total 0 · baseline 5,000 a month · 0.0% of it" in text
    assert "last seen 9 days ago" in text
    assert "┤" not in text


def test_one_measure_may_be_unknown() -> None:
    no_calls = said(replace(DETAIL, usage=used([None] * 30, LOGINS)))
    assert "Calls are unknown: nothing has ever reported them." in no_calls
    assert "Logins a day, 30 d   total 30" in no_calls
    no_logins = said(replace(DETAIL, usage=used(CALLS, [None] * 30)))
    assert "Logins a day, 30 d   total unknown" in no_logins
    assert "┤" in no_logins


def test_days_that_are_known_by_month_are_not_told_as_never_reported() -> None:
    month = replace(BARE_DETAIL, folded=TODAY - 1)
    assert "Fri 20 Nov 2026 is known by month only" in said(month).replace("\n ", " ")
    assert "ever reported" not in said(month)
    some = replace(DETAIL, usage=used([None] * 29 + [7], [None] * 29 + [0]), folded=TODAY - 1)
    text = " ".join(said(some).split())
    assert "total 7 · baseline 5,000 a month · use up to Fri 20 Nov 2026 is known by" in text
    assert "% of it" not in text
    quiet = replace(some, usage=used([None] * 29 + [0], [None] * 29 + [0]))
    assert "No calls in" not in said(quiet)


def test_a_report_sums_only_what_is_known() -> None:
    report = usage_report(replace(DETAIL, usage=used([None, 2, 3], [None, None, None])))
    assert (report.calls, report.logins) == (5, None)
    assert report.last_day - report.first_day == 2


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("width", [40, *WIDTHS])
def test_it_keeps_to_width_and_height(width: int, look: ScreenLook) -> None:
    for height in (13, 19, 31, 43):
        lines = usage_lines(BUSY, width, height, look, 7)
        assert_fits(lines, width, look)
        assert len(lines) <= height or width < 60
    for detail in (BARE_DETAIL, replace(DETAIL, usage=used([0, 0], [None, None]))):
        assert_fits(usage_lines(detail, width, 19, look, 0), width, look)
