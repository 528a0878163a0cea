from __future__ import annotations

from dataclasses import replace

import pytest

from core.clients.types import ClientRow
from core.health.types import HealthExplanation
from core.playbooks.types import NextStep
from tests.tui.charts.samples import UNKNOWN
from tests.tui.clients.samples import (
    BARE_ROW,
    HEALTH,
    HOSTILE,
    LOOK,
    LOOKS,
    ROW,
    WIDTHS,
    assert_fits,
    plain,
)
from tui.clients.preview import preview_lines, preview_pane
from tui.look import ScreenLook

NO_SCORE = replace(
    HEALTH, score=None, tier="unknown", earned=UNKNOWN, lost=UNKNOWN, change=None, what_if=()
)


def said(row: ClientRow, explanation: HealthExplanation | None, width: int = 79) -> list[str]:
    return plain(preview_lines(row, explanation, width, LOOK)).split("\n")


def test_below_the_radar_it_says_why_and_what_hangs_on_it() -> None:
    assert said(ROW, HEALTH) == [
        " Northwind Labs: why −21 in 7 d    usage −12   engagement −6   incidents −3",
        " score     38 = usage 10 of 40 + engagement 10 of 30 + incidents 18 of 30",
        " reason    usage 24% of baseline: −30",
        " client    renews in 18 days · last seen 9 days ago · 2 open incidents",
        " note      INC-7 has no severity: counted as medium",
        " evidence  3 contributions, 223 rows behind them                          w why",
    ]


def test_the_next_step_takes_the_line_of_the_facts() -> None:
    call = NextStep("Call: what keeps them?", "usage costs 38 points", "call")
    lines = plain(preview_lines(ROW, HEALTH, 79, LOOK, step=call)).split("\n")
    assert lines[2:4] == [
        " reason    usage 24% of baseline: −30 · last seen 9 days ago",
        " next      Call: what keeps them? · a then c",
    ]
    assert " next      Call: what keeps them? · a then c" in plain(
        preview_pane(ROW, HEALTH, 60, LOOK, 44, call)
    )
    narrow = plain(preview_pane(ROW, HEALTH, 40, LOOK, 44, call)).split("\n")
    at = narrow.index(" next      Call: what keeps them?")
    assert narrow[at + 1] == "           a then c"
    nothing = NextStep("Nothing waits", "no task is open", "")
    assert preview_lines(ROW, HEALTH, 79, LOOK, step=nothing) == preview_lines(
        ROW, HEALTH, 79, LOOK
    )


def test_until_it_is_read_the_row_alone_is_told() -> None:
    assert said(ROW, None) == [
        " Northwind Labs: why −21 in 7 d",
        " score     38 of 100",
        " reason    usage 24% of baseline: −30",
        " client    renews in 18 days · last seen 9 days ago · 2 open incidents",
        " evidence  not read yet                                                   w why",
    ]


def test_a_client_of_which_nothing_is_known() -> None:
    assert said(BARE_ROW, NO_SCORE)[:4] == [
        " Northwind Labs: no score",
        " score     no score: usage unknown",
        " reason    nothing measured yet",
        " client    no renewal date · never seen · no open incidents",
    ]
    assert said(replace(ROW, delta7=None), None)[0] == " Northwind Labs: new, no score 7 d ago"
    assert said(replace(ROW, delta7=0), None)[0] == " Northwind Labs: no change in 7 d"


def test_the_change_is_that_of_the_explanation() -> None:
    assert HEALTH.change_from is not None
    since = replace(HEALTH, change_from=HEALTH.change_from - 23)
    assert "why −21 in 30 d" in said(ROW, since)[0]


def test_what_moved_goes_below_where_it_is_narrow() -> None:
    lines = said(ROW, HEALTH, 59)
    assert lines[0] == " Northwind Labs: why −21 in 7 d"
    assert lines[1] == " moved     usage −12   engagement −6   incidents −3"


def test_a_score_that_has_changed_meanwhile_is_not_summed_up_wrongly() -> None:
    assert said(replace(ROW, score=37), HEALTH)[1] == " score     37 of 100"


@pytest.mark.parametrize("height", [0, 1, 3, 6, 20])
def test_it_keeps_to_its_height_and_the_name_stays(height: int) -> None:
    lines = preview_lines(ROW, HEALTH, 79, LOOK, height)
    assert len(lines) <= height
    assert len(preview_pane(ROW, HEALTH, 56, LOOK, height)) <= height
    if height:
        assert lines[0].plain.startswith(" Northwind Labs: why")


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("width", [20, 40, *WIDTHS])
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_rows_fit(name: str, width: int, look: ScreenLook) -> None:
    row = replace(ROW, name=name, owner=name, plan=name, top_reason=name, key=name)
    read = replace(HEALTH, client_name=name, flags=(name, name))
    for explanation in (read, NO_SCORE, None):
        for shown in (row, replace(BARE_ROW, name=name)):
            lines = preview_lines(shown, explanation, width, look)
            assert_fits(lines, width, look, name)
            assert len(lines) <= 6
            assert_fits(preview_pane(shown, explanation, width, look, 44), width, look, name)


def test_the_pane_holds_line_points_and_what_if() -> None:
    pane = plain(preview_pane(ROW, HEALTH, 60, LOOK, 44))
    for words in (
        "!! critical",
        "C-0412 · Enterprise · Software · US",
        "38 of 100, −21 in 7 d",
        "▆▆▆▆▆▅▅▄▄▄  72 → 38, lowest 38, highest 72",
        "ARR       $148,800",
        "renews in 18 days",
        "owner     ana",
        "no incidents            38 → 50",
        "usage back at baseline  38 → 68",
        "223 rows behind them",
    ):
        assert words in pane
    totals = [row.split() for row in pane.split("\n") if row.strip().startswith("total")]
    assert totals == [["total", "38"], ["total", "59", "→", "38", "−21"]]


def test_the_pane_of_an_unknown_client_has_no_tables() -> None:
    pane = plain(preview_pane(BARE_ROW, NO_SCORE, 60, LOOK, 44))
    assert "no score: usage unknown" in pane
    assert "no scores yet" in pane
    assert "CONTRIBUTION" not in pane
