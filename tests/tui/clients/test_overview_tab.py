from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from core.clients.types import ClientDetail
from core.health.types import HealthConfig
from core.values.money import Money
from core.values.text import cells
from tests.tui.charts.samples import UNKNOWN
from tests.tui.clients.samples import (
    BARE_DETAIL,
    DETAIL,
    HEALTH,
    HOSTILE,
    INCIDENT,
    LOOK,
    LOOKS,
    NOW,
    RESOLVED,
    TODAY,
    WIDTHS,
    assert_fits,
    heat,
    plain,
)
from tui.clients.overview_tab import component_lines, overview_lines
from tui.look import ScreenLook

NO_SCORE = replace(
    HEALTH, score=None, tier="unknown", earned=UNKNOWN, lost=UNKNOWN, change=None, flags=()
)


def page(detail: ClientDetail = DETAIL, width: int = 79, height: int = 19) -> list[str]:
    return plain(overview_lines(detail, HEALTH, width, height, LOOK)).split("\n")


def test_figures_of_a_simulated_client_say_so() -> None:
    """Score, change, its parts, their sum, what it pays: and nothing else differs."""
    row = replace(DETAIL.row, simulated=True)
    plainly, marked = page(), page(replace(DETAIL, row=row))
    assert marked[0].startswith(" Health  38~ of 100")
    assert "▼21~ in 7 d" in marked[0]
    assert [line[:39].rstrip()[-3:] for line in marked[3:7]] == ["10~", "10~", "18~", "38~"]
    assert "$148,800~" in marked[1]
    assert "MRR $12,400~" in marked[1]
    assert marked[7:] == plainly[7:]


def test_at_80_by_24_the_page_is_full() -> None:
    assert page() == [
        " Health  38 of 100          ▼21 in 7 d │ Plan     Enterprise   !! critical",
        " 0 ███████████▊                    100 │ ARR      $148,800     MRR $12,400",
        "   └ critical ─┴ at risk┴ healthy┘     │ Renews   2026-12-09   18 days",
        " usage        24.00 × 40%           10 │ Owner    ana          since 2023-04",
        " engagement   33.33 × 30%           10 │ Industry Software     US",
        " incidents    60.00 × 30%           18 │ Baseline 5k calls, 30 logins, default",
        " total, parts sum to it             38 │ Sources  crm 0012, billing nw-7",
        "─" * 79,
        " Open incidents (1)                    │ Logins a day, 13 weeks from 24 Aug",
        " INC-2231   high API 5xx on e…  2h 10m │ Mon ██· · ██· · ██· · ██· · ██",
        "                                       │ Tue · · ██· · ██· · ██· · ██·",
        " Resolved, still counted (1)           │ Wed · ██· · ██· · ██· · ██· ·",
        " INC-2190   med  API 5xx on e…  2d 00h │ Thu ██· · ██· · ██· · ██· · ██",
        "                                       │ Fri · · ██· · ██· · ██· · ██·",
        " 30 days  1,200 calls, 10 logins       │ Sat · ██· · ██· · ██· · ██· ·",
        " Scored   21 Nov 13:58 by run 8812     │ Sun ██· · ██· · ██· · ██· ·",
        " INC-7 has no severity: counted as     │       Sep     Oct     Nov",
        " medium                                │ · none  █ 1 a day",
        "                                       │ last login 9 days ago, usual gap 3 d",
    ]


def test_the_parts_stand_with_the_sum_that_they_make() -> None:
    lines = plain(component_lines(HEALTH, LOOK, 37)).split("\n")
    points = [int(text.split()[-1]) for text in lines]
    assert points[-1] == sum(points[:-1]) == HEALTH.score
    assert all(len(text) == 37 for text in lines)


def test_before_the_parts_are_read_and_without_a_score() -> None:
    assert plain(component_lines(None, LOOK, 37)) == "what it is made of is being read"
    assert plain(component_lines(NO_SCORE, LOOK, 37)) == "no score: usage unknown"


def test_an_unknown_component_says_so() -> None:
    usage, *rest = HEALTH.earned.parts
    part = replace(usage, value="", points=0, weight=0)
    earned = replace(HEALTH.earned, total=28, parts=(part, *rest))
    lines = component_lines(replace(HEALTH, score=28, earned=earned), LOOK, 37)
    assert lines[0].plain.split() == ["usage", "unknown", "0"]


