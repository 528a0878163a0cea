"""The preview in lines: every cell, every sum, at any width."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.health.types import TIERS
from tests.tui.charts.samples import assert_fits, plain
from tests.tui.settings.samples import BARE, PLAIN, preview
from tui.settings.preview_pane import money_words, moved_words, preview_lines

_NUMBER = re.compile(r"\b\d+\b")
WIDTHS = (140, 80, 52, 40, 24)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("look", [PLAIN, BARE], ids=["braille", "ascii"])
def test_it_fits_and_is_harmless(width: int, look: object) -> None:
    lines = preview_lines(preview(waiting=3), look, width)  # type: ignore[arg-type]
    assert_fits(lines, width)
    if look is BARE:
        # Names and currencies are told as they are; all signs of our own are ascii.
        own = [line for line in lines if not set(line.plain) & set("€¥東京データ�")]
        assert len(own) > 10
        assert_fits(own, width, BARE)


def test_who_moves_and_what_waits() -> None:
    text = plain(preview_lines(preview(waiting=3), PLAIN, 60))
    assert text.startswith(" health/2 instead of health/1\n")
    assert " 2 of 9 clients change tier, €80k, $2.4M of ARR\n" in text
    assert " 3 clients wait for a score: figures may differ\n" in text
    assert " 1 client without a score, before and after\n" in text
    assert moved_words(preview({("healthy", "at_risk"): 1})).startswith(
        "1 of 1 clients changes tier"
    )


def test_before_and_after() -> None:
    text = plain(preview_lines(preview(), PLAIN, 70))
    assert " average score  77.57 → none\n" in text
    assert " median score   80.5 → none\n" in text
    assert " ARR at risk    $220k 25.0% → $220k 25.0%\n" in text
    assert " usage 100      10.0% → 95.0% saturated\n" in text
    assert " engagement 0   60.0% → 60.0%\n" in text
    assert "usage 0 " not in text


def test_largest_changes_leave_out_what_has_no_room() -> None:
    wide = plain(preview_lines(preview(), PLAIN, 100))
    assert "48 → 37  ! at risk → !! critical  $23,760" in wide
    assert "none → 7  ? unknown → !! critical" in wide
    narrow = plain(preview_lines(preview(), PLAIN, 44))
    assert "48 → 37  !! critical" in narrow
    assert "$23,760" not in narrow
    assert "48 → 37" in plain(preview_lines(preview(), PLAIN, 24))


def test_nobody_at_all() -> None:
    lines = preview_lines(preview({("unknown", "unknown"): 0}), PLAIN, 60)
    assert plain(lines) == " health/2 instead of health/1\n No clients yet: nobody moves."


@settings(deadline=None, max_examples=60)
@given(
    st.dictionaries(
        st.tuples(st.sampled_from(TIERS), st.sampled_from(TIERS)), st.integers(1, 400),
        min_size=1,
    )
)  # fmt: skip
def test_edges_are_the_sums(cells: dict[tuple[str, str], int]) -> None:
    text = plain(preview_lines(preview(cells), PLAIN, 90))  # type: ignore[arg-type]
    table = text[text.index(" CLIENTS") :].split("\n\n")[0].split("\n")
    silent = [line for line in table if "without a score" in line]
    head, *rows, then = [line for line in table if line not in silent]
    numbers = [[int(word) for word in _NUMBER.findall(row.replace(",", ""))] for row in rows]
    assert head.split()[-1] == "today"
    assert all(sum(row[:-1]) == row[-1] for row in numbers)
    totals = [int(word) for word in _NUMBER.findall(then.replace(",", ""))]
    assert totals == [sum(column) for column in zip(*numbers, strict=True)][:-1]
    told = sum(totals) + sum(int(line.split()[0].replace(",", "")) for line in silent)
    assert told == sum(cells.values())


def test_large_numbers_are_shortened_where_they_have_no_room() -> None:
    many = preview(times=300_000)
    assert "600,000" in plain(preview_lines(many, PLAIN, 90))
    narrow = plain(preview_lines(many, PLAIN, 40))
    assert "600k" in narrow
    _, *rows = narrow.split("\n\n")[1].split("\n")
    assert not [row for row in rows if "…" in row], "a title may be cut, a number not"


def test_money_by_currency() -> None:
    text = plain(preview_lines(preview(), PLAIN, 80))
    assert " ARR EUR " in text
    assert text.index(" ARR EUR") < text.index(" ARR USD")
    assert money_words(preview().moved_arr) == "€80k, $2.4M"
