from __future__ import annotations

import pytest

from core.clients.types import Heatmap
from core.values.instants import parse_day
from tests.tui.charts.samples import BARE, LOOKS, PLAIN, WIDTHS, assert_fits, plain, weeks
from tui.charts.draw import draw, moved, points, read_out
from tui.charts.logins import logins_chart
from tui.palette import Look

MONDAY = parse_day("2026-08-24")
BOUNDS = (1, 3, 5, 7)
THREE = weeks(
    [None, 0, 1, 2, 3, 4, 0, *[4] * 7, 1, 2, 3, None, None, None, None], MONDAY, BOUNDS, 8
)


def year(number: int) -> Heatmap:
    return weeks([day % 5 for day in range(7 * number)], MONDAY, BOUNDS, 8)


def test_weekday_rows_two_cells_a_day() -> None:
    assert plain(draw(logins_chart(THREE), PLAIN, 60)) == (
        "Logins a day, 3 weeks from 24 Aug\n"
        "Mon   ██░░\n"
        "Tue · ██▒▒\n"
        "Wed ░░██▓▓\n"
        "Thu ▒▒██  \n"
        "Fri ▓▓██  \n"
        "Sat ████  \n"
        "Sun · ██  \n"
        "      Sep\n"
        "· none  ░ 1–2  ▒ 3–4  ▓ 5–6  █ 7 a day"
    )


def test_the_same_in_ascii() -> None:
    lines = plain(draw(logins_chart(THREE), BARE, 60)).split("\n")
    assert lines[3] == "Wed --##%%"
    assert lines[-1] == ". none  - 1-2  = 3-4  % 5-6  # 7 a day"


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("width", [*WIDTHS, 20])
@pytest.mark.parametrize("number", [1, 13, 52])
def test_the_newest_weeks_that_fit_are_shown(look: Look, width: int, number: int) -> None:
    lines = draw(logins_chart(year(number)), look, width)
    assert_fits(lines, width, look)
    shown = min(number, (width - 4) // 2)
    assert f", {shown} week" in lines[0].plain.ljust(40) or width == 20
    assert len(lines[1].plain) == 4 + 2 * shown
    newest = year(number).weeks[-1][0].level
    assert lines[1].plain[-1] == (look.glyphs.shades[newest] if newest else " ")


def test_months_stand_where_they_begin() -> None:
    months = draw(logins_chart(year(13)), PLAIN, 60)[8].plain
    # 24 August + 13 weeks: September from the second week, October from the sixth.
    assert months.index("Sep") == 4 + 2 * 1
    assert months.index("Oct") == 4 + 2 * 5
    assert "Aug" not in months


def test_counts_that_share_a_level_leave_the_lower_one_out() -> None:
    shown = plain(
        draw(logins_chart(weeks([0, 1, 2, 3, 4, 0, 0], MONDAY, (1, 1, 2, 3), 3)), PLAIN, 60)
    )
    assert shown.endswith("· none  ▒ 1  ▓ 2  █ 3 a day")


def test_no_logins_and_no_weeks_are_said() -> None:
    silent = weeks([0] * 7, MONDAY, (), 0)
    assert plain(draw(logins_chart(silent), PLAIN, 40)).endswith("no logins in this time")
    assert (
        plain(draw(logins_chart(Heatmap((), 0, ())), PLAIN, 40)) == "Logins a day, no days yet"
    )


def test_the_cursor_is_a_sign_and_its_day_is_said_in_words() -> None:
    chart = logins_chart(THREE)
    assert draw(chart, PLAIN, 40, cursor=3)[4].plain == "Thu ►▒██  "
    assert read_out(chart, 3) == "Thu 27 Aug 2026 · 3 logins"
    assert read_out(chart, 2) == "Wed 26 Aug 2026 · 1 login"
    assert read_out(chart, 0) == "Mon 24 Aug 2026 · no data"


def test_the_weeks_go_with_a_cursor_that_goes_back() -> None:
    chart = logins_chart(year(52))
    assert moved(chart, None, -1) == points(chart) - 1 == 363
    newest = draw(chart, PLAIN, 40, cursor=363)
    oldest = draw(chart, PLAIN, 40, cursor=0)
    assert newest[0].plain != oldest[0].plain
    assert oldest[0].plain == "Logins a day, 18 weeks from 24 Aug"
    assert oldest[1].plain.startswith("Mon ►")


def test_neighbours_of_one_style_are_one_piece() -> None:
    row = draw(logins_chart(year(52)), PLAIN, 160)[1]
    even = weeks([4] * 364, MONDAY, BOUNDS, 8)
    assert len(draw(logins_chart(even), PLAIN, 160)[1].spans) == 1
    assert len(row.spans) > 1
