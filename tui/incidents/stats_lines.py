"""The record of incidents as lines: what it comes to, a chart, a line a group."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from rich.text import Text

from core.record.types import Durations, Figures, IncidentRecord
from core.values.text import cells, fit, safe_text
from tui.charts.chart import Chart, Series
from tui.charts.words import percent
from tui.lines import Piece, line
from tui.look import ScreenLook
from tui.overlays.sheet import choice_line
from tui.palette import Role
from tui.spans import span_short, span_words

NONE = "-"
_LABEL = 14
_LEAST_NAME = 10
_COUNT, _SPAN, _SHARE = 8, 8, 7
_TITLES: tuple[tuple[str, int], ...] = (
    ("OPENED", _COUNT), ("MTTR", _SPAN), ("SLA", _SHARE), ("BACKLOG", _COUNT),
    ("MTTA", _SPAN), ("P90", _SPAN), ("RESOLVED", _COUNT), ("AGAIN", _COUNT),
)  # fmt: skip
_PROMISED = 0.9
"""From this part of clocks met on a row is not pointed out."""


def totals_lines(found: IncidentRecord, look: ScreenLook, width: int) -> list[Text]:
    """The figures of the whole, a label each."""
    whole = found.totals
    facts: list[tuple[str, str, Role]] = [
        (
            "opened",
            f"{whole.opened:,}; {whole.resolved:,} resolved, {whole.backlog:,} open",
            "",
        ),
        ("MTTA", _spans(whole.to_acknowledge), ""),
        ("MTTR", _spans(whole.to_resolve), ""),
        ("SLA met", _attained(whole), _role(whole)),
        ("came again", _recurred(whole), ""),
        ("available", _available(whole), ""),
    ]
    if whole.duplicates or whole.cancelled:
        apart = f"{whole.duplicates:,} duplicates, {whole.cancelled:,} cancelled"
        facts.append(("counted apart", apart, "muted"))
    if found.planned.opened:
        facts.append(("planned", f"{found.planned.opened:,}, counted apart", "muted"))
    words = look.glyphs.words
    return [
        line([(f" {fit(label, _LABEL)}", "muted"), (words(told), role)], look, width)
        for label, told, role in facts
    ]


def _spans(found: Durations) -> str:
    """`mean 2 h 5 min · median 1 h · p90 4 h, of 38`."""
    if not found.n:
        return "none yet"
    named = (("mean", found.mean), ("median", found.median), ("p90", found.p90))
    told = [f"{name} {_words(seconds)}" for name, seconds in named]
    return f"{' · '.join(told)}, of {found.n:,}"


def _words(seconds: int | None) -> str:
    return NONE if seconds is None else span_words(timedelta(seconds=seconds))


def _short(seconds: int | None) -> str:
    return NONE if seconds is None else span_short(timedelta(seconds=seconds))


def _attained(found: Figures) -> str:
    settled = found.met + found.breached
    if not settled:
        return "no clock was settled"
    return f"{percent(found.met, settled)}: {found.met:,} of {settled:,} clocks"


def _role(found: Figures) -> Role:
    share = found.attainment
    return "at_risk" if share is not None and share < _PROMISED else ""


def _recurred(found: Figures) -> str:
    if not found.opened:
        return "none was opened"
    part = percent(found.recurred, found.opened)
    return f"{part}: {found.reopened:,} reopened, {found.again:,} again within 30 days"


def _available(found: Figures) -> str:
    if found.available is None:
        return "not known"
    down = span_words(timedelta(seconds=found.down_s)) if found.down_s else "no outage"
    return f"{100 * found.available:.3f} %; {down}"


def head_line(found: IncidentRecord, look: ScreenLook, width: int) -> Text:
    """The titles above the groups."""
    room, shown = _room(width - 6)
    titles = "".join(f" {fit(title, size, right=True)}" for title, size in shown)
    return line([(f"  {fit(found.by.upper(), room)}{titles}", "header")], look, width)


def group_lines(found: IncidentRecord, at: int, look: ScreenLook, width: int) -> list[Text]:
    """A line a group under a cursor, then the whole that they are parts of."""
    lines = [
        _row(group.label, group.figures, look, width, chosen=index == at)
        for index, group in enumerate(found.groups)
    ]
    return [*lines, _row("all", found.totals, look, width, chosen=False)]


def _row(label: str, figures: Figures, look: ScreenLook, width: int, *, chosen: bool) -> Text:
    room, shown = _room(width - 6)
    told = {
        "OPENED": f"{figures.opened:,}",
        "RESOLVED": f"{figures.resolved:,}",
        "BACKLOG": f"{figures.backlog:,}",
        "AGAIN": f"{figures.recurred:,}",
        "MTTA": _short(figures.to_acknowledge.mean),
        "MTTR": _short(figures.to_resolve.mean),
        "P90": _short(figures.to_resolve.p90),
        "SLA": percent(figures.met, figures.met + figures.breached) or NONE,
    }
    name = fit(safe_text(label), room, ellipsis=look.glyphs.ellipsis)
    pieces: list[Piece] = [(name, "header" if label == "all" else "")]
    for title, size in shown:
        role: Role = _role(figures) if title == "SLA" else ""
        pieces.append((f" {fit(told[title], size, right=True)}", role))
    return choice_line(pieces, [], chosen, look, width)


def _room(width: int) -> tuple[int, Sequence[tuple[str, int]]]:
    """Cells for the name, and the columns that fit beside it."""
    shown = _TITLES
    while shown and width - _taken(shown) < max(_LEAST_NAME, width // 5):
        shown = shown[:-1]
    return max(1, width - _taken(shown)), shown


def _taken(shown: Sequence[tuple[str, int]]) -> int:
    return sum(size + cells(" ") for _, size in shown)


def months_charts(found: IncidentRecord) -> tuple[Chart, Chart]:
    """A bar a month, the oldest first: what was opened in it, and what was open at its
    end."""
    labels = tuple(group.label for group in found.groups)
    opened = tuple(group.figures.opened for group in found.groups)
    backlog = tuple(group.figures.backlog for group in found.groups)
    return (
        Chart("bars", "Opened by month", (Series("", opened),), labels),
        Chart(
            "bars", "Open at the end of the month", (Series("", backlog, "at_risk"),), labels
        ),
    )
