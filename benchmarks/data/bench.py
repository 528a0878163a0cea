"""What a question is, and how its sides are run in turn.

A question measures every side once a round, ours and its peers beside one
another; what counts are the ratios of figures of the same round.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
Figures = dict[str, float]
"""A side by name to what it took: seconds, unless the question says otherwise."""


@dataclass(frozen=True, slots=True)
class Place:
    """A demo store of `size` clients at `address`, and a folder to write in.
    `small` is the smallest store of the same engine, for what must not grow."""

    engine: str
    size: int
    address: str
    folder: Path
    small: str

    @property
    def name(self) -> str:
        return f"{self.size:,} {self.engine}"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: side `ours` against side `peer`, at most `bar` times as
    much (None: no bar, only told); `bars` where an engine has another. Without a
    `peer` the figure stands alone, in `unit`."""

    name: str
    ours: str
    peer: str | None = None
    bar: float | None = None
    bars: Mapping[str, float] | None = None
    unit: str = "s"

    def limit(self, engine: str) -> float | None:
        return (self.bars or {}).get(engine, self.bar)


@dataclass(frozen=True, slots=True)
class Question:
    """`measure` runs every side once, in round 0, 1, …"""

    name: str
    rows: tuple[Row, ...]
    measure: Callable[[Place, int], Figures]


@dataclass(frozen=True, slots=True)
class Found:
    """A line of the table for one store: the middle, and the range, of the ratios of
    all rounds (of the figures, where nothing is beside them)."""

    row: Row
    values: tuple[float, ...]
    seconds: float
    limit: float | None

    @property
    def middle(self) -> float:
        return median(self.values)

    @property
    def verdict(self) -> str:
        """`reached`, or by how much not; empty without a bar."""
        if self.limit is None:
            return ""
        times = self.middle / self.limit
        if times <= 1:
            return "reached"
        return f"{times - 1:.0%} over" if times < 2 else f"{times:.1f} times it"


def found(question: Question, place: Place, rounds: list[Figures]) -> list[Found]:
    """The lines of a question whose sides were all measured, in some round at least."""
    lines = []
    for row in question.rows:
        whole = [each for each in rounds if row.ours in each and (row.peer or row.ours) in each]
        if not whole:
            continue
        own = [each[row.ours] for each in whole]
        values = [each[row.ours] / each[row.peer] for each in whole] if row.peer else own
        lines.append(Found(row, tuple(values), median(own), row.limit(place.engine)))
    return lines


def step(function: Callable[..., Figures], *words: str | int) -> Figures:
    """Run a function of this package in a process of its own: nothing is warm, and
    its peak memory (`peak_mb`) is its own. Raises CalledProcessError when it fails."""
    command = [sys.executable, "-P", "-m", "benchmarks.data.step", function.__module__]
    done = subprocess.run(
        [*command, function.__name__, json.dumps(words)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return {name: float(value) for name, value in figures.items()}


def beside_small(
    place: Place, function: Callable[..., Figures], *words: str | int
) -> tuple[Figures, Figures]:
    """A step on the store and on the smallest one, which is measured once alone."""
    here = step(function, place.address, *words)
    return here, here if place.small == place.address else step(function, place.small, *words)
