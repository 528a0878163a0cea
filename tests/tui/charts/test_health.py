from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from zoneinfo import ZoneInfo

import pytest

from core.health.types import HealthExplanation
from tests.tui.charts.samples import (
    HEALTH,
    HOSTILE,
    LOOKS,
    PLAIN,
    UNKNOWN,
    WIDTHS,
    assert_fits,
    plain,
)
from tui.charts.health import CHANGE, EARNED, LOST, health_page, health_tables
from tui.palette import Look


def page(data: HealthExplanation = HEALTH, width: int = 80, look: Look = PLAIN) -> str:
    return plain(health_page(data, look, width, UTC).lines)


def test_the_page_names_the_score_its_formula_and_its_run() -> None:
    first = page().split("\n")[0]
    assert first == (
        " Health of Northwind Labs, 38   formula health/3, scored 14:00:07 by run 8812"
    )


def test_times_are_printed_in_the_given_zone() -> None:
    lines = health_page(HEALTH, PLAIN, 80, ZoneInfo("Asia/Tokyo")).lines
    assert "scored 23:00:07" in lines[0].plain


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("width", [*WIDTHS, 120])
def test_every_number_is_said_at_every_width(look: Look, width: int) -> None:
    lines = health_page(HEALTH, look, width, UTC).lines
    assert_fits(lines, width, look)
    said = " ".join(plain(lines).split()).replace("−", "-").replace("→", "->")
    for words in (
        "Points add up exactly: 10 + 10 + 18 = 38",
        "Points add up exactly: -12 - 6 - 3 = -21",
        "no incidents 38 -> 50",
        "59 -> 38",
        "INC-7 has no severity",
        "POINTS LOST",
    ):
        assert words in said


def test_the_cursor_walks_through_all_tables_and_tells_what_stands_behind() -> None:
    whole = health_page(HEALTH, PLAIN, 80, UTC)
    assert len(whole.steps) == len(whole.at) == 9
    for index in range(9):
        drawn = health_page(HEALTH, PLAIN, 80, UTC, cursor=index)
        marked = [i for i, line in enumerate(drawn.lines) if line.plain.startswith("►")]
        assert marked == [drawn.at[index]]
    assert "1,200 calls in 30 days · 212 rows" in page_at(0)
    assert "1,200 calls in 30 days" not in page_at(1)


def page_at(cursor: int) -> str:
    return plain(health_page(HEALTH, PLAIN, 80, UTC, cursor=cursor).lines)


def test_a_step_opens_in_its_own_table_only() -> None:
    opened = frozenset({(LOST, "incidents")})
    steps = health_page(HEALTH, PLAIN, 80, UTC, opened=opened).steps
    assert [s.path for s in steps if s.depth] == [
        (LOST, "incidents", "INC-2231"),
        (LOST, "incidents", "INC-2207"),
    ]
    assert {s.path[0] for s in steps} == {EARNED, CHANGE, LOST}


def test_without_a_score_the_page_says_why() -> None:
    data = replace(
        HEALTH, score=None, tier="unknown", earned=UNKNOWN, lost=UNKNOWN, change=None, flags=()
    )
    said = page(replace(data, what_if=()))
    assert "Health of Northwind Labs, unknown" in said
    assert "no score: usage unknown" in said
    assert "WHY IT MOVED" not in said
    assert "POINTS LOST" not in said


def test_a_full_score_has_nothing_lost() -> None:
    nothing = replace(HEALTH.lost, total=0, parts=())
    assert len(health_tables(replace(HEALTH, lost=nothing))) == 2


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("width", [40, 80])
def test_a_hostile_name_is_harmless(name: str, width: int) -> None:
    data = replace(HEALTH, client_name=name, flags=(name, name * 3))
    assert_fits(health_page(data, PLAIN, width, UTC).lines, width)
