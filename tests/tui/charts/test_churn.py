"""Churn tiers as one stacked bar."""

from __future__ import annotations

from datetime import UTC, datetime

from core.analytics.churn_mix import churn_mix
from core.analytics.types import Group, Grouped
from tests.tui.charts.samples import BARE, plain
from tui.charts.churn import churn_chart, churn_groups_chart
from tui.charts.draw import draw, read_out

NOW = datetime(1998, 6, 30, tzinfo=UTC)


def test_the_base_has_every_tier_whether_anybody_is_in_it() -> None:
    chart = churn_chart(churn_mix({"high": 3, "low": 1}, NOW, told=True))
    assert [series.name for series in chart.series] == ["high", "medium", "low"]
    assert read_out(chart, 0) == (
        "all · high 3, 75.0% · medium 0, 0.0% · low 1, 25.0% · 4 in all"
    )


def test_groups_have_those_without_a_tier_too() -> None:
    groups = tuple(Group((key,), n, ()) for key, n in (("high", 1842), ("low", 300), (None, 2)))
    found = Grouped(
        "client", NOW, ("churn_tier",), ("enum",), (), (), groups, None, 0,
        Group((None,), 2144, ()), False, False,
    )  # fmt: skip
    lines = plain(draw(churn_groups_chart(found), BARE, 80)).split("\n")
    assert lines[0] == "clients by churn tier   total 2,144"
    assert lines[1] == "# high 1,842, 85.9%  % low 300, 14.0%  = (none) 2, 0.1%"
