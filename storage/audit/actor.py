"""Who is told to have done a change."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does it, in which role, under which trace, at which store time."""

    name: str
    role: str
    trace_id: str
    at_us: int
