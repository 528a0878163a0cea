"""What made the number? Contributions with their bars, and the total they sum to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.style import Style
from rich.text import Text

from core.values.contribution import Contribution, Explanation
from core.values.text import cells, fit, safe_text
from tui.charts.bar import bar
from tui.charts.steps import Path, Step, steps, sum_words
from tui.charts.words import minus, signed, wrap
from tui.glyphs import ASCII
from tui.palette import Look

_POINTS = 6
_WEIGHT = 6
_ROWS = 6
_LEAST_LABEL = 10
_GOOD_LABEL = 30
_LEAST_BAR = 8
_LONGEST_BAR = 40
_LONGEST_VALUE = 24
_GAP = 2


@dataclass(frozen=True, slots=True)
class Drawn:
    """Lines, and on which of them each step stands."""

    lines: tuple[Text, ...]
    steps: tuple[Step, ...] = ()
    at: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One explanation as a table.

    `change`: points carry their sign and the bars share a zero; otherwise the
    bars are measured against the weights. `of` is what the total is out of,
    `total_value` what stands in the value column beside it.
    """

    explanation: Explanation
    title: str = "CONTRIBUTION"
    value_title: str = "VALUE"
    total_value: str = ""
    of: int | None = None
    change: bool = False
    root: str = ""
    opened: frozenset[Path] = frozenset()


@dataclass(frozen=True, slots=True)
class _Plan:
    """Cells of each column; 0: left out. `low` and `high` are the ends of the bars."""

    label: int
    value: int
    weight: int
    rows: int
    bar: int
    low: int
    high: int


def waterfall(table: Table, look: Look, width: int, cursor: int | None = None) -> Drawn:
    """The table in lines of at most `width` cells; `cursor` is the step under it.

    Columns go as the width does: first the rows, then the weights, then the
    bars, then the values; the points stay. An unknown total says why.
    """
    found = steps(table.explanation, table.opened, table.root)
    plan = _plan(table, found, look, width)
    lines = [_header(table, plan, look)]
    at = []
    for index, step in enumerate(found):
        at.append(len(lines))
        line = _step_line(step, plan, look, change=table.change, mark=_mark(table))
        lines.append(_under_cursor(line, look, width) if index == cursor else line)
    lines.append(_rule(plan, look))
    lines.extend(_total(table, plan, look, width))
    return Drawn(tuple(lines), tuple(found), tuple(at))


def _mark(table: Table) -> str:
    """What stands behind simulated points."""
    return "~" if table.explanation.simulated else ""


def sum_line(explanation: Explanation, look: Look) -> Text:
    """`Points add up exactly: 10 + 10 + 18 = 38`"""
    if explanation.total is None:
        return Text(safe_text(explanation.note) or "nothing is known yet", end="")
    unit = safe_text(explanation.unit).capitalize()
    said = f"{unit} add up exactly: {sum_words(explanation)}"
    return Text(look.glyphs.words(said), end="")


def note_words(part: Contribution) -> str:
    """What stands behind one contribution: `1,200 calls in 30 days · 212 rows`."""
    rows = "" if part.rows is None else f"{part.rows:,} row{'' if part.rows == 1 else 's'}"
    return " · ".join(word for word in (safe_text(part.note), rows) if word)


def _label(step: Step, look: Look) -> str:
    mark = (f"{look.glyphs.down} " if step.opened else "+ ") if step.part.parts else ""
    return look.glyphs.words("  " * step.depth + mark + safe_text(step.part.label))


def _value(part: Contribution, look: Look) -> str:
    return look.glyphs.words(safe_text(part.value, _LONGEST_VALUE))


def _plan(table: Table, found: Sequence[Step], look: Look, width: int) -> _Plan:
    parts = [step.part for step in found]
    natural = max((cells(_label(step, look)) for step in found), default=0)
    value = max((cells(_value(part, look)) for part in parts), default=0)
    value = max(value, cells(look.glyphs.words(table.value_title))) if value else 0
    weight = _WEIGHT if any(part.weight is not None for part in parts) else 0
    rows = _ROWS if any(part.rows is not None for part in parts) else 0
    # One cell for the cursor; the points always have their place, then the values.
    room = width - 1 - _POINTS - _GAP
    taken = []
    for wanted, least in (
        (value, _LEAST_LABEL),
        (_LEAST_BAR, min(natural, _GOOD_LABEL)),
        (0 if table.change else weight, min(natural, _GOOD_LABEL)),
        (rows, min(natural, _GOOD_LABEL)),
    ):
        fits = wanted > 0 and room - wanted - _GAP >= least
        taken.append(wanted if fits else 0)
        room -= wanted + _GAP if fits else 0
    value, least_bar, weight, rows = taken
    label = max(4, min(max(natural, cells(table.title), cells("total")), room))
    low = min((part.points for part in parts), default=0)
    high = max((part.points for part in parts), default=0)
    if not table.change:
        high = max([high, *(part.weight or 0 for part in parts)])
    longest = min(least_bar + room - label, _LONGEST_BAR) if least_bar else 0
    return _Plan(label, value, weight, rows, longest, min(0, low), max(0, high))


