"""Incidents by severity and by status: two sets of bars over the same incidents."""

from __future__ import annotations

from rich.text import Text

from core.analytics.types import IncidentStats
from tui.charts.bars import Bar, bars
from tui.charts.words import wrap
from tui.palette import ROLE_OF, Look


def incident_bars(found: IncidentStats, look: Look, width: int) -> list[Text]:
    """Severities from the worst, then statuses in the order they are gone through."""
    return [
        *severity_bars(found, look, width),
        Text("", end=""),
        *status_bars(found, look, width),
    ]


def severity_bars(found: IncidentStats, look: Look, width: int) -> list[Text]:
    n = found.totals.n
    unrated = found.totals.unrated
    more = f", {unrated:,} of them unrated" if unrated else ""
    rows = [Bar(row.severity, row.n, ROLE_OF[row.severity]) for row in found.rows]
    title = f"Incidents by severity   {n:,}{more}"
    return [*_title(title, look, width), *bars(rows, look, width, ordered=True, share=True)]


def status_bars(found: IncidentStats, look: Look, width: int) -> list[Text]:
    rows = [Bar(status, n) for status, n in found.totals.statuses.items()]
    title = f"Incidents by status   {found.totals.n:,}"
    return [*_title(title, look, width), *bars(rows, look, width, ordered=True, share=True)]


def _title(words: str, look: Look, width: int) -> list[Text]:
    lines = wrap(look.glyphs.words(words), width)
    return [Text(line, look.style("header"), end="") for line in lines]
