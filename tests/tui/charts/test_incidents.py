"""Incidents as two sets of bars."""

from __future__ import annotations

from core.analytics.incident_stats import incident_table
from tests.tui.charts.samples import AT, PLAIN, plain
from tui.charts.incidents import incident_bars


def test_both_sets_count_the_same_incidents() -> None:
    found = incident_table({("high", "open"): 3, (None, "closed"): 1}, AT)
    upper, lower = plain(incident_bars(found, PLAIN, 60)).split("\n\n")
    assert upper.split("\n")[0] == "Incidents by severity   4, 1 of them unrated"
    assert lower.split("\n")[0] == "Incidents by status   4"
    for block, rows in ((upper, 4), (lower, 5)):
        numbers = [int(line.split()[-2]) for line in block.split("\n")[1:]]
        assert (len(numbers), sum(numbers)) == (rows, 4)


def test_no_incidents_are_no_bars() -> None:
    drawn = plain(incident_bars(incident_table({}, AT), PLAIN, 60))
    assert drawn.startswith("Incidents by severity   0")
    assert "█" not in drawn
