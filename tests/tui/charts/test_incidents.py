"""Incidents as two sets of bars."""

from __future__ import annotations

from core.analytics.incident_stats import incident_table
from tests.tui.charts.samples import AT, PLAIN, plain
from tui.charts.draw import draw
from tui.charts.incidents import incident_charts


def test_both_sets_count_the_same_incidents() -> None:
    found = incident_table({("high", "open"): 3, (None, "closed"): 1}, AT)
    upper, lower = (plain(draw(chart, PLAIN, 60)) for chart in incident_charts(found))
    assert upper.split("\n")[0] == "Incidents by severity   4, 1 of them unrated"
    assert lower.split("\n")[0] == "Incidents by status   4"
    for block, rows in ((upper, 4), (lower, 5)):
        numbers = [int(line.split()[-2]) for line in block.split("\n")[1:]]
        assert (len(numbers), sum(numbers)) == (rows, 4)


def test_no_incidents_are_no_bars() -> None:
    drawn = plain(draw(incident_charts(incident_table({}, AT))[0], PLAIN, 60))
    assert drawn.startswith("Incidents by severity   0")
    assert "█" not in drawn
