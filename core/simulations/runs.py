"""When a run reaches whom, and how far it is by the clock."""

from __future__ import annotations

from typing import Literal

from core.simulations.draws import Draws
from core.values.errors import ConflictError, UsageError

State = Literal["waiting", "running", "paused", "applied", "stopped", "undoing", "undone"]
WAITS: State = "waiting"
"""A run that has a moment to begin at, and has written nothing yet."""
IN_FORCE: tuple[State, ...] = (
    "waiting", "running", "paused", "applied", "stopped", "undoing",
)  # fmt: skip
"""States in which a run has a name, and its rows stand in the store."""
MOVING: tuple[State, ...] = ("running", "paused")
"""States in which a run has begun, and has not come to its end."""
AT_ONCE = 0
"""The speed of a run that does not wait for a clock."""
MOST_SPEED = 3_600
MOST_SPREAD = MOST_LENGTH = 7 * 24 * 60
"""Minutes: a week."""
_SPREAD_DRAW = 90
"""The number of the draw that says when a client is reached: scenarios use lower ones."""


def run_name(taken: list[str]) -> str:
    """`run-` and the smallest number that no run in force holds (DEFINITIONS 5.1)."""
    held = set(taken)
    number = 1
    while (name := f"run-{number:04d}") in held:
        number += 1
    return name


def due_s(draws: Draws, spread_s: int) -> int:
    """Seconds after the beginning at which a client is reached, below `spread_s`."""
    return int(draws.real(_SPREAD_DRAW) * spread_s) if spread_s else 0


def position(position_s: int, anchor_us: int, speed: int, wall_us: int) -> int:
    """How many seconds a running run is in by now. A clock that was set back takes
    nothing back."""
    return position_s + max(0, wall_us - anchor_us) * speed // 1_000_000


def checked(speed: int, spread: int, length: int | None) -> None:
    """Raises UsageError for a pace, a spread or a length (minutes) out of bounds."""
    if not 0 <= speed <= MOST_SPEED:
        raise UsageError(f"a run goes at most {MOST_SPEED:,} times as fast", "write --speed 60")
    if not 0 <= spread <= MOST_SPREAD:
        raise UsageError("clients are reached within a week at most", "write --spread 30")
    if length is not None and not 1 <= length <= MOST_LENGTH:
        raise UsageError("it lasts from a minute to a week", "write --lasts 240")


def may(verb: str, state: str) -> None:
    """Raises ConflictError where a run in that state cannot be paused, and so on."""
    allowed: dict[str, tuple[str, ...]] = {
        "pause": ("running",), "resume": ("paused",),
        "step": (WAITS, *MOVING), "stop": (WAITS, *MOVING),
    }  # fmt: skip
    if state not in allowed[verb]:
        raise ConflictError(f"it is {state}: it cannot {verb}", "bellbuoy sim history")
