"""Where does one score stand? The number first, then a bar with named bands."""

from __future__ import annotations

from dataclasses import dataclass

from rich.text import Text

from core.health.types import Tier
from core.values.text import cells, safe_text
from tui.charts.bar import bar
from tui.charts.words import wrap
from tui.palette import ROLE_OF, Look

_BANDS = ("critical", "at risk", "healthy")


@dataclass(frozen=True, slots=True)
class Gauge:
    """A score 0..100 (None: unknown), its tier and where the bands begin.

    `delta` is the change over `days`; None where there is no earlier score.
    """

    score: int | None
    tier: Tier
    delta: int | None = None
    days: int = 7
    at_risk_from: int = 40
    healthy_from: int = 70
    title: str = "Health"
    partial: bool = False


def gauge(data: Gauge, look: Look, width: int) -> list[Text]:
    """Three lines: number and change, bar from 0 to 100, names of the bands.

    Where the names do not fit under the bar they are written out instead.
    """
    inner = max(4, width - 6)
    lines = [_heading(data, look, width), _bar_line(data, look, inner)]
    strip = _strip(data, look, inner)
    if strip is None:
        words = look.glyphs.words(_band_words(data))
        lines += [Text(line, look.style("muted"), end="") for line in wrap(words, width)]
    else:
        lines.append(strip)
    return lines


def _heading(data: Gauge, look: Look, width: int) -> Text:
    title = safe_text(data.title)
    score = "unknown" if data.score is None else f"{data.score} of 100"
    text = Text(f"{title}  ", end="")
    text.append(score, look.style(ROLE_OF[data.tier]))
    if data.partial:
        text.append("  partial", look.style("muted"))
    change = _change(data, look)
    room = width - text.cell_len - cells(change)
    if change and room >= 2:
        text.append(" " * room)
        role = "down" if (data.delta or 0) < 0 else "up" if data.delta else "flat"
        text.append(change, look.style(ROLE_OF[role]))
    text.truncate(width)
    return text


def _change(data: Gauge, look: Look) -> str:
    if data.delta is None:
        return "" if data.score is None else f"new, no score {data.days} d ago"
    if data.delta == 0:
        return f"no change in {data.days} d"
    sign = look.glyphs.down if data.delta < 0 else look.glyphs.up
    return f"{sign}{abs(data.delta)} in {data.days} d"


def _bar_line(data: Gauge, look: Look, inner: int) -> Text:
    filled = bar(data.score or 0, 100, inner, look.glyphs)
    text = Text("0 ", look.style("muted"), end="")
    text.append(filled.ljust(inner), look.style(ROLE_OF[data.tier]))
    text.append(" 100", look.style("muted"))
    return text


def _strip(data: Gauge, look: Look, inner: int) -> Text | None:
    """`└─ critical ──┴ at risk ┴ healthy ┘`, or None when a name does not fit."""
    g = look.glyphs
    first = data.at_risk_from * inner // 100
    second = data.healthy_from * inner // 100
    spans = (first - 1, second - first - 1, inner - second - 2)
    if any(cells(name) > span for name, span in zip(_BANDS, spans, strict=True)):
        return None
    drawn = [_centred(name, span, g.rule) for name, span in zip(_BANDS, spans, strict=True)]
    text = Text(" " * 2, end="")
    for edge, name in zip((g.corner, g.tick_up, g.tick_up), drawn, strict=True):
        text.append(edge + name, look.style("border"))
    text.append(g.corner_right, look.style("border"))
    return text


def _centred(name: str, span: int, rule: str) -> str:
    spaced = f" {name} " if span >= len(name) + 2 else name.rjust(span)
    left = (span - len(spaced)) // 2
    return rule * left + spaced + rule * (span - len(spaced) - left)


def _band_words(data: Gauge) -> str:
    risk, well = data.at_risk_from, data.healthy_from
    bands = ((0, risk - 1), (risk, well - 1), (well, 100))
    named = zip(_BANDS, bands, strict=True)
    return " · ".join(f"{name} {low}–{high}" for name, (low, high) in named if low <= high)
