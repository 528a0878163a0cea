"""Two sides in columns: each figure, and what it differs by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text

from core.clients.types import Comparison, Figure, FigureDelta, FigureValue, Side
from core.health.types import TIER_WORDS
from core.values.instants import day_text
from core.values.money import Money, show_money
from core.values.text import cells, fit, safe_text
from tui.charts.waterfall import sum_line
from tui.charts.words import minus, signed, wrap
from tui.palette import ROLE_OF, Look, Role

_GAP = 2
_DELTA = 14
_LEAST_SIDE = 8
_LONGEST_SIDE = 44
_NONE = "none"
_AND = " and "
_SAME, _OTHER = "same", "other"
_MARKED = ("points", "part", "number", "money")
"""Kinds of figures that bear a mark where a side is simulated."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """Cells of the columns; `delta` 0: left out."""

    label: int
    side: int
    delta: int


def comparison_lines(
    found: Comparison, look: Look, width: int, chosen: int | None = None
) -> list[Text]:
    """The whole table in lines of at most `width` cells: parts of the score above the
    score that they sum to, then everything else, and the sum in words. `chosen` is the
    side (0, 1) under the cursor."""
    plan = _plan(found, width)
    lines = [*_heading(found, look, width), *_titles(found, plan, look, chosen)]
    for figure in found.figures:
        if figure.id == "health":
            lines.append(_rule(plan, look))
        lines.append(_line(found, figure, plan, look))
        if figure.id == "health":
            lines.append(Text("", end=""))
    if found.change is not None:
        said = sum_line(found.change, look).plain
        lines.append(Text("", end=""))
        lines += [
            Text(f" {piece}", look.style("muted"), end="") for piece in wrap(said, width - 1)
        ]
    return [_cut(line, width) for line in lines]


def value_words(figure: Figure, value: FigureValue) -> str:
    """One side as people read it: `!! critical`, `1,200`, `24.00`, `$12,400`."""
    if value is None or value == ():
        return _NONE
    if isinstance(value, tuple):
        return ", ".join(show_money(money, whole=False) for money in value)
    if isinstance(value, str):
        return TIER_WORDS.get(value, value).strip() if figure.kind == "tier" else value
    if figure.kind == "day":
        return day_text(value)
    if figure.kind == "value":
        return f"{value // 100}.{value % 100:02}"
    return minus(value)


def delta_words(figure: Figure) -> str:
    """What the right differs by: `+3`, `−12 d`, `−$1,200.00`; of words whether they do."""
    delta = figure.delta
    if figure.left == figure.right:
        return _SAME
    if delta is None:
        return _OTHER if figure.kind in ("text", "tier") else ""
    return _signed(figure, delta)


def _signed(figure: Figure, delta: FigureDelta) -> str:
    if isinstance(delta, tuple):
        return ", ".join(map(_signed_money, delta))
    assert delta is not None
    if figure.kind == "day":
        return f"{signed(delta)} d"
    if figure.kind == "value":
        size = f"{abs(delta) // 100}.{abs(delta) % 100:02}"
        return f"{'−' if delta < 0 else '+'}{size}"
    return signed(delta)


def _signed_money(money: Money) -> str:
    return f"{'+' if money.minor > 0 else ''}{show_money(money, whole=False)}"


def _plan(found: Comparison, width: int) -> _Plan:
    label = max((cells(figure.label) for figure in found.figures), default=4)
    room = width - 1 - label - 2 * _GAP
    delta = _DELTA if room - _DELTA - _GAP >= 2 * _LEAST_SIDE else 0
    room -= delta + _GAP if delta else 0
    return _Plan(label, max(4, min(_LONGEST_SIDE, room // 2)), delta)


def _heading(found: Comparison, look: Look, width: int) -> list[Text]:
    """Names are cut before ids are."""
    left, right = found.left, found.right
    if left.key == right.key:
        behind = f": {day_text(left.day)} and {day_text(right.day)}"
        told = _named(left, width - 1 - cells(behind), look) + behind
    else:
        half = (width - 1 - cells(_AND)) // 2
        told = _AND.join(_named(side, half, look) for side in (left, right))
    words = fit(look.glyphs.words(told), width - 1, ellipsis=look.glyphs.ellipsis).rstrip()
    return [Text(f" {words}", look.style("header"), end=""), Text("", end="")]


def _named(side: Side, room: int, look: Look) -> str:
    """`Northwind Labs (C-0412)` in `room` cells."""
    name, key = safe_text(side.name), f" ({safe_text(side.key, 40)})"
    left = max(_LEAST_SIDE, room - cells(key))
    if cells(name) > left:
        name = fit(name, left, ellipsis=look.glyphs.ellipsis).rstrip()
    return f"{name}{key}"


def _titles(found: Comparison, plan: _Plan, look: Look, chosen: int | None) -> list[Text]:
    """Names where the sides are two clients, days where they are one."""
    if found.left.key == found.right.key:
        told = [day_text(found.left.day), day_text(found.right.day)]
    else:
        told = [safe_text(side.name, 80) for side in (found.left, found.right)]
    if chosen is not None:
        room = plan.side - cells(look.glyphs.cursor) - 1
        name = fit(told[chosen], room, ellipsis=look.glyphs.ellipsis).rstrip()
        told[chosen] = f"{look.glyphs.cursor} {name}"
    row = _row(plan, look, "", told[0], told[1], "DIFFERENCE")
    return [Text(row, look.style("header"), end="")]


def _row(plan: _Plan, look: Look, label: str, left: str, right: str, delta: str) -> str:
    mark = look.glyphs.ellipsis
    told = [" " + fit(label, plan.label, ellipsis=mark)]
    for text, room in ((left, plan.side), (right, plan.side), (delta, plan.delta)):
        if room:
            shown = fit(look.glyphs.words(text), room, right=True, ellipsis=mark)
            told.append(" " * _GAP + shown)
    return "".join(told).rstrip()


def _line(found: Comparison, figure: Figure, plan: _Plan, look: Look) -> Text:
    left, right = (
        f"{safe_text(value_words(figure, value))}{_mark(figure, value, side)}"
        for value, side in ((figure.left, found.left), (figure.right, found.right))
    )
    row = _row(plan, look, figure.label, left, right, delta_words(figure))
    text = Text(row, look.style("" if figure.differs else "muted"), end="")
    role = _role(figure)
    if role and plan.delta:
        text.stylize(look.style(role), max(0, len(row) - len(delta_words(figure))))
    return text


def _mark(figure: Figure, value: FigureValue, side: Side) -> str:
    known = value is not None and value != ()
    return "~" if side.simulated and known and figure.kind in _MARKED else ""


def _role(figure: Figure) -> Role:
    """Colour where a difference is good or bad, and not merely another number."""
    if figure.kind in ("points", "part", "value") and isinstance(figure.delta, int):
        return ROLE_OF["down" if figure.delta < 0 else "up"] if figure.delta else ""
    return ""


def _rule(plan: _Plan, look: Look) -> Text:
    parts: Sequence[int] = (plan.label, plan.side, plan.side, plan.delta)
    drawn = (" " * _GAP).join(look.glyphs.rule * room for room in parts if room)
    return Text(f" {drawn}", look.style("border"), end="")


def _cut(line: Text, width: int) -> Text:
    line.truncate(width)
    return line
