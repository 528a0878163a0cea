"""Whatever is drawn, a terminal shows what a terminal shows that is drawn anew."""

from __future__ import annotations

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from tui.terminal.picture import Picture, placed

WIDTH, HEIGHT = 24, 4
SYSTEM = ColorSystem.EIGHT_BIT
STYLES = (
    None,
    Style(),
    Style(bold=True),
    Style(color="red"),
    Style.parse("bold white on blue"),
)
TEXTS = st.text(alphabet="ab ─█東京é", max_size=10)
SEGMENTS = st.builds(lambda text, style: Segment(text, style), TEXTS, st.sampled_from(STYLES))


def filled(segments: list[Segment], width: int) -> Strip:
    return Strip(segments).adjust_cell_length(width)


ROWS = st.lists(SEGMENTS, max_size=4).map(lambda found: filled(found, WIDTH))
PICTURES = st.lists(ROWS, min_size=HEIGHT, max_size=HEIGHT)


def layout(rows: list[Strip]) -> LayoutUpdate:
    return LayoutUpdate([[row] for row in rows], Region(0, 0, WIDTH, HEIGHT))


def cells(screen: pyte.Screen) -> list[tuple[object, ...]]:
    """What can be seen: a colour of nothing cannot."""
    return [
        (char.data, char.fg if char.data.strip() else "", char.bg, char.bold, char.reverse)
        for y in range(HEIGHT)
        for char in (screen.buffer[y][x] for x in range(WIDTH))
    ]


def show(screen: pyte.Screen, text: str) -> None:
    pyte.Stream(screen).feed(text)


@given(st.lists(PICTURES, min_size=1, max_size=5))
@settings(max_examples=60)
def test_a_chain_of_pictures_ends_as_the_last_one_drawn_alone(
    pictures: list[list[Strip]],
) -> None:
    chain, alone = pyte.Screen(WIDTH, HEIGHT), pyte.Screen(WIDTH, HEIGHT)
    picture = Picture()
    for rows in pictures:
        picture.fit(WIDTH, HEIGHT)
        show(chain, picture.draw(layout(rows), SYSTEM, (0, 0)))
    fresh = Picture()
    fresh.fit(WIDTH, HEIGHT)
    show(alone, fresh.draw(layout(pictures[-1]), SYSTEM, (0, 0)))
    assert cells(chain) == cells(alone)
    assert picture.draw(layout(pictures[-1]), SYSTEM, (0, 0)) == ""


PIECES = st.text(alphabet="xy東", min_size=1, max_size=6)


@given(PICTURES, st.integers(0, HEIGHT - 1), st.integers(0, WIDTH - 1), PIECES)
@settings(max_examples=60)
def test_a_piece_that_cuts_a_wide_character_leaves_no_half(
    rows: list[Strip], y: int, x: int, text: str
) -> None:
    screen, picture = pyte.Screen(WIDTH, HEIGHT), Picture()
    picture.fit(WIDTH, HEIGHT)
    show(screen, picture.draw(layout(rows), SYSTEM, (0, 0)))
    piece = Strip([Segment(text, Style())])
    piece = piece.crop(0, min(piece.cell_length, WIDTH - x))
    end = x + piece.cell_length
    chops = [{x: piece} if at == y else {} for at in range(HEIGHT)]
    update = ChopsUpdate(chops, [(y, x, end)], [[end]] * HEIGHT)
    show(screen, picture.draw(update, SYSTEM, (0, 0)))
    found = [screen.buffer[y][at].data for at in range(WIDTH)]
    assert found == covered(columns(rows[y]), x, columns(piece))


def columns(strip: Strip) -> list[str]:
    """One text a cell; the second half of a wide character has none."""
    return [
        half for char in strip.text for half in ((char, "") if cell_len(char) == 2 else (char,))
    ]


def covered(under: list[str], x: int, over: list[str]) -> list[str]:
    """A row with another above it: what is cut in half is blank."""
    end = x + len(over)
    left = [*under[: x - 1], " "] if x and not under[x] else under[:x]
    right = [" ", *under[end + 1 :]] if end < WIDTH and not under[end] else under[end:]
    return [*left, *over, *right]


def test_only_what_differs_is_written() -> None:
    picture = Picture()
    picture.fit(WIDTH, HEIGHT)
    rows = [filled([Segment("a" * WIDTH, Style())], WIDTH)] * HEIGHT
    assert len(picture.draw(layout(rows), SYSTEM, (0, 0))) > WIDTH * HEIGHT
    rows = [*rows[:2], filled([Segment("a" * 9 + "b" + "a" * 14, Style())], WIDTH), rows[3]]
    assert picture.draw(layout(rows), SYSTEM, (0, 0)) == "\x1b[3;10Hb"
    picture.forget()
    picture.fit(WIDTH, HEIGHT)
    assert len(picture.draw(layout(rows), SYSTEM, (0, 0))) > WIDTH * HEIGHT


def test_no_control_character_gets_through() -> None:
    picture = Picture()
    picture.fit(WIDTH, HEIGHT)
    text = "a\x1b]52;c;x\x07\x9bb\u2028c\x00"
    told = picture.draw(layout([Strip([Segment(text, Style())])]), SYSTEM, (0, 0))
    assert told.replace("\x1b[1H", "").replace("\x1b[m", "") == "a]52;c;xbc"


def test_without_colours_only_weights_are_written() -> None:
    picture = Picture()
    picture.fit(WIDTH, HEIGHT)
    strip = Strip([Segment("a", Style.parse("bold red on blue reverse"))])
    assert picture.draw(layout([strip]), None, (0, 0)) == "\x1b[1H\x1b[0;1;7ma"


@pytest.mark.parametrize("cursor", [(0, 0), (3, 2)])
def test_the_cursor_is_left_where_text_is_typed(cursor: tuple[int, int]) -> None:
    picture, screen = Picture(), pyte.Screen(WIDTH, HEIGHT)
    picture.fit(WIDTH, HEIGHT)
    show(screen, picture.draw(layout([Strip([Segment("abc", Style())])]), SYSTEM, cursor))
    if cursor != (0, 0):
        assert (screen.cursor.x, screen.cursor.y) == cursor


def test_a_line_below_the_picture_is_left_for_the_next_one() -> None:
    strip = Strip([Segment("ab")])
    update = ChopsUpdate([{0: strip}], [(0, 0, 2), (1, 0, 2)], [[2]])
    assert [*placed(update)] == [(0, 0, strip)]


def test_strips_of_a_layout_stand_one_after_the_other() -> None:
    update = LayoutUpdate(
        [[Strip([Segment("ab")]), Strip([Segment("東")]), Strip([Segment("c")])]],
        Region(1, 2, 5, 1),
    )
    assert [(y, x, strip.text) for y, x, strip in placed(update)] == [
        (2, 1, "ab"), (2, 3, "東"), (2, 5, "c"),
    ]  # fmt: skip
