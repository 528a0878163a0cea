from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.clients.types import Counter, Overview
from core.values.money import Money
from tests.tui.clients.samples import BARE, LOOK, LOOKS, NOW, WIDTHS, assert_fits, plain
from tui.clients.counters import counter_lines
from tui.look import ScreenLook

USD, EUR = "USD", "EUR"
OVERVIEW = Overview(
    as_of=NOW,
    clients=1204,
    scored=1203,
    average=71.0,
    average_delta7=-2.0,
    tiers={
        "critical": Counter(87, (Money(31_700_000, USD),)),
        "at_risk": Counter(212, (Money(40_000_000, USD), Money(9_000_000, EUR))),
        "healthy": Counter(904, (Money(200_000_000, USD),)),
        "unknown": Counter(1),
    },
    arr=(Money(10_000_000, EUR), Money(271_700_000, USD)),
    at_risk_arr=(Money(9_000_000, EUR), Money(71_700_000, USD)),
    at_risk_share=None,
    open_incidents=14,
    incidents_by_severity={"critical": 1, "high": 3, "medium": 6, "low": 4},
)
ONE = replace(
    OVERVIEW,
    arr=(Money(271_700_000, USD),),
    at_risk_arr=(Money(71_700_000, USD),),
    scored=1204,
)
EMPTY = Overview(
    NOW, 0, 0, None, None, {t: Counter(0) for t in OVERVIEW.tiers}, (), (), None, 0, {}
)


def test_two_lines_at_80_cells() -> None:
    assert plain(counter_lines(ONE, 79, LOOK)).split("\n") == [
        " 1,204 clients │ health 71.0 ▼2.0 │ critical 87 7.2% │ ARR at risk $717k 26.4%",
        " 14 open incidents: critical 1 · high 3 · medium 6 · low 4",
    ]


def test_a_third_line_when_wide() -> None:
    assert plain(counter_lines(ONE, 159, LOOK)).split("\n") == [
        " 1,204 clients │ average health 71.0 ▼2.0 in 7 d │ critical 87 7.2%"
        " │ ARR at risk $717k 26.4%",
        " 14 open incidents: critical 1 · high 3 · medium 6 · low 4",
        " critical 87 $317k · at risk 212 $400k, €90k · healthy 904 $2.0M · unknown 1"
        " │ ARR $2.7M",
    ]


def test_every_currency_has_its_own_share_and_none_is_added() -> None:
    first = counter_lines(OVERVIEW, 119, LOOK)[0].plain
    assert first.endswith("ARR at risk €90k 90.0%, $717k 26.4%")
    narrow = counter_lines(OVERVIEW, 79, LOOK)[0].plain
    assert narrow.endswith("│ critical 87 7.2% │ ARR at risk €90k, $717k")
    assert counter_lines(OVERVIEW, 64, LOOK)[0].plain.endswith("│ at risk €90k and 1 more")


def test_who_has_no_score_is_told() -> None:
    assert counter_lines(OVERVIEW, 79, LOOK)[1].plain.endswith("│ 1 without a score")


def test_nothing_at_all() -> None:
    assert plain(counter_lines(EMPTY, 79, LOOK)).split("\n") == [
        " 0 clients │ no score yet │ critical 0 │ ARR at risk none",
        " no open incidents",
    ]


@pytest.mark.parametrize(
    ("delta", "words"), [(-2.0, "71.0 ▼2.0"), (0.3, "71.0 ▲0.3"), (0.0, "71.0 unchanged")]
)
def test_the_move_has_a_sign(delta: float, words: str) -> None:
    said = counter_lines(replace(ONE, average_delta7=delta), 119, LOOK)[0].plain
    assert f"average health {words} in 7 d" in said


def test_without_an_earlier_average_there_is_no_move() -> None:
    said = counter_lines(replace(ONE, average_delta7=None), 119, LOOK)[0].plain
    assert "│ average health 71.0 │" in said


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("width", [20, 40, *WIDTHS])
@pytest.mark.parametrize("overview", [OVERVIEW, ONE, EMPTY])
def test_they_fit_everywhere(overview: Overview, width: int, look: ScreenLook) -> None:
    lines = counter_lines(overview, width, look)
    assert len(lines) == (3 if width >= 120 else 2)
    assert_fits(lines, width, look, "€")


@given(n=st.integers(0, 10**7), width=st.integers(60, 160), minor=st.integers(0, 10**12))
@settings(max_examples=100, deadline=None)
def test_large_numbers_give_way_in_words_not_in_figures(n: int, width: int, minor: int) -> None:
    large = replace(
        ONE,
        clients=n,
        tiers={**ONE.tiers, "critical": Counter(n)},
        arr=(Money(minor, USD),),
        at_risk_arr=(Money(minor, USD),),
    )
    first = counter_lines(large, width, BARE)[0].plain
    assert len(first) <= width
    assert f"critical {n:,}" in first
    assert "at risk $" in first
    assert f"{n:,} client" in first
    assert not first.endswith("..")


def test_what_runs_have_moved_bears_a_mark_and_nothing_else() -> None:
    names = ("health", "trend", "at_risk", "incidents", "tier:critical", "severity:high")
    marked = plain(counter_lines(replace(OVERVIEW, simulated=names), 160, LOOK))
    bare = plain(counter_lines(OVERVIEW, 160, LOOK))
    assert marked.replace("~", "") == bare
    average = f"{OVERVIEW.average:.1f}"
    critical = OVERVIEW.tiers["critical"].n
    assert f"health {average}~" in marked
    assert f"critical {critical}~" in marked
    assert f"{OVERVIEW.open_incidents}~ open incident" in marked
    assert f"at risk {OVERVIEW.tiers['at_risk'].n}~" not in marked
