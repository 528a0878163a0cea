"""The portfolio as lines: what stands where, in any room."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.analytics.churn_mix import churn_mix
from core.analytics.incident_stats import incident_table
from core.analytics.revenue_split import revenue_split
from core.values.text import cells
from tests.tui.charts.samples import HOSTILE, LOOKS, PLAIN, plain
from tests.tui.portfolio.samples import NOW, by_owner, portfolio, tiers
from tui.palette import Look
from tui.places import Place
from tui.portfolio.data import PortfolioData
from tui.portfolio.lines import Drawn, blank_chart, chart_lines, portfolio_lines

SIZES = ((79, 19), (159, 43), (59, 12), (40, 10))


def drawn(data: PortfolioData, look: Look, width: int, height: int, at: str = "") -> Drawn:
    charts = chart_lines(data, look, width, height)
    return portfolio_lines(data, charts, look, width, at or None)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_no_line_is_wider_than_its_room(look: Look, width: int, height: int) -> None:
    clients = [(name, "critical", 9_999_999) for name in HOSTILE]
    arr = [(name, "critical", "USD", 10**15) for name in HOSTILE]
    hostile = revenue_split(clients, arr, "plan", NOW, "USD")  # type: ignore[arg-type]
    for data in (portfolio(), portfolio(revenue=hostile), portfolio(tiers=tiers("EUR"))):
        found = drawn(data, look, width, height, "by:ana")
        assert all(cells(line.plain) <= width for line in found.lines)
        assert "\x1b" not in plain(found.lines)


def test_a_small_screen_shows_some_of_everything() -> None:
    found = drawn(portfolio(), PLAIN, 79, 19)
    shown = plain(found.lines[:19])
    for words in ("Health, 30 d", "API calls, 30 d", "HEALTH", "INCIDENTS", "REVENUE AT RISK"):
        assert words in shown
    assert "BY OWNER" in shown
    assert "ana" in shown


def test_each_table_sums_to_its_last_line() -> None:
    lines = plain(drawn(portfolio(), PLAIN, 159, 43).lines).split("\n")
    start = next(at for at, line in enumerate(lines) if " BY OWNER" in line)
    rows = [line.replace("█", "").split() for line in lines[start + 1 : start + 7]]
    clients = [int(row[-4].replace(",", "")) for row in rows]
    assert sum(clients[:-1]) == clients[-1] == 1216
    risk = [int(row[-8].strip("$").replace(",", "")) for row in rows]
    assert sum(risk[:-1]) == risk[-1]


def test_the_cursor_is_on_one_line_and_leads_on() -> None:
    data = portfolio()
    for goal in drawn(data, PLAIN, 79, 19).goals:
        marked = drawn(data, PLAIN, 79, 19, goal.id)
        pointed = [at for at, line in enumerate(marked.lines) if "►" in line.plain]
        assert pointed == [goal.at]
    places = {goal.id: goal.place for goal in drawn(data, PLAIN, 79, 19).goals}
    assert places["tier:critical"] == Place("clients", query="tier:critical")
    assert places["severity:medium"] == Place("incidents", query="severity:medium,none")
    assert places["by:ana"] == Place("clients", query="owner:ana")
    assert places["by:None"] == Place("clients", query="owner:none")
    assert places["churn:high"] == Place("clients", query="churn_tier:high")


@pytest.mark.parametrize(("width", "below"), [(159, "REVENUE AT RISK"), (79, ""), (40, "")])
def test_churn_tiers_are_counted_and_stacked(width: int, below: str) -> None:
    found = drawn(portfolio(), PLAIN, width, 43).lines
    told = plain(found).split("\n")
    at = next(n for n, line in enumerate(told) if "CHURN TIER" in line)
    for name, many in (("high", 21), ("medium", 5), ("low", 74), ("all", 100)):
        line = next(line for line in told[at:] if line.split()[:1] == [name])
        assert line.split()[1:3] == [str(many), f"{many}.0%"]
    assert "high 21, 21.0%" in plain(found[at:])
    assert any(below in line for line in told[at:])
    assert any("REVENUE AT RISK" in line for line in told[at if below else 0 :])


def test_without_any_purchase_churn_tiers_say_nothing() -> None:
    nobody = portfolio(churn=churn_mix({"high": 100}, NOW, told=False))
    for width in (159, 79):
        assert "CHURN" not in plain(drawn(nobody, PLAIN, width, 43).lines)


def test_goals_come_in_reading_order() -> None:
    goals = drawn(portfolio(), PLAIN, 79, 19).goals
    assert [(g.at, g.column) for g in goals] == sorted((g.at, g.column) for g in goals)
    assert {g.id for g in goals if g.column} == {
        "severity:critical", "severity:high", "severity:medium", "severity:low",
        "severity",
    }  # fmt: skip
    assert not any(g.column for g in drawn(portfolio(), PLAIN, 59, 19).goals)


def test_another_currency_is_told_apart() -> None:
    both = revenue_split(
        [], [("critical", "critical", "USD", 100), ("critical", "critical", "EUR", 500_00)],
        "tier", NOW, "USD",
    )  # fmt: skip
    found = plain(drawn(portfolio(tiers=both), PLAIN, 79, 19).lines)
    assert "not in the tables: €500, €500 at risk" in found
    assert "not in the tables" not in plain(drawn(portfolio(), PLAIN, 79, 19).lines)


def test_many_rows_are_folded_so_that_they_still_add_up() -> None:
    from tui.portfolio.tables import revenue_table

    found = revenue_table(by_owner(), "USD", most=2)
    assert [line.label for line in found.lines] == ["ana", "mei", "other (3)", "all"]
    counts = [int(line.values[4].replace(",", "")) for line in found.lines]
    assert sum(counts[:-1]) == counts[-1]
    assert [line.values[2] for line in found.lines] == ["20.0%", "20.0%", "60.0%", "100.0%"]


def test_the_room_of_the_charts_is_kept_while_they_are_drawn() -> None:
    for width, height in SIZES[:2]:
        charts = chart_lines(portfolio(), PLAIN, width, height)
        assert len(blank_chart(width, height)) in (len(charts), len(charts) - 3)


def test_without_incidents_the_table_says_none() -> None:
    found = plain(drawn(portfolio(incidents=incident_table({}, NOW)), PLAIN, 79, 19).lines)
    assert "!!! crit     0   0    0   0    0   0" in found


def test_what_runs_have_moved_bears_a_mark_in_its_column() -> None:
    data = replace(portfolio(), simulated=frozenset({"tier:critical", "at_risk", "owner:ana"}))
    lines = plain(drawn(data, PLAIN, 159, 43).lines).split("\n")
    bare = plain(drawn(portfolio(), PLAIN, 159, 43).lines)
    assert "~" not in bare
    marked = [line for line in lines if "~" in line]
    assert any("!! critical" in line for line in marked)
    assert any(line.split()[0] in ("ana", "►ana") for line in marked)
    assert not any("healthy" in line for line in marked)
