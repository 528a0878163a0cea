"""Availability: what is left of a period without the union of outages (DEFINITIONS 4.4)."""

from __future__ import annotations

from collections.abc import Iterable

Span = tuple[int, int]
"""From a moment up to another one, in microseconds."""


def downtime(spans: Iterable[Span], start: int, end: int) -> int:
    """How long at least one of the spans lasted between `start` and `end`: overlaps
    count once, what lies outside does not count."""
    total, reached = 0, start
    for since, until in sorted(spans):
        since, until = max(since, reached), min(until, end)
        if until > since:
            total += until - since
            reached = until
    return total


def availability(spans: Iterable[Span], start: int, end: int) -> float | None:
    """1 less the share of the period that was down, 0 to 1; None for an empty period."""
    if end <= start:
        return None
    return 1 - downtime(spans, start, end) / (end - start)
