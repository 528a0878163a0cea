"""Classes of records that may go when they are old, and how long each is kept."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RecordClass:
    """Records that go by one policy. Facts go by a person's policy alone; what the
    program keeps of its own running goes after `days` unless a person says otherwise.
    `days` are then those that are shipped, else those that are offered; `least` is
    the shortest policy, and `why` says what a shorter one would take away."""

    name: str
    meaning: str
    days: int
    least: int
    machine: bool = False
    why: str = ""


MONTHS = "usage-day"
"""The class whose rows are added up by month before they go."""

_ALL = (
    RecordClass("telemetry", "single calls and logins; their daily sums stay", 90, 31,
                why="scores look over 30 days, which stay"),
    RecordClass("events", "other tracked events", 400, 31,
                why="scores look over 30 days, which stay"),
    RecordClass(MONTHS, "days of use, folded into months; sums of the base stay", 400, 150,
                why="90 days of scores, each over 30 days, are made from single days"),
    RecordClass("alerts", "alerts that have ended", 365, 30, machine=True),
    RecordClass("deliveries", "alerts that were sent or given up", 90, 7, machine=True),
    RecordClass("runs", "runs of jobs that have ended; the last 100 of each stay", 90, 7,
                machine=True),
    RecordClass("faults", "faults of the program that were not met again", 90, 7, machine=True),
    RecordClass("timings", "how long reads and writes took, by the hour", 7, 2, machine=True),
)  # fmt: skip
CLASSES = {each.name: each for each in _ALL}
MOST_DAYS = 36_500
