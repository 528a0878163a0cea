"""What is typed behind `:` about simulations."""

from __future__ import annotations

import pytest

from core.values.errors import UsageError
from tui.jumping import read_jump
from tui.places import Place


@pytest.mark.parametrize(("line", "place"), [
    ("runs", Place("runs")),
    ("runs 14", Place("runs", "14")),
    ("runs #14", Place("runs", "14")),
    ("sim history", Place("runs")),
    ("sim compare 14", Place("runs", "14")),
    ("sim verify 14", Place("runs", "14")),
    ("sim outage", Place("simulations", "outage")),
    ("sim preview outage C-0002", Place("simulations", "outage", query="C-0002")),
])  # fmt: skip
def test_a_line_about_simulations_is_a_place(line: str, place: Place) -> None:
    assert read_jump(line).place == place


def test_a_story_is_told_by_its_name() -> None:
    for line in ("story outage", "sim story outage", "sim story outage --screen"):
        found = read_jump(line)
        assert (found.kind, found.text, found.place) == ("story", "outage", None)


@pytest.mark.parametrize("line", ["runs x", "runs -1", "runs ٣", "story", "sim story"])
def test_what_is_no_run_and_no_story_is_refused(line: str) -> None:
    with pytest.raises(UsageError):
        read_jump(line)
