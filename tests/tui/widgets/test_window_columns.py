from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.values.text import cells
from tests.tui.charts.samples import HOSTILE
from tests.tui.widgets.rows import COLUMNS, NAME, OWNER, SCORE, Item, item
from tui.palette import Role
from tui.widgets.window_columns import Column, header_text, lay_out, plain_text, row_pieces


def widths(width: int) -> dict[str, int]:
    return {placed.column.id: placed.width for placed in lay_out(COLUMNS, width)}


def test_the_column_that_grows_takes_what_is_left() -> None:
    assert widths(76) == {"name": 63, "score": 6, "owner": 5}


def test_all_have_their_width_when_it_just_fits() -> None:
    assert widths(20 + 1 + 6 + 1 + 5) == {"name": 20, "score": 6, "owner": 5}


def test_the_least_important_shrinks_first_and_goes_first() -> None:
    assert widths(31) == {"name": 20, "score": 6, "owner": 3}
    assert widths(18) == {"name": 10, "score": 3, "owner": 3}
    assert widths(17) == {"name": 13, "score": 3}
    assert widths(13) == {"name": 13}
    assert widths(4) == {"name": 4}
    assert lay_out((), 40) == ()


def test_what_is_shown_keeps_its_order() -> None:
    shown = [placed.column.id for placed in lay_out((OWNER, SCORE, NAME), 80)]
    assert shown == ["owner", "score", "name"]


def test_of_two_equal_the_later_goes() -> None:
    again = Column("again", "AGAIN", 5, 3, 9, "left", OWNER.render)
    shown = [placed.column.id for placed in lay_out((NAME, OWNER, again), 17)]
    assert shown == ["name", "owner"]


@st.composite
def column(draw: st.DrawFn, number: int) -> Column[Item]:
    least = draw(st.integers(1, 20))
    width = least + draw(st.integers(0, 20))
    text = draw(st.sampled_from(HOSTILE))
    role = draw(st.sampled_from(("", "muted", "critical")))
    cell: tuple[str, Role] = (text, role)
    align = draw(st.sampled_from(("left", "right")))
    grow = draw(st.booleans())
    priority = draw(st.integers(0, 3))
    title = draw(st.sampled_from(HOSTILE[4:8]))
    return Column(f"c{number}", title, width, least, priority, align, lambda _: cell, grow)


@given(st.data(), st.integers(1, 12), st.integers(1, 200))
def test_columns_never_overhang_and_lines_are_as_wide_as_the_header(
    data: st.DataObject, number: int, width: int
) -> None:
    columns = [data.draw(column(i)) for i in range(number)]
    placed = lay_out(columns, width)
    assert placed
    assert sum(p.width for p in placed) + len(placed) - 1 <= width
    for p in placed:
        assert p.width >= p.column.min_width or len(placed) == 1
        assert p.width <= p.column.width or p.column.grow or len(placed) == 1
    dropped = [c for c in columns if c.id not in {p.column.id for p in placed}]
    if dropped:
        assert min(c.priority for c in dropped) >= max(p.column.priority for p in placed)
    pieces = row_pieces(placed, item(1), "…")
    assert cells(plain_text(pieces)) == cells(header_text(placed, "…")) - 3
    assert not any(ord(char) < 32 for char in plain_text(pieces))


def test_one_piece_for_as_long_as_the_role_lasts() -> None:
    placed = lay_out(COLUMNS, 76)
    calm = row_pieces(placed, Item(1, "Northwind", 80), "…")
    assert [role for _, role in calm] == ["", "muted"]
    risky = row_pieces(placed, Item(1, "Northwind", 10), "…")
    assert [role for _, role in risky] == ["", "critical", "muted"]
    assert plain_text(risky) == "Northwind".ljust(63) + "     10 ana  "


def test_a_blank_cell_takes_the_role_before_it() -> None:
    placed = lay_out(COLUMNS, 76)
    assert [role for _, role in row_pieces(placed, Item(1, "x", 80, ""), "…")] == [""]


@pytest.mark.parametrize("ellipsis", ["…", ".."])
def test_long_names_are_cut_with_the_sign_of_the_set(ellipsis: str) -> None:
    placed = lay_out((NAME,), 8)
    assert plain_text(row_pieces(placed, Item(1, "Northwind Labs", 1), ellipsis)) == (
        "Northwind Labs"[: 8 - len(ellipsis)] + ellipsis
    )
