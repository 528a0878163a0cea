"""Numbers opened into the parts that they are the sums of, whatever they count."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from core.values.contribution import Contribution, Explanation
from core.values.counting import counted
from core.values.money import Money, show_money
from core.values.text import cells, fit, safe_text
from core.values.took import exact_words
from tui.charts.bar import bar
from tui.charts.steps import Step, steps
from tui.charts.waterfall import Drawn
from tui.charts.words import minus, percent, wrap
from tui.palette import Look, Role

_GAP = 2
_LEAST_LABEL, _LONGEST_LABEL = 10, 44
_LONGEST_VALUE = 26
_SHARE = 6
_ROWS = 8
_LEAST_BAR, _LONGEST_BAR = 8, 30


def amount_words(unit: str, amount: int) -> str:
    """An amount of a unit: `71.0` of tenths, `$12,400.00` of `minor USD`,
    `3 h 05 min 00 s` of seconds, else `1,204`."""
    if unit == "tenths":
        sign = "−" if amount < 0 else ""
        return f"{sign}{abs(amount) // 10:,}.{abs(amount) % 10}"
    if unit == "seconds":
        sign = "−" if amount < 0 else ""
        return f"{sign}{exact_words(abs(amount))}"
    if unit.startswith("minor "):
        return show_money(Money(amount, unit.removeprefix("minor ")), whole=False)
    return minus(amount)


def _marked(found: Explanation, amount: int) -> str:
    """An amount of it, with the mark of a simulated one."""
    return f"{amount_words(found.unit, amount)}{'~' if found.simulated else ''}"


def title_words(found: Explanation) -> str:
    """`average health of all clients: 71.0`, `all clients: 1,204`"""
    total = "not known" if found.total is None else _marked(found, found.total)
    measure, subject = safe_text(found.measure), safe_text(found.subject, 80)
    told = subject if subject.endswith(f" {measure}") else f"{measure} of {subject}"
    return f"{told}: {total}"


def adding_lines(
    explanations: Sequence[Explanation], look: Look, width: int, cursor: int | None = None
) -> Drawn:
    """Every explanation as a table above its total, in lines of at most `width` cells;
    `cursor` counts through the parts of all. Rows and bars go first where it is narrow."""
    lines: list[Text] = []
    found: list[Step] = []
    at: list[int] = []
    for explanation in explanations:
        if lines:
            lines.append(Text("", end=""))
        inside = None if cursor is None else cursor - len(found)
        drawn = _table(explanation, look, width, inside)
        at += [len(lines) + line for line in drawn.at]
        lines += drawn.lines
        found += drawn.steps
    if not explanations:
        lines.append(Text(" there is none", look.style("muted"), end=""))
    return Drawn(tuple(lines), tuple(found), tuple(at))


def _table(found: Explanation, look: Look, width: int, cursor: int | None) -> Drawn:
    parts = steps(found, (), root=found.unit)
    title = fit(look.glyphs.words(title_words(found)), width - 1, ellipsis=look.glyphs.ellipsis)
    lines = [Text(f" {title.rstrip()}", look.style("header"), end="")]
    if found.note:
        lines += _muted(look.glyphs.words(safe_text(found.note)), look, width)
    rooms = _rooms(found, parts, look, width)
    if parts:
        lines.append(_row(rooms, look, ("PART", "", "AMOUNT", "SHARE", "ROWS"), "header"))
    at = []
    for index, step in enumerate(parts):
        at.append(len(lines))
        lines.append(_part(found, step.part, rooms, look, width, marked=index == cursor))
    if found.total is not None:
        total = _marked(found, found.total)
        ruled = rooms[0] + sum(room + _GAP for room in rooms[1:3] if room)
        rule = " " + look.glyphs.rule * ruled
        lines.append(Text(rule, look.style("border"), end=""))
        lines.append(_row(rooms, look, ("total", "", total, "", ""), "header"))
        lines += _muted(_sum_words(found, look), look, width)
    return Drawn(tuple(lines), tuple(parts), tuple(at))


def _part(
    found: Explanation,
    part: Contribution,
    rooms: tuple[int, ...],
    look: Look,
    width: int,
    *,
    marked: bool,
) -> Text:
    share = percent(part.points, found.total) if found.total else ""
    rows = "" if part.rows is None else f"{part.rows:,}"
    told = (
        safe_text(part.label), safe_text(part.value), _marked(found, part.points),
        share.replace("-", "−"), rows,
    )  # fmt: skip
    text = _row(rooms, look, told, "")
    most = max((abs(each.points) for each in found.parts), default=0)
    if rooms[5] and part.points and most:
        text.append(" " * (width - rooms[5] - cells(text.plain)))
        role: Role = "critical" if part.points < 0 else "accent"
        text.append(bar(abs(part.points), most, rooms[5], look.glyphs), look.style(role))
    if marked:
        line = look.glyphs.cursor + text.plain[1:]
        return Text(fit(line, width), look.style("cursor"), end="")
    return text


def _rooms(
    found: Explanation, parts: Sequence[Step], look: Look, width: int
) -> tuple[int, ...]:
    """Cells of label, value, amount, share, rows and bar; 0: left out."""
    whole = [step.part for step in parts]
    words = look.glyphs.words
    amounts = [_marked(found, part.points) for part in whole]
    if found.total is not None:
        amounts.append(_marked(found, found.total))
    amount = max([cells("AMOUNT"), *(cells(words(each)) for each in amounts)])
    label = max([_LEAST_LABEL, *(cells(words(safe_text(part.label))) for part in whole)])
    label = min(label, _LONGEST_LABEL, max(4, width - 1 - amount - _GAP))
    room = width - 1 - label - amount - _GAP
    value = max((cells(words(safe_text(part.value))) for part in whole), default=0)
    taken = []
    for wanted in (
        _SHARE,
        min(value, _LONGEST_VALUE),
        _ROWS if any(part.rows is not None for part in whole) else 0,
    ):
        fits = wanted > 0 and room - wanted - _GAP >= 0
        taken.append(wanted if fits else 0)
        room -= wanted + _GAP if fits else 0
    share, value, rows = taken
    longest = min(_LONGEST_BAR, room - _GAP)
    return label, value, amount, share, rows, longest if longest >= _LEAST_BAR else 0


def _row(rooms: tuple[int, ...], look: Look, told: Sequence[str], role: str) -> Text:
    mark = look.glyphs.ellipsis
    words = look.glyphs.words
    line = " " + fit(words(told[0]), rooms[0], ellipsis=mark)
    for text, room in zip(told[1:], rooms[1:5], strict=True):
        if room:
            line += " " * _GAP + fit(words(text), room, right=True, ellipsis=mark)
    return Text(line, look.style("header" if role else ""), end="")


def _sum_words(found: Explanation, look: Look) -> str:
    """That it adds up, and not by how: of a long list nobody reads the sum."""
    n = len(found.parts)
    assert found.total is not None
    total = look.glyphs.words(_marked(found, found.total))
    return f"{counted(n, 'part, which adds', 'parts, which add')} up to {total} exactly"


def _muted(said: str, look: Look, width: int) -> list[Text]:
    return [Text(f" {piece}", look.style("muted"), end="") for piece in wrap(said, width - 1)]
