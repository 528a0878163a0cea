"""What the incidents of a query are: bars by severity, and by status beside them."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from core.analytics.types import IncidentStats
from core.values.text import cells, fit
from tui.charts.bar import bar
from tui.lines import Piece, beside, line, rule
from tui.look import ScreenLook
from tui.palette import ROLE_OF, Role

_HEAD = 14
_BESIDE = 64
_LEAST_BAR = 4

Count = tuple[str, int, Role, str]
"""A name, how many, the colour of its bar, and the mark of simulated ones."""


def breakdown_height(width: int, height: int) -> int:
    """Rows that it takes below a list of so many rows, its rule among them; 0: none."""
    return 0 if height < 18 or width < 30 else 5


def breakdown_lines(found: IncidentStats | None, width: int, look: ScreenLook) -> list[Text]:
    """A rule, then a bar a severity; where there is room, statuses stand beside. Nothing
    but the rule while it has not been counted."""
    if found is None:
        return [rule(look, width)]
    severities: list[Count] = [
        (row.severity, row.n, ROLE_OF[row.severity], "~" * (row.severity in found.simulated))
        for row in found.rows
    ]
    statuses: list[Count] = [
        (name, n, "accent", "") for name, n in found.totals.statuses.items() if n
    ]
    unrated = found.totals.unrated
    mark = "~" if found.simulated else ""
    heads = ["by severity", f"{found.totals.n:,}{mark} in all", f"{unrated:,} unrated"]
    if width < _BESIDE:
        return [rule(look, width), *_bars(heads[: 2 + bool(unrated)], severities, width, look)]
    half = (width - 1) // 2
    left = _bars(heads[: 2 + bool(unrated)], severities, half, look)
    right = _bars(["by status"], statuses, width - half - 1, look)[: len(severities)]
    return [rule(look, width), *beside(left, right, half, look, width)]


def _bars(
    heads: Sequence[str], counts: Sequence[Count], width: int, look: ScreenLook
) -> list[Text]:
    """A line a count: what stands before it, its name, its bar, its number."""
    most = max((n for _, n, _, _ in counts), default=0)
    number = max((cells(f"{n:,}{mark}") for _, n, _, mark in counts), default=1)
    label = max((cells(name) for name, _, _, _ in counts), default=0) + 1
    head = _HEAD if width >= _HEAD + label + _LEAST_BAR + number + 2 else 1
    room = max(_LEAST_BAR, width - head - label - number - 2)
    lines = []
    for at, (name, n, role, mark) in enumerate(counts):
        before = heads[at] if at < len(heads) and head > 1 else ""
        pieces: list[Piece] = [
            (
                f" {fit(before, head - 1, ellipsis=look.glyphs.ellipsis)}" if head > 1 else " ",
                "muted",
            ),
            (fit(name, label), ""),
            (bar(n, most, room, look.glyphs), role),
            (f"{' ' if n else ''}{n:,}{mark}", ""),
        ]
        lines.append(line(pieces, look, width))
    return lines