def test_a_client_of_which_nothing_is_known() -> None:
    said = plain(overview_lines(BARE_DETAIL, NO_SCORE, 79, 19, LOOK))
    for words in (
        "Health  unknown",
        "no score: usage unknown",
        "Plan     none         ?  unknown",
        "ARR      none",
        "Renews   no date known",
        "Owner    none",
        "Industry unknown",
        "Sources  none",
        "No open incidents",
        "logins unknown: no source reports them",
        "no use is known",
    ):
        assert words in said
    assert "None" not in said


def test_a_client_that_ended_says_since_when() -> None:
    ended = replace(DETAIL, ended=TODAY - 120, row=replace(DETAIL.row, status="churned"))
    said = "\n".join(page(ended))
    assert "Ended    2026-07-24   120 days ago" in said
    assert "Status   churned" in said
    assert "Renews" not in said


def test_each_currency_stands_for_itself() -> None:
    both = replace(DETAIL, arr=(Money(1_000_000, "EUR"), Money(2_000_000, "USD")))
    assert any("ARR      €10,000, $20,000" in text for text in page(both))
    assert any("MRR      €833, $1,667" in text for text in page(both, 120, 36))


def test_the_bounds_of_the_tiers_are_those_of_the_formula() -> None:
    config = HealthConfig(at_risk_from=20, healthy_from=90)
    lines = overview_lines(DETAIL, HEALTH, 100, 19, LOOK, config)
    assert "healthy 90–100" in plain(lines)


def test_the_most_severe_incident_comes_first_and_more_are_counted() -> None:
    found = tuple(
        replace(INCIDENT, id=10 + i, key=f"INC-{i}", severity="low", opened=NOW - timedelta(i))
        for i in range(30)
    )
    worst = replace(INCIDENT, id=99, key="INC-99", severity="critical")
    lines = page(replace(DETAIL, incidents=(*found, worst)))
    assert len(lines) == 19
    assert "Open incidents (31)" in lines[8]
    assert "INC-99     crit" in lines[9]
    assert "INC-29     low" in lines[10]
    shown = sum("INC-" in text and " low " in text for text in lines) + 1
    assert f"and {31 - shown} more" in "\n".join(lines)


def test_a_high_screen_has_room_for_more() -> None:
    many = tuple(replace(RESOLVED, id=i, key=f"INC-{i}") for i in range(3, 9))
    detail = replace(DETAIL, incidents=(INCIDENT, *many))
    low, high = "\n".join(page(detail)), "\n".join(page(detail, 79, 40))
    assert "INC-8 " not in low
    assert "INC-8 " in high
    assert "Zone     Europe/Berlin" in high
    assert "segment  At risk" in high


def test_a_legend_of_two_lines_moves_the_last_login() -> None:
    wide = heat([n * 7 for n in range(91)])
    lines = page(replace(DETAIL, heatmap=wide))
    assert len(lines) == 19
    assert next(text for text in lines if "last login" in text).startswith(" last login")


@pytest.mark.parametrize("weeks", [13, 52])
def test_a_wide_page_holds_a_year(weeks: int) -> None:
    detail = replace(DETAIL, heatmap=heat([1] * 7 * weeks, weeks))
    said = plain(overview_lines(detail, HEALTH, 159, 43, LOOK))
    assert f"Logins a day, {weeks} weeks" in said


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("width", [30, 59, 77, 78, *WIDTHS])
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_details_fit(name: str, width: int, look: ScreenLook) -> None:
    row = replace(DETAIL.row, name=name, plan=name, owner=name, industry=name, country=name)
    hostile = replace(
        DETAIL,
        row=replace(row, status=name),
        identities=((name, name),) * 3,
        extra=((name, name),),
        incidents=(replace(INCIDENT, key=name, title=name), replace(RESOLVED, title=name)),
        timezone=name,
        config=name,
        baseline_from=name,
    )
    for detail in (hostile, BARE_DETAIL):
        for explanation in (replace(HEALTH, flags=(name,)), NO_SCORE, None):
            lines = overview_lines(detail, explanation, width, 40, look)
            assert_fits(lines, width, look, name)
            if width >= 78:
                halves = [text.plain.rpartition(look.glyphs.bar) for text in lines]
                assert len({cells(left) for left, bar, _ in halves if bar}) == 1
