"""Lines of styled text: put together from pieces, cut to a width, set side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.text import Text

from core.values.text import cells, fit
from tui.charts.words import wrap
from tui.palette import Look, Role

Piece = tuple[str, Role]
"""Safe text in signs that the look has, and the role it is shown in."""

_LEAST_NAME = 8


def line(pieces: Iterable[Piece], look: Look, width: int) -> Text:
    """One line of at most `width` cells; what is cut off leaves an ellipsis."""
    text = Text(end="")
    for words, role in pieces:
        text.append(words, look.style(role))
    return cut(text, look, width)


def cut(text: Text, look: Look, width: int) -> Text:
    """The line itself, no wider than `width` cells."""
    if text.cell_len > width:
        mark = look.glyphs.ellipsis[: max(0, width)]
        text.truncate(max(0, width - cells(mark)))
        text.append(mark)
    return text


def cut_middle(name: str, look: Look, width: int) -> str:
    """An id without its middle, so that both ends are still read."""
    if cells(name) <= width:
        return name
    mark = look.glyphs.ellipsis
    room = width - cells(mark)
    if room < 2:
        return fit(name, width, ellipsis=mark)
    tail = room // 2
    start = len(name)
    while start > 0 and cells(name[start - 1 :]) <= tail:
        start -= 1
    return fit(name, width - cells(name[start:]), ellipsis=mark) + name[start:]


def pieces_width(pieces: Iterable[Piece]) -> int:
    return sum(cells(words) for words, _ in pieces)


def ends(left: Sequence[Piece], right: Sequence[Piece], look: Look, width: int) -> Text:
    """`left` at the left end and `right` at the right; `left` is cut to make room."""
    taken = pieces_width(right)
    room = width - taken - 1
    if room < min(_LEAST_NAME, pieces_width(left)):
        return line([*left, (" ", ""), *right], look, width)
    text = line(left, look, room)
    text.append(" " * (width - taken - text.cell_len))
    for words, role in right:
        text.append(words, look.style(role))
    return text


def rule(look: Look, width: int) -> Text:
    return Text(look.glyphs.rule * width, look.style("border"), end="")


def blank() -> Text:
    return Text("", end="")


def said(words: str, role: Role, look: Look, width: int, indent: str = " ") -> list[Text]:
    """A sentence of ours (outside text in it is safe already), wrapped and indented."""
    wrapped = wrap(look.glyphs.words(words), max(1, width - len(indent)))
    return [Text(indent + words, look.style(role), end="") for words in wrapped]


def indented(lines: Iterable[Text], look: Look, width: int) -> list[Text]:
    """Lines one cell in from the left, in `width` cells altogether."""
    return [cut(Text.assemble(" ", text, end=""), look, width) for text in lines]


def beside(
    left: Sequence[Text], right: Sequence[Text], left_width: int, look: Look, width: int
) -> list[Text]:
    """Two columns with a bar between, as long as the longer one."""
    lines = []
    for index in range(max(len(left), len(right))):
        text = left[index].copy() if index < len(left) else blank()
        text = cut(text, look, left_width)
        text.append(" " * (left_width - text.cell_len))
        text.append(look.glyphs.bar, look.style("border"))
        if index < len(right):
            text.append_text(right[index])
        lines.append(cut(text, look, width))
    return lines
