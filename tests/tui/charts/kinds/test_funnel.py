from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.charts.kinds.samples import FUNNEL
from tests.tui.charts.samples import PLAIN, plain
from tui.charts.chart import Chart, Series
from tui.charts.draw import draw, key_words, read_out
from tui.charts.kinds.funnel import losses


@given(st.lists(st.integers(0, 10**15), min_size=1, max_size=12))
def test_losses_and_the_last_step_add_up_to_the_first(counts: list[int]) -> None:
    counts.sort(reverse=True)
    labels = tuple(f"s{at}" for at in range(len(counts)))
    chart = Chart("funnel", "", (Series("", tuple(counts)),), labels)
    assert sum(losses(chart)) + counts[-1] == counts[0]


def test_a_loss_stands_between_its_steps() -> None:
    drawn = plain(draw(FUNNEL, PLAIN, 60)).split("\n")
    assert [line.split()[0] for line in drawn[1:]] == [
        "signed", "└", "imported", "└", "invited", "└", "active",
    ]  # fmt: skip
    assert drawn[2].strip() == "└ lost 304, 25.2% · median 1 d"
    assert drawn[3].endswith("900   74.8%")


def test_the_cursor_is_before_its_step() -> None:
    drawn = plain(draw(FUNNEL, PLAIN, 60, cursor=2)).split("\n")
    assert drawn[5].startswith("►invited")
    assert [line[0] for line in drawn[1:]].count("►") == 1


def test_a_step_in_words() -> None:
    assert read_out(FUNNEL, 0) == "signed up · 1,204 clients, 100.0% of all"
    assert read_out(FUNNEL, 2) == (
        "invited · 512 clients, 42.5% of all · lost 388, 43.1% · median 4 d"
    )
    assert key_words(FUNNEL) == (
        "480 of 1,204 come through, 39.9%"
        " · most lost before invited: lost 388, 43.1% · median 4 d"
    )


def test_a_step_never_has_more_than_the_one_before() -> None:
    with pytest.raises(ValueError, match="past the one before"):
        Chart("funnel", "", (Series("", (3, 4)),), ("a", "b"))


def test_nobody_at_all_is_no_share() -> None:
    chart = Chart("funnel", "", (Series("", (0, 0)),), ("a", "b"))
    assert plain(draw(chart, PLAIN, 40)).split() == ["a", "0", "└", "lost", "0", "b", "0"]
    assert key_words(chart) == "0 of 0 come through"
