"""Where the time of one incident went, stage by stage."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from core.incidents.types import Incident
from core.values.text import safe_text
from tui.charts.chart import Chart, Series
from tui.palette import Role
from tui.spans import span_words


def life_chart(incident: Incident, now: datetime) -> Chart:
    """A bar a stage that it has come to, in the order of time; one that is not over
    ends `now`. The title says how long all of them took together."""
    stages = tuple(_stages(incident, now))
    spans = [span for _, span, _ in stages]
    bars = Series(
        "",
        tuple(round(span.total_seconds()) for span in spans),
        texts=tuple(map(span_words, spans)),
        roles=tuple(role for _, _, role in stages),
    )
    whole = span_words(sum(spans, timedelta()))
    title = f"{safe_text(incident.key, 40)}, {incident.status}   {whole} since it was opened"
    return Chart("bars", title, (bars,), tuple(name for name, _, _ in stages))


def _stages(incident: Incident, now: datetime) -> Iterator[tuple[str, timedelta, Role]]:
    """(what it waited for, how long, how it is drawn)."""
    at = incident.opened
    for end, waited, waits in (
        (incident.acknowledged, "until somebody took it", "waits for somebody"),
        (incident.resolved, "until it was resolved", "waits to be resolved"),
        (incident.closed, "until it was closed", "waits to be closed"),
    ):
        if end is not None:
            # Sources give moments that lie before the one that they follow.
            yield waited, max(timedelta(), end - at), "accent"
            at = max(at, end)
        elif not _past(incident, waits):
            yield waits, max(timedelta(), now - at), "at_risk"
            return


def _past(incident: Incident, waits: str) -> bool:
    """Whether a stage that nobody gave a moment for is over all the same."""
    over = (incident.resolved is not None, incident.closed is not None)
    if waits == "waits for somebody":
        return any(over) or incident.status not in ("open",)
    if waits == "waits to be resolved":
        return over[1] or incident.status in ("resolved", "closed")
    return incident.status == "closed"
