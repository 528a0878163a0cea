"""What a screen keeps of an incident that is like another."""

from __future__ import annotations

from dataclasses import dataclass

from bellbuoy.services.context import Context
from core.values.contribution import Explanation
from core.values.errors import UsageError

MOST = 20


@dataclass(frozen=True, slots=True)
class Like:
    """A solved incident. `points` up to 100 say how like it is, `why` adds up to them;
    `took_s` is how long it took to resolve. Text from outside."""

    key: str
    title: str
    took_s: int
    reason: str
    points: int
    why: Explanation


def read_like(ctx: Context, key: str) -> tuple[Like, ...]:
    """Those like an incident, the likest first; none where its words tell nothing."""
    from bellbuoy.services.incidents.similar import search

    try:
        found = search(ctx).like_incident(key, MOST)
    except UsageError:
        return ()
    return tuple(
        Like(
            key=each.key,
            title=each.title,
            took_s=each.took_s,
            reason=(each.resolution or "fixed").replace("_", " "),
            points=each.why.total or 0,
            why=each.why,
        )
        for each in found
    )
