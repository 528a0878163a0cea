from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.incidents.types import Incident, Status
from tests.tui.charts.samples import PLAIN, assert_fits
from tests.tui.clients.samples import INCIDENT
from tui.charts.draw import draw
from tui.clients.incident_life import life_chart

OPENED = datetime(2026, 11, 14, 9, 0, tzinfo=UTC)
NOW = OPENED + timedelta(days=2)


def incident(status: Status, *hours: float | None) -> Incident:
    """`hours` after it was opened: taken, resolved, closed."""
    moments = [None if h is None else OPENED + timedelta(hours=h) for h in hours]
    taken, resolved, closed = (*moments, None, None, None)[:3]
    return replace(
        INCIDENT, key="INC-1", status=status, opened=OPENED, acknowledged=taken,
        resolved=resolved, closed=closed,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("found", "stages"),
    [
        (incident("open"), {"waits for somebody": "2 d"}),
        (incident("acknowledged", 2),
         {"until somebody took it": "2 h", "waits to be resolved": "1 d 22 h"}),
        (incident("pending"), {"waits to be resolved": "2 d"}),
        (incident("resolved", 1, 3),
         {"until somebody took it": "1 h", "until it was resolved": "2 h",
          "waits to be closed": "1 d 21 h"}),
        (incident("closed", None, 5, 6),
         {"until it was resolved": "5 h", "until it was closed": "1 h"}),
    ],
)  # fmt: skip
def test_a_bar_a_stage_and_the_last_ends_now(found: Incident, stages: dict[str, str]) -> None:
    chart = life_chart(found, NOW)
    assert dict(zip(chart.labels, chart.series[0].texts, strict=True)) == stages
    assert chart.title.startswith(f"INC-1, {found.status}   ")


@settings(max_examples=60)
@given(st.lists(st.none() | st.floats(-48, 48), min_size=3, max_size=3))
def test_stages_never_run_backwards_and_end_no_earlier_than_they_began(
    hours: list[float | None],
) -> None:
    status: Status = "closed" if hours[2] is not None else "open"
    chart = life_chart(incident(status, *hours), NOW)
    assert all((value or 0) >= 0 for value in chart.series[0].values)
    ends = [0.0, *(h for h in hours if h is not None)]
    assert sum(chart.series[0].known) <= max(48.0, max(ends)) * 3600 + 2
    assert_fits(draw(chart, PLAIN, 60), 60, PLAIN)
