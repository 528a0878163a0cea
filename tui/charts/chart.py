"""What every chart is told: one plain description, whatever its kind.

| kind | labels (or days) are | series are |
| --- | --- | --- |
| line | the points | lines on one scale, the first on top |
| band | the points | the values, then the least and the most that was expected |
| bars | the bars | the values |
| share | the rows | the parts of each row |
| histogram | the bins | how many in each |
| scatter | the names of the two axes | groups of points: `at` along, `values` up |
| heatmap | the columns (days: Mondays) | the rows; `bounds`: where each shade begins |
| triangle | the periods since the start | cohorts, in percent; None: not there yet |
| funnel | the steps | how many came so far, then (or not) the median time to it |
| sparkline | the points, or none | one row of values |
| gauge | the bands, which begin at `bounds` | the value, then (or not) its change |
| waterfall | the contributions | their whole points, which make the total |
| reliability | the bins | predicted and observed in percent, then how many |

`tui/charts/draw.py` draws one; `tui/charts/kinds` has a file for each kind.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import isfinite
from typing import Literal

from tui.palette import Role

Kind = Literal[
    "line",
    "band",
    "bars",
    "share",
    "histogram",
    "scatter",
    "heatmap",
    "triangle",
    "funnel",
    "sparkline",
    "gauge",
    "waterfall",
    "reliability",
]
Number = int | float
Values = tuple[Number | None, ...]
_SERIES: dict[Kind, tuple[int, int]] = {
    "band": (3, 3),
    "bars": (1, 1),
    "histogram": (1, 1),
    "funnel": (1, 2),
    "sparkline": (1, 1),
    "gauge": (1, 2),
    "waterfall": (1, 1),
    "reliability": (3, 3),
}
_COUNTS = frozenset({"share", "histogram", "funnel"})
# Their labels are not the places of their values.
_FREE = frozenset({"scatter", "gauge"})


@dataclass(frozen=True, slots=True)
class Series:
    """Values under one name; None is not known, and is drawn as a gap.

    `end` names a line where it ends (`mean 71.2`), `texts` are printed in place of
    the numbers (`$12k`), `roles` draw each value in its own role, `at` is where the
    points of a scatter lie along the other axis. Raises ValueError for a number
    that is none (NaN, infinity), and for lists of different lengths.
    """

    name: str
    values: Values
    role: Role = "accent"
    end: str = ""
    texts: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    at: tuple[Number, ...] = ()

    def __post_init__(self) -> None:
        for value in (*self.values, *self.at):
            if value is not None and not isfinite(value):
                raise ValueError(f"{self.name}: {value} is no number to draw")
        for beside in (self.texts, self.roles, self.at):
            if beside and len(beside) != len(self.values):
                raise ValueError(f"{self.name}: {len(beside)} beside {len(self.values)} values")

    def role_of(self, index: int) -> Role:
        return self.roles[index] if self.roles else self.role

    @property
    def known(self) -> list[Number]:
        return [value for value in self.values if value is not None]


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart: what it is called, what is drawn, and its key numbers in words.

    `days` are epoch days in place of `labels`. `scale` gives the ends of the axis
    where they are not taken from the values. `share` prints the part of the sum
    beside each bar, `signed` gives every number its sign; `decimals` are those of
    a number that is not whole. Raises ValueError where the parts do not fit.
    """

    kind: Kind
    title: str
    series: tuple[Series, ...]
    labels: tuple[str, ...] = ()
    days: tuple[int, ...] = ()
    unit: str = ""
    key: tuple[str, ...] = ()
    scale: tuple[int, int] | None = None
    bounds: tuple[int, ...] = ()
    share: bool = False
    signed: bool = False
    decimals: int = 1

    def __post_init__(self) -> None:
        least, most = _SERIES.get(self.kind, (0, len(self.series)))
        if not least <= len(self.series) <= most:
            raise ValueError(f"a {self.kind} has {least} to {most} series")
        if self.labels and self.days:
            raise ValueError("a chart has labels or days, not both")
        if self.scale is not None and self.scale[0] >= self.scale[1]:
            raise ValueError("a scale goes up")
        for series in self.series:
            self._check(series)
        if self.kind == "funnel" and _rises(self.series[0].values):
            raise ValueError("nobody comes to a step past the one before it")

    def _check(self, series: Series) -> None:
        count = len(self.labels or self.days)
        free = self.kind in _FREE or (self.kind == "sparkline" and not count)
        if not free and len(series.values) != count:
            raise ValueError(f"{series.name}: {len(series.values)} values, {count} places")
        if self.kind in _COUNTS and any(value < 0 for value in series.known):
            raise ValueError(f"{series.name}: a {self.kind} counts from 0 up")

    @property
    def count(self) -> int:
        """How many places the labels or days give; without them, the values."""
        return len(self.labels or self.days or (self.series and self.series[0].values))

    @property
    def known(self) -> list[Number]:
        """Every value of every series that is known."""
        return [value for series in self.series for value in series.known]


def _rises(values: Values) -> bool:
    counts = [value or 0 for value in values]
    return any(after > before for before, after in pairwise(counts))
