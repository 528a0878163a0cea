"""Explanations, usage and looks that the chart tests share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from rich.text import Text

from core.clients.types import Heatmap, HeatmapDay, UsageDay, UsageReport
from core.health.types import Baseline, HealthExplanation, WhatIf
from core.values.contribution import Contribution, Explanation
from core.values.instants import parse_day
from tui.glyphs import ASCII, BLOCKS, BRAILLE
from tui.palette import MONO, Look

WIDTHS = (80, 60, 40)
LOOKS = (Look(MONO, BRAILLE), Look(MONO, BLOCKS), Look(MONO, ASCII))
PLAIN = Look(MONO, BRAILLE)
BARE = Look(MONO, ASCII)
HOSTILE = (
    "\x1b]52;c;aGVsbG8=\x07",
    "\x1b[2J\x1b[H",
    "\x9b31m",
    "a\u202eb",
    "[bold red]no markup[/]",
    "東京データ株式会社",
    "e" + "\u0301" * 40,
    "🇩🇪👩‍👩‍👧‍👦",
    "x" * 10_000,
    "tab\tnew\nline\r",
    "",
)
AT = datetime(2026, 11, 21, 14, 0, 7, tzinfo=UTC)
FIRST = parse_day("2026-10-23")


def plain(lines: Sequence[Text]) -> str:
    """What a person without colours reads."""
    return "\n".join(line.plain for line in lines)


def assert_fits(lines: Sequence[Text], width: int, look: Look = PLAIN) -> None:
    """Every line is one harmless line within `width`; all ascii in the ascii look."""
    for line in lines:
        assert line.cell_len <= width, (line.cell_len, line.plain)
        assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 for char in line.plain)
        if look.glyphs is ASCII:
            assert line.plain.isascii(), line.plain


def contribution(name: str, points: int, value: str, weight: int | None = None) -> Contribution:
    return Contribution(name, name, points, value, weight)


EARNED = Explanation(
    "Northwind Labs",
    "health score",
    38,
    (
        Contribution(
            "usage", "usage: calls ÷ 5,000", 10, "24.00", 40, "1,200 calls in 30 days", 212
        ),
        Contribution("engagement", "engagement: logins ÷ 30", 10, "33.33", 30, "", 10),
        Contribution("incidents", "incidents: 100 − penalties", 18, "60.00", 30, "", 1),
    ),
    AT,
    "health/3",
)
CHANGE = Explanation(
    "Northwind Labs",
    "change since 2026-11-14",
    -21,
    (
        contribution("usage", -12, "54.00 → 24.00", 40),
        contribution("engagement", -6, "53.33 → 33.33", 30),
        contribution("incidents", -3, "70.00 → 60.00", 30),
    ),
    AT,
    "health/3",
)
LOST = Explanation(
    "Northwind Labs",
    "points lost",
    62,
    (
        contribution("usage", 30, "24.00", 40),
        contribution("engagement", 20, "33.33", 30),
        Contribution(
            "incidents",
            "incidents",
            12,
            "60.00",
            30,
            parts=(
                Contribution("INC-2231", "API 5xx on export", 8, "20", note="high, open"),
                Contribution("INC-2207", "export slow", 4, "10", note="medium, open"),
            ),
        ),
    ),
    AT,
    "health/3",
)
UNKNOWN = Explanation(
    "New Co", "health score", None, (), AT, "health/3", note="no score: usage unknown"
)
HEALTH = HealthExplanation(
    "C-0412",
    "Northwind Labs",
    38,
    "critical",
    False,
    AT,
    8812,
    EARNED,
    LOST,
    CHANGE,
    parse_day("2026-11-14"),
    59,
    (
        WhatIf("no incidents", 38, 50, "at_risk"),
        WhatIf("usage back at baseline", 38, 68, "at_risk"),
    ),
    ("INC-7 has no severity: counted as medium",),
)


def usage(calls: Sequence[int | None], first: int = FIRST) -> UsageReport:
    """A report over consecutive days; logins are one each third day."""
    days = tuple(
        UsageDay(first + i, count, None if count is None else int(i % 3 == 0))
        for i, count in enumerate(calls)
    )
    known = [count for count in calls if count is not None]
    total = sum(known) if known else None
    last = first + len(calls) - 1
    return UsageReport("C-0412", "Northwind Labs", first, last, days, total, 3, Baseline())


def weeks(
    levels: Sequence[int | None], first: int, bounds: tuple[int, ...], peak: int
) -> Heatmap:
    """Whole weeks from a Monday; a day's logins are the bound of its level."""
    days = [
        HeatmapDay(first + i, None if lv is None else (bounds[lv - 1] if lv else 0), lv)
        for i, lv in enumerate(levels)
    ]
    rows = tuple(tuple(days[at : at + 7]) for at in range(0, len(days), 7))
    return Heatmap(rows, peak, bounds)
