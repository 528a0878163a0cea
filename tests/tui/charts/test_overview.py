from __future__ import annotations

from core.clients.types import Counter, Overview
from core.health.types import TIERS
from tests.tui.charts.samples import AT, PLAIN, plain
from tui.charts.draw import draw
from tui.charts.overview import overview_charts


def overview(incidents: dict[str, int]) -> Overview:
    tiers = {tier: Counter(at + 1, ()) for at, tier in enumerate(TIERS)}
    n = sum(counter.n for counter in tiers.values())
    return Overview(
        AT, n, n, 61.5, None, tiers, (), (), None, sum(incidents.values()), incidents
    )


def test_tiers_then_open_incidents() -> None:
    tiers, incidents = overview_charts(overview({"critical": 1, "low": 3}))
    drawn = plain(draw(tiers, PLAIN, 60)).split("\n")
    assert drawn[0] == "Clients by tier   10, average health 61.5"
    assert drawn[1].startswith("critical")
    assert sum(int(line.split()[-2]) for line in drawn[1:]) == 10
    assert plain(draw(incidents, PLAIN, 60)).startswith("Open incidents by severity   4\n")


def test_without_open_incidents_there_is_one_chart() -> None:
    assert len(overview_charts(overview({}))) == 1
