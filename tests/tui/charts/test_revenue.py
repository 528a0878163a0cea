"""Revenue at risk as bars."""

from __future__ import annotations

import pytest

from core.analytics.revenue_split import revenue_split
from core.analytics.types import Revenue
from core.values.text import cells
from tests.tui.charts.samples import AT, HOSTILE, LOOKS, PLAIN, WIDTHS, plain
from tui.charts.draw import draw
from tui.charts.revenue import revenue_charts
from tui.palette import Look


def split(*arr: tuple[str | None, str, str, int], by: str = "owner") -> Revenue:
    return revenue_split([], arr, by, AT, "USD")  # type: ignore[arg-type]


def test_a_chart_a_currency() -> None:
    found = split(
        ("ana", "critical", "USD", 120_000_00), ("raj", "at_risk", "USD", 60_000_00),
        ("raj", "healthy", "USD", 220_000_00), (None, "critical", "EUR", 500_00),
    )  # fmt: skip
    euros, dollars = (
        plain(draw(each, PLAIN, 60)).split("\n") for each in revenue_charts(found)
    )
    assert euros[0] == "ARR at risk by owner   €500 of €500, 100.0%"
    assert euros[1].startswith("(none)")
    assert dollars[0] == "ARR at risk by owner   $180,000 of $400,000, 45.0%"
    assert dollars[1].startswith("ana")
    assert dollars[1].endswith("$120,000  66.7%")
    assert dollars[2].endswith("$60,000  33.3%")


def test_by_tier_all_of_it_is_shown() -> None:
    found = split(
        ("critical", "critical", "USD", 100), ("healthy", "healthy", "USD", 300), by="tier"
    )
    drawn = plain(draw(revenue_charts(found)[0], PLAIN, 60)).split("\n")
    assert [line.split()[0] for line in drawn[1:]] == ["critical", "healthy"]
    assert drawn[1].endswith("25.0%")


def test_nothing_at_risk_is_no_chart() -> None:
    assert revenue_charts(split(("ana", "healthy", "USD", 100))) == ()


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("width", WIDTHS)
def test_many_names_from_anywhere(look: Look, width: int) -> None:
    arr = [(name, "critical", "USD", 100_00 + at) for at, name in enumerate(set(HOSTILE))]
    drawn = draw(revenue_charts(split(*arr))[0], look, width)
    assert all(cells(line.plain) <= width for line in drawn)
    assert "other (4)" in drawn[-1].plain
    assert "\x1b" not in plain(drawn)
