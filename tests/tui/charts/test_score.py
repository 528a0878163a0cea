from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.charts.samples import BARE, HOSTILE, LOOKS, PLAIN, WIDTHS, assert_fits, plain
from tui.charts.chart import Chart
from tui.charts.draw import draw
from tui.charts.score import score_chart
from tui.palette import Look

NORTHWIND = score_chart(38, "critical", -21)


def test_number_first_then_the_bar_then_the_bands() -> None:
    assert plain(draw(NORTHWIND, PLAIN, 40)) == (
        "Health  38 of 100             ▼21 in 7 d\n"
        "0 ████████████▉                      100\n"
        "  └─ critical ─┴ at risk ┴ healthy ┘"
    )


def test_in_ascii() -> None:
    assert_fits(draw(NORTHWIND, BARE, 40), 40, BARE)
    lines = plain(draw(NORTHWIND, BARE, 40)).split("\n")
    assert lines[0] == "Health  38 of 100             v21 in 7 d"
    assert lines[1] == "0 ############                       100"
    assert lines[2].startswith("  +")
    assert [name in lines[2] for name in ("critical", "at risk", "healthy")] == [True] * 3


@pytest.mark.parametrize("width", WIDTHS)
def test_the_bands_begin_where_their_scores_stand(width: int) -> None:
    lines = draw(score_chart(40, "at_risk"), PLAIN, width)
    filled = lines[1].plain[2:-4].rstrip()
    strip = lines[2].plain[2:]
    assert strip.index("┴") in {len(filled) - 1, len(filled)}
    assert len(strip) == width - 6


def test_bands_too_narrow_for_their_names_are_written_out() -> None:
    text = plain(draw(score_chart(80, "at_risk", healthy_from=95), PLAIN, 60))
    assert "critical 0–39 · at risk 40–94 · healthy 95–100" in text
    text = plain(draw(score_chart(80, "at_risk", healthy_from=95), BARE, 60))
    assert "critical 0-39 - at risk 40-94 - healthy 95-100" in text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (score_chart(None, "unknown"), "Health  unknown"),
        (score_chart(0, "critical", 0), "no change in 7 d"),
        (score_chart(50, "at_risk", 5, days=30), "▲5 in 30 d"),
        (score_chart(50, "at_risk"), "new, no score 7 d ago"),
        (score_chart(50, "at_risk", partial=True), "50 of 100  partial"),
    ],
)
def test_what_the_first_line_says(data: Chart, said: str) -> None:
    assert said in draw(data, PLAIN, 60)[0].plain


def test_an_unknown_score_has_an_empty_bar() -> None:
    assert draw(score_chart(None, "unknown"), PLAIN, 40)[1].plain.split() == ["0", "100"]


@given(
    st.none() | st.integers(0, 100),
    st.integers(1, 99),
    st.integers(0, 99),
    st.integers(12, 160),
    st.sampled_from(LOOKS),
    st.sampled_from(HOSTILE),
)
def test_it_fits_whatever_the_bands_and_the_title(  # type: ignore[no-untyped-def]
    score, risk, more, width, look: Look, title: str
) -> None:
    healthy = min(100, risk + more)
    data = score_chart(
        score, "unknown", -3, at_risk_from=risk, healthy_from=healthy, title=title
    )
    assert_fits(draw(data, look, width), width)
