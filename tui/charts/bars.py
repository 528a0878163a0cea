"""Which is larger? Horizontal bars, the value at the end; signed ones around a zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text

from core.values.text import cells, fit, safe_text
from tui.charts.bar import bar
from tui.charts.words import minus, percent, signed
from tui.glyphs import ASCII
from tui.palette import Look, Role

MOST = 8


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: a name from anywhere, a whole number, and the role it is drawn in.

    `text` is printed instead of the number (`$12k`, `3 h`).
    """

    label: str
    value: int
    role: Role = "accent"
    text: str = ""


@dataclass(frozen=True, slots=True)
class _Plan:
    """The widths that all bars of one chart share.

    `low` cells lie left of the zero, `high` right of it; a bar as long as the
    `largest` value takes `scale` cells on either side.
    """

    label: int
    low: int
    high: int
    largest: int
    ends: tuple[str, ...]

    @property
    def scale(self) -> int:
        return max(self.low, self.high)


def bars(
    rows: Sequence[Bar],
    look: Look,
    width: int,
    *,
    most: int = MOST,
    ordered: bool = False,
    share: bool = False,
    change: bool = False,
) -> list[Text]:
    """One line a bar, largest first; more than `most` are folded into “other”.

    `ordered` keeps the order given and folds nothing (tiers, severities),
    `share` adds the part of the sum, `change` gives every number its sign.
    Without rows: one line that says so.
    """
    if not rows:
        return [Text("nothing to compare", look.style("muted"), end="")]
    shown = list(rows) if ordered else _largest(rows, most)
    plan = _plan(shown, look, width, share=share, change=change)
    return [_line(row, end, plan, look) for row, end in zip(shown, plan.ends, strict=True)]


def _largest(rows: Sequence[Bar], most: int) -> list[Bar]:
    ranked = sorted(rows, key=lambda row: -abs(row.value))
    if len(ranked) <= most:
        return ranked
    rest = ranked[most - 1 :]
    total = sum(row.value for row in rest)
    return [*ranked[: most - 1], Bar(f"other ({len(rest)})", total, "muted")]


def _plan(rows: Sequence[Bar], look: Look, width: int, *, share: bool, change: bool) -> _Plan:
    whole = sum(abs(row.value) for row in rows)
    numbers = [
        safe_text(row.text) or (signed(row.value) if change else minus(row.value))
        for row in rows
    ]
    shares = [percent(abs(row.value), whole) if share else "" for row in rows]
    ends = _aligned(numbers, shares, look)
    end = cells(ends[0])
    longest = max(cells(safe_text(row.label)) for row in rows)
    label = max(4, min(longest, width // 3, width - end - 2))
    room = max(0, width - label - end - 2)
    down = max((-row.value for row in rows), default=0)
    up = max((row.value for row in rows), default=0)
    low = 0
    if down > 0:
        # The zero line takes a cell; both sides share one scale.
        room = max(0, room - 1)
        low = room if up <= 0 else min(room - 1, max(1, room * down // (down + up)))
    return _Plan(label, max(0, low), max(0, room - max(0, low)), max(down, up), tuple(ends))


def _aligned(numbers: Sequence[str], shares: Sequence[str], look: Look) -> list[str]:
    numbers = [look.glyphs.words(number) for number in numbers]
    first = max(map(cells, numbers))
    second = max(map(cells, shares))
    gap = "  " if second else ""
    return [
        fit(number, first, right=True) + gap + fit(part, second, right=True)
        for number, part in zip(numbers, shares, strict=True)
    ]


def _line(row: Bar, end: str, plan: _Plan, look: Look) -> Text:
    g = look.glyphs
    text = Text(fit(safe_text(row.label), plan.label, ellipsis=g.ellipsis) + " ", end="")
    style = look.style(row.role)
    if plan.low:
        # A bar to the left grows from the zero: whole cells, for none starts on its right.
        filled = bar(-row.value, plan.largest, plan.scale, ASCII)[: plan.low]
        text.append((g.full * len(filled)).rjust(plan.low), style)
        text.append(g.bar, look.style("border"))
    filled = bar(row.value, plan.largest, plan.scale, g)[: plan.high]
    text.append(filled.ljust(plan.high), style)
    text.append(f" {end}")
    return text
