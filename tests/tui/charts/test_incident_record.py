"""The record of incidents as charts."""

from __future__ import annotations

from datetime import UTC, datetime

from core.record.types import Durations, Figures, IncidentRecord, RecordGroup
from tui.charts.incident_record import record_charts

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def found(groups: int) -> IncidentRecord:
    some = tuple(
        RecordGroup(f"g{n}", f"group {n}", Figures(opened=n, to_resolve=Durations(1, 5400)))
        for n in range(groups)
    )
    return IncidentRecord(NOW, 0, 9, "owner", some, Figures(opened=7), Figures())


def test_a_bar_a_group_and_what_is_not_drawn_is_told() -> None:
    opened, resolving = record_charts(found(22))
    assert opened.labels[:2] == ("group 0", "group 1")
    assert opened.series[0].values == tuple(range(20))
    assert set(resolving.series[0].values) == {1.5}
    assert opened.key == ("2 more are not drawn",)


def test_without_groups_the_whole_is_drawn() -> None:
    opened, resolving = record_charts(found(0))
    assert (opened.labels, opened.series[0].values) == (("all",), (7,))
    assert resolving.series[0].values == (None,)
