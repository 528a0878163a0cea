from __future__ import annotations

from bellbuoy.commands.answer import Row
from bellbuoy.commands.columns import Column, number
from bellbuoy.commands.options import Options
from bellbuoy.commands.page import blocks, facts, known, narrowed, section, width_of

COLUMNS = (Column("name", "name"), number("n", "n"))
ROWS: list[Row] = [{"name": "a long name indeed", "n": 1200}]


def test_a_section_is_cut_to_the_terminal() -> None:
    assert section(ROWS, COLUMNS, Options()).split("\n")[1] == "a long name indeed  1,200"
    assert section(ROWS, COLUMNS, Options(width=18)).split("\n")[1] == "a long nam…  1,200"
    narrow = section(ROWS, COLUMNS, Options(width=18, glyphs="ascii"))
    assert narrow.split("\n")[1] == "a long na..  1,200"
    assert section([], COLUMNS, Options()) == ""


def test_facts_leave_out_what_is_not_there() -> None:
    assert (
        facts([("name", "x"), ("no", ""), ("longer\n", "y\x1b")]) == "name     x\nlonger�  y�"
    )
    assert facts([("same", "a"), ("same", "b")]) == "same  a\nsame  b"


def test_blocks_stand_apart() -> None:
    assert blocks("a", "", "b\nc") == ("a\n\nb\nc",)


def test_the_width_of_a_page() -> None:
    assert (width_of(Options()), width_of(Options(width=120))) == (80, 120)


def test_a_record_shows_what_it_has_in_a_table() -> None:
    row: Row = {"name": None, "n": 0}
    assert known(COLUMNS, row, Options()) == COLUMNS[1:]
    assert known(COLUMNS, row, Options(format="csv")) == COLUMNS
    assert known(COLUMNS, row, Options(cols=("name",))) == COLUMNS


def test_columns_that_need_more_cells_step_back() -> None:
    def extra(width: int | None) -> list[bool]:
        return [c.extra for c in narrowed(COLUMNS, {"n": 90}, Options(width=width))]

    assert extra(89) == [False, True]
    assert extra(90) == extra(None) == [False, False]
