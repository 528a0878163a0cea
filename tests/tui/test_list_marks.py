"""Marks, the cell cursor, and what is copied of them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from bellbuoy.__main__ import main
from bellbuoy.services.context import Context
from tests.tui.hand import using
from tui.clipboard import MOST_CHARACTERS
from tui.list_copy import fitting, tabbed
from tui.widgets.window_columns import Column


async def test_y_copies_the_ids_of_marked_rows_one_a_line(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("space", "down", "down", "space")
        assert [line[1] for line in hand.lines[7:10]] == ["✓", " ", "✓"]
        assert hand.row(23).startswith("2 marked: Oxbow Foods, ")
        assert hand.row(23).endswith("w side by side")
        third = hand.under_cursor
        await hand.press("y")
        assert hand.app.clipboard == f"C-0011\n{third}"
        assert hand.row(23).startswith(f"copied 2 rows: C-0011 {third}")


async def test_a_range_is_marked_and_escape_drops_the_marks_before_the_filter(
    demo_ctx: Context,
) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("slash")
        await hand.type("mrr>0")
        await hand.press("escape", "shift+down", "shift+down")
        assert [line[1] for line in hand.lines[7:11]] == ["✓", "✓", "✓", " "]
        assert hand.row(23).endswith("y copies them")
        assert "esc drop the marks" in hand.row(-1)
        await hand.press("escape")
        assert not hand.list.list.marks
        assert hand.row(23).startswith("marks dropped")


async def test_all_marks_hold_rows_that_were_never_read_as_the_command_prints_them(
    demo_store: Path, own_ctx: Context, capsys: pytest.CaptureFixture[str]
) -> None:
    async with using(own_ctx) as hand:
        await hand.press("2", "asterisk", "down", "space", "y")
        left_out = hand.under_cursor
        assert hand.row(23).startswith("copied 14 rows: ")
        copied = hand.app.clipboard.split("\n")
    capsys.readouterr()
    words = ["client", "list", "--store", str(demo_store), "--cols", "id", "--csv"]
    assert main(words) == 0
    printed = [row["id"] for row in csv.DictReader(io.StringIO(capsys.readouterr().out))]
    assert copied == [each for each in printed if each != left_out]


async def test_the_cell_cursor_goes_round_says_the_cell_and_copies_it(
    demo_ctx: Context,
) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("right")
        assert hand.row(23) == "client: Oxbow Foods"
        await hand.press("right", "right", "y")
        assert hand.app.clipboard == "30"
        assert "esc whole row" in hand.row(-1)
        await hand.press("down", "space", "up", "space", "y")
        assert hand.app.clipboard == "49\n30"
        await hand.press("escape", "y")
        assert hand.app.clipboard.split("\n")[1] == "C-0011"
        await hand.press("escape", "left", "y")
        assert hand.app.clipboard == "raj"


async def test_the_pointed_cell_is_seen_without_colour(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("right", "right")
        strip = hand.list.list.render_line(1)
        plain = [s.text.strip() for s in strip if s.style is not None and not s.style.reverse]
        assert "!! critical" in plain
        header = hand.list.list.render_line(0)
        turned = [s.text.strip() for s in header if s.style is not None and s.style.reverse]
        assert turned == ["TIER"]


async def test_rows_are_copied_with_titles_and_tabs_from_the_palette(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("ctrl+p")
        await hand.type("copy rows")
        await hand.press("enter")
        titles, row = hand.app.clipboard.split("\n")
        assert titles.startswith("CLIENT\tTIER\tHEALTH\t")
        assert row.startswith("Oxbow Foods\t!! critical\t30\t")
        assert len(titles.split("\t")) == len(row.split("\t"))


@pytest.mark.parametrize("place", ["1", "2"])
async def test_marks_stay_when_the_list_is_read_again_and_go_with_another_one(
    demo_ctx: Context, place: str
) -> None:
    async with using(demo_ctx) as hand:
        await hand.press(place, "space", "down", "space")
        for again in (["r"], ["slash", "enter"], ["slash", "escape"]):
            await hand.press(*again)
            assert len(hand.list.list.marks.ids) == 2, again
            assert sum(line[1] == "✓" for line in hand.lines) == 2, again
        await hand.press("s", "n")
        assert not hand.list.list.marks


async def test_incidents_are_marked_and_copied_too(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("3", "space")
        first = hand.under_cursor
        await hand.press("shift+down", "y")
        assert hand.app.clipboard.split("\n") == [first, hand.under_cursor]
        await hand.press("escape", "m", "space")
        assert "only in the list" in hand.row(23)


async def test_on_a_client_y_copies_the_incident_under_the_cursor_else_the_client(
    demo_ctx: Context,
) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("end", "enter", "y")
        assert hand.app.clipboard == "C-0002"
        await hand.press("right_square_bracket", "right_square_bracket", "down", "y")
        assert hand.app.clipboard.startswith("INC-0002-")


class Cell:
    def __init__(self, text: str) -> None:
        self.id, self.text = 1, text


@pytest.mark.parametrize(
    ("text", "copied"),
    [
        ("=1+2", "'=1+2"), ("@cmd", "'@cmd"), ("-21", "-21"), ("+3", "+3"), ("-1d", "-1d"),
        ("＋x", "'＋x"), ("a\tb", "a�b"), ("Labs", "Labs"),
    ],
)  # fmt: skip
def test_no_copied_cell_starts_a_formula_or_another_cell(text: str, copied: str) -> None:
    column: Column[Cell] = Column("a", "A", 9, 9, 0, "left", lambda row: (row.text, ""))
    assert tabbed(Cell(text), [column, column]) == f"{copied}\t{copied}"


def test_only_whole_lines_that_a_terminal_takes_are_copied() -> None:
    lines = [f"C-{number:06d}" for number in range(20_000)]
    kept = list(fitting(lines))
    assert kept == lines[: len(kept)]
    assert MOST_CHARACTERS - 9 < len("\n".join(kept)) <= MOST_CHARACTERS
