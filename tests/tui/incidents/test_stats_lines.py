"""The record of incidents as lines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.record.types import Durations, Figures, IncidentRecord, RecordGroup
from tests.tui.clients.samples import HOSTILE, LOOK, LOOKS, NOW, TODAY, assert_fits, plain
from tui.charts.draw import draw
from tui.incidents.stats_lines import group_lines, head_line, months_charts, totals_lines
from tui.look import ScreenLook

HIGH = Figures(
    opened=12, resolved=10, backlog=3,
    to_acknowledge=Durations(11, 1_500, 720, 3_600),
    to_resolve=Durations(10, 11_100, 7_200, 36_000),
    met=14, breached=6, reopened=1, again=2, recurred=3, duplicates=2,
    available=0.9996, down_s=3_600,
)  # fmt: skip
RECORD = IncidentRecord(
    NOW, TODAY - 89, TODAY, "severity",
    (RecordGroup("high", "high", HIGH, "severity:high"),
     RecordGroup("low", "low", Figures(), "severity:low")),
    HIGH, Figures(opened=4),
)  # fmt: skip


def test_what_it_all_comes_to() -> None:
    assert plain(totals_lines(RECORD, LOOK, 79)).split("\n") == [
        " opened        12; 10 resolved, 3 open",
        " MTTA          mean 25 min · median 12 min · p90 1 h, of 11",
        " MTTR          mean 3 h 5 min · median 2 h · p90 10 h, of 10",
        " SLA met       70.0%: 14 of 20 clocks",
        " came again    25.0%: 1 reopened, 2 again within 30 days",
        " available     99.960 %; 1 h",
        " counted apart 2 duplicates, 0 cancelled",
        " planned       4, counted apart",
    ]


def test_a_group_without_anything_says_so() -> None:
    lines = plain([head_line(RECORD, LOOK, 79), *group_lines(RECORD, 0, LOOK, 79)]).split("\n")
    assert lines[0].split() == [
        "SEVERITY", "OPENED", "MTTR", "SLA", "BACKLOG", "MTTA", "P90",
    ]  # fmt: skip
    assert lines[1].split() == [
        "►",
        "high",
        "12",
        "3h",
        "05m",
        "70.0%",
        "3",
        "25m",
        "10h",
        "00m",
    ]
    assert lines[2].split() == ["low", "0", "-", "-", "0", "-", "-"]
    assert lines[3].split()[0] == "all"


def test_nothing_at_all_is_told_in_words() -> None:
    none = replace(RECORD, groups=(), totals=Figures(), planned=Figures())
    said = plain(totals_lines(none, LOOK, 79))
    for words in ("none yet", "no clock was settled", "none was opened", "not known"):
        assert words in said


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("width", [36, 60, 79, 159])
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_groups_fit(text: str, width: int, look: ScreenLook) -> None:
    found = replace(RECORD, groups=(RecordGroup(text, text, HIGH),))
    lines = [*totals_lines(found, look, width), head_line(found, look, width)]
    assert_fits([*lines, *group_lines(found, 0, look, width)], width, look, text)
    for chart in months_charts(found):
        assert_fits(draw(chart, look, width), width, look, text)


def test_months_have_what_was_opened_and_what_was_left() -> None:
    opened, backlog = months_charts(RECORD)
    assert opened.series[0].values == (12, 0)
    assert backlog.series[0].values == (3, 0)
    assert opened.labels == backlog.labels == ("high", "low")