def _row(plan: _Plan, look: Look, label: str, *texts: str) -> str:
    """The label, then value, weight, points and rows, each in its column."""
    cut = [" " + fit(label, plan.label, ellipsis=look.glyphs.ellipsis)]
    rooms = (plan.value, plan.weight, _POINTS, plan.rows)
    for text, room in zip(texts, rooms, strict=True):
        if room:
            cut.append(" " * _GAP + fit(text, room, right=True))
    return "".join(cut)


def _header(table: Table, plan: _Plan, look: Look) -> Text:
    titles = (look.glyphs.words(table.title), look.glyphs.words(table.value_title))
    row = _row(plan, look, *titles, "WEIGHT", "POINTS", "ROWS")
    text = Text(row, look.style("header"), end="")
    low, high = look.glyphs.words(minus(plan.low)), minus(plan.high)
    rule = plan.bar - cells(low) - cells(high) - 2
    if rule > 0:
        text.append(" " * _GAP)
        text.append(f"{low} {look.glyphs.rule * rule} {high}", look.style("border"))
    return text


def _step_line(step: Step, plan: _Plan, look: Look, *, change: bool, mark: str) -> Text:
    part = step.part
    points = f"{signed(part.points) if change else minus(part.points)}{mark}"
    weight = "" if part.weight is None else f"{part.weight}%"
    rows = "" if part.rows is None else f"{part.rows:,}"
    points = look.glyphs.words(points)
    row = _row(plan, look, _label(step, look), _value(part, look), weight, points, rows)
    text = Text(row, look.style("muted" if step.depth else ""), end="")
    if plan.bar and part.points:
        text.append(" " * _GAP)
        text.append(_signed_bar(part.points, plan, look), _bar_style(part, look, change))
    return text


def _signed_bar(points: int, plan: _Plan, look: Look) -> str:
    """The bar of one step: from the zero to the right, or to the left of it."""
    span = plan.high - plan.low
    zero = plan.bar * -plan.low // span
    if points > 0:
        return " " * zero + bar(points, plan.high, plan.bar - zero, look.glyphs)
    length = len(bar(-points, -plan.low, zero, ASCII)) if zero else 0
    return " " * (zero - length) + look.glyphs.full * length


def _bar_style(part: Contribution, look: Look, change: bool) -> Style:
    if not change:
        return look.style("accent")
    return look.style("critical" if part.points < 0 else "healthy")


def _under_cursor(line: Text, look: Look, width: int) -> Text:
    text = look.glyphs.cursor + line.plain[1:]
    return Text(fit(text, width), look.style("cursor"), end="")


def _rule(plan: _Plan, look: Look) -> Text:
    optional = sum(room + _GAP for room in (plan.value, plan.weight) if room)
    rule = look.glyphs.rule
    drawn = f" {rule * (plan.label + optional)}{' ' * _GAP}{rule * _POINTS}"
    return Text(drawn, look.style("border"), end="")


def _total(table: Table, plan: _Plan, look: Look, width: int) -> list[Text]:
    total = table.explanation.total
    if total is None:
        why = safe_text(table.explanation.note) or "nothing is known yet"
        because = wrap(look.glyphs.words(why), width - 1)
        return [Text(f" {line}", look.style("unknown"), end="") for line in because]
    said = f"{signed(total) if table.change else minus(total)}{_mark(table)}"
    value, said = look.glyphs.words(table.total_value), look.glyphs.words(said)
    row = _row(plan, look, "total", value, "", said, "").rstrip()
    of = f"   of {table.of}" if table.of is not None and cells(row) + 12 <= width else ""
    return [Text(row + of, look.style("header"), end="")]
