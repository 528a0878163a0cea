"""How many workers a store wants (DEFINITIONS 17, adaptive scaling)."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from typing import Literal

from core.values.counting import counted

SPAN_S = 300
"""So many seconds of work one worker does between two checks."""
UNKNOWN_S = 60.0
"""So long a job takes that has never run."""
ABOVE, BELOW = 2, 6
"""So many checks in a row before workers are started, or one is stopped."""


@dataclass(frozen=True, slots=True)
class Load:
    """What waits: `waiting` runs of `work_s` seconds in all, the oldest for `lag_s`
    seconds; `running` workers live, of which `ours` idle ones may be stopped; at most
    `most` may run."""

    waiting: int
    work_s: int
    lag_s: int
    running: int
    ours: int
    most: int


@dataclass(frozen=True, slots=True)
class Streak:
    """How many checks in a row wanted more workers than ran, and fewer."""

    above: int = 0
    below: int = 0


@dataclass(frozen=True, slots=True)
class Decision:
    """What a check decides: `number` workers to start or stop, why in words, and what
    the next check goes on from."""

    action: Literal["start", "stop", "none"]
    number: int
    wanted: int
    streak: Streak
    words: str


def work_of(waiting: Iterable[tuple[int, list[float]]]) -> tuple[int, int]:
    """(runs, seconds) of what waits: of each job how many runs, and how long its last
    ones took."""
    runs, seconds = 0, 0.0
    for number, took in waiting:
        runs += number
        seconds += number * (median(took) if took else UNKNOWN_S)
    return runs, math.ceil(seconds)


def wanted_of(load: Load) -> int:
    """One at least, and no more than may run."""
    return max(1, min(load.most, math.ceil(load.work_s / SPAN_S)))


def decide(load: Load, before: Streak) -> Decision:
    """What one check decides, after what the checks before it saw."""
    wanted = wanted_of(load)
    wait = "waits" if load.waiting == 1 else "wait"
    why = (
        f"{counted(load.waiting, 'run')} of {load.work_s:,} s {wait}, the oldest for"
        f" {load.lag_s:,} s;"
        f" at {SPAN_S} s a worker {wanted:,} of at most {load.most:,} are wanted,"
        f" {load.running:,} run"
    )
    if load.running < wanted:
        seen = before.above + 1
        if seen < ABOVE:
            words = f"not required yet, seen {seen} of {ABOVE} times: {why}"
            return Decision("none", 0, wanted, Streak(above=seen), words)
        number = wanted - load.running
        return Decision("start", number, wanted, Streak(), f"start {number:,}: {why}")
    if load.running > wanted:
        seen = min(BELOW, before.below + 1)
        if seen < BELOW:
            words = f"not required yet, seen {seen} of {BELOW} times: {why}"
            return Decision("none", 0, wanted, Streak(below=seen), words)
        if not load.ours:
            words = f"not required: {why}; none is idle that was started here"
            return Decision("none", 0, wanted, Streak(below=seen), words)
        return Decision("stop", 1, wanted, Streak(), f"stop 1: {why}")
    return Decision("none", 0, wanted, Streak(), f"not required: {why}")
