"""How long an incident of a severity usually takes, for the pane beside the queue."""

from __future__ import annotations

from datetime import timedelta

from bellbuoy.services.context import Context
from tui.spans import span_words

DAYS = 90


def usual_words(ctx: Context) -> dict[str, str]:
    """`MTTR high, 90 d: median 3 h 5 min, of 12` for each severity of which one was
    resolved."""
    from bellbuoy.services.incidents.statistics import record

    found: dict[str, str] = {}
    for group in record(ctx, "", "severity", DAYS).groups:
        took = group.figures.to_resolve
        if group.key is not None and took.median is not None:
            span = span_words(timedelta(seconds=took.median))
            found[group.key] = f"MTTR {group.key}, {DAYS} d: median {span}, of {took.n:,}"
    return found
