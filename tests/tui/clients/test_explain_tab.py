from __future__ import annotations

from dataclasses import replace

import pytest

from core.values.contribution import Contribution
from core.values.instants import day_text
from tests.tui.charts.samples import UNKNOWN
from tests.tui.clients.samples import (
    HEALTH,
    HOSTILE,
    LOOK,
    LOOKS,
    TODAY,
    WIDTHS,
    assert_fits,
    plain,
)
from tui.charts.health import CHANGE, EARNED, LOST
from tui.clients.explain_tab import explain_lines, explain_page, lost_paths
from tui.look import ScreenLook

DAYS = tuple(Contribution(day_text(TODAY - i), "", 1, "0 calls") for i in range(30))
USAGE, *REST = HEALTH.lost.parts
DATA = replace(HEALTH, lost=replace(HEALTH.lost, parts=(replace(USAGE, parts=DAYS), *REST)))
NO_SCORE = replace(
    HEALTH, score=None, tier="unknown", earned=UNKNOWN, lost=UNKNOWN, change=None, what_if=()
)


def test_lost_points_are_opened_and_days_folded() -> None:
    page = plain(explain_lines(DATA, 79, LOOK))
    for words in (
        "23 Oct–21 Nov, 1 each",
        "0 calls a day",
        "API 5xx on export",
        "high, open  20",
        "medium, open  10",
    ):
        assert words in page
    assert len(page.split("\n")) < 40


def test_every_table_stands_with_its_sum_and_the_rows_behind() -> None:
    page = plain(explain_lines(DATA, 79, LOOK))
    totals = [text.split() for text in page.split("\n") if text.startswith(" total")]
    assert totals == [
        ["total", "38", "of", "100"],
        ["total", "59", "→", "38", "−21"],
        ["total", "62"],
    ]
    assert "Points add up exactly: 10 + 10 + 18 = 38" in page
    assert "Points add up exactly: −12 − 6 − 3 = −21" in page
    assert page.endswith(
        " rows behind  usage       1,200 calls in 30 days · 212 rows\n"
        "              engagement  10 rows\n"
        "              incidents   1 row"
    )


def test_without_a_score_it_says_why() -> None:
    page = plain(explain_lines(NO_SCORE, 79, LOOK))
    assert "Health of Northwind Labs, unknown" in page
    assert "no score: usage unknown" in page
    assert "rows behind" not in page


def test_a_screen_may_close_and_walk_the_steps() -> None:
    closed = explain_page(DATA, 79, LOOK, opened=frozenset(), cursor=0)
    assert "each" not in plain(closed.lines)
    assert closed.lines[closed.at[0]].plain.startswith("►")
    opened = explain_page(DATA, 79, LOOK)
    deeper = [step.path for step in opened.steps if step.depth]
    assert deeper[0][:2] == (LOST, "usage")
    assert (
        {path[:2] for path in deeper}
        == lost_paths(DATA)
        == {
            (LOST, "usage"),
            (LOST, "incidents"),
        }
    )
    assert {step.path[0] for step in opened.steps} == {EARNED, CHANGE, LOST}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("width", [40, *WIDTHS])
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_explanations_fit(name: str, width: int, look: ScreenLook) -> None:
    part = Contribution("INC-1", name, 62, name, note=name)
    hostile = replace(
        DATA,
        client_name=name,
        lost=replace(DATA.lost, parts=(Contribution("usage", name, 62, parts=(part,)),)),
        flags=(name,),
    )
    for data in (DATA, NO_SCORE, replace(DATA, change=None)):
        assert_fits(explain_lines(data, width, look), width, look)
    for text in explain_lines(hostile, width, look):
        assert text.cell_len <= width
        assert not any(ord(char) < 32 for char in text.plain)
