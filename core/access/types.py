"""Who looks, and what they may."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person or the system's own user (`system`), and the role they act in."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Decision:
    """May they, and why (not)."""

    allowed: bool
    reason: str
