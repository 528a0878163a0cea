"""The row above the jump line."""

from __future__ import annotations

import pytest

from tests.tui.charts.samples import BARE, PLAIN, assert_fits
from tui.overlays.completion import Candidate, candidates
from tui.overlays.jump_lines import choices_line

FOUND = [Candidate(f"tier:{n}", f"tier:number-{n}", f"the {n}th…") for n in range(12)]


def test_only_the_taken_one_and_clients_say_what_they_are() -> None:
    assert choices_line(FOUND[:2], None, PLAIN, 80).plain == " tier:number-0   tier:number-1"
    taken = choices_line(FOUND[:2], 1, PLAIN, 80).plain
    assert taken == " tier:number-0   tier:number-1 the 1th…"
    client = Candidate("client C-1", "C-1", "Umber…", ours=False)
    assert choices_line([client, client], None, BARE, 80).plain == " C-1 Umber…   C-1 Umber…"
    assert choices_line([], None, PLAIN, 80).plain.strip() == ""


@pytest.mark.parametrize("width", [80, 60, 30])
@pytest.mark.parametrize("taken", [None, 0, 5, 11])
def test_the_taken_one_is_in_view(width: int, taken: int | None) -> None:
    line = choices_line(FOUND, taken, BARE, width)
    assert_fits([line], width, BARE)
    if taken is not None:
        assert f"tier:number-{taken}" in line.plain


def test_words_of_our_own_become_ascii() -> None:
    assert_fits([choices_line(candidates(""), 0, BARE, 200)], 200, BARE)
