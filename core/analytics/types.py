"""Read models of what is asked of the whole base: groups, trends, revenue, incidents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from core.clients.churn import ChurnTier
from core.clients.types import Counter
from core.health.types import Tier
from core.query.types import Reference
from core.values.money import Money

How = Literal["sum", "avg", "min", "max"]
HOWS: tuple[How, ...] = ("sum", "avg", "min", "max")
NONE_WORD = "(none)"
"""How the group of a missing value is shown."""

Key = str | int | bool | Money | Reference | None
"""What a group has in common: the text or number, the month of a day (`2026-12`),
an amount, another row; None is the group of those without a value."""

Figure = int | float | datetime | tuple[Money, ...] | None
"""A figure over a group: money is a list, an entry a currency, never added across;
the least or the greatest day is an epoch day, of an instant an instant."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What is worked out over each group: `sum` of `arr`."""

    how: How
    field: str

    @property
    def key(self) -> str:
        """`sum_arr`: the key of a row and the name that a sort is given by."""
        return f"{self.how}_{self.field}"


@dataclass(frozen=True, slots=True)
class Group:
    """`n` rows with the same `keys`, and a figure for each measure, in their order."""

    keys: tuple[Key, ...]
    n: int
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Grouped:
    """The groups of a query. `types` are the types of the fields of `by`, `days`
    tells of each measure whether its figures are epoch days.

    The groups and `rest` (what a limit left out, `more` groups of them, None when
    nothing was) sum to `totals`, which holds over all rows of the query.
    """

    noun: str
    as_of: datetime
    by: tuple[str, ...]
    types: tuple[str, ...]
    measures: tuple[Measure, ...]
    days: tuple[bool, ...]
    groups: tuple[Group, ...]
    rest: Group | None
    more: int
    totals: Group
    rounded: bool
    """Whether shown sums may miss the total, which is rounded once, as each is."""
    counted: bool
    """Whether the figures were read from kept counters, not from the rows."""


@dataclass(frozen=True, slots=True)
class HealthDay:
    """The base at the end of a local day (of the last one: so far). Mean, median and
    the mean weighted by ARR are over the `scored` clients, None without any (the
    last also without ARR); `tiers` counts all active ones. `known` is False for a
    day from before the store kept this: its counts are 0 and say nothing."""

    day: int
    known: bool
    clients: int
    scored: int
    mean: float | None
    median: float | None
    weighted_mean: float | None
    tiers: Mapping[Tier, int]
    arr: Money


@dataclass(frozen=True, slots=True)
class HealthTrend:
    """Consecutive local days, the oldest first. `simulated`: runs of simulations in force
    have moved the last of them."""

    as_of: datetime
    first_day: int
    last_day: int
    days: tuple[HealthDay, ...]
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class BaseUsageDay:
    """API calls and logins of all clients on a local day; a missing day is 0. The
    averages are those of the last 7 full days, None before there are as many and
    on a day that is `partial`: still going on."""

    day: int
    partial: bool
    calls: int
    logins: int
    average_calls: float | None
    average_logins: float | None


@dataclass(frozen=True, slots=True)
class Movement:
    """Where a measure is going (DEFINITIONS 7.2). `growth` compares the window with
    the one before, None when that is 0; `slope` is a day's change by least squares
    over the `n` full days, None below 7."""

    total: int
    previous: int
    growth: float | None
    slope: float | None
    n: int


@dataclass(frozen=True, slots=True)
class UsageTrend:
    """Consecutive local days, the oldest first, and how they move as a whole.
    `simulated`: runs of simulations in force have added use, or taken some off."""

    as_of: datetime
    first_day: int
    last_day: int
    days: tuple[BaseUsageDay, ...]
    calls: Movement
    logins: Movement
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class RevenueRow:
    """Active clients that have `value` in common (None: no value), split by tier.
    `query` finds them in a list; of totals it is empty.

    `at_risk` is the ARR of critical and at-risk ones. By currency, leaving out those
    in which the whole is 0: `share` is its part of the ARR of the row, `part` the
    row's part of all that is at risk, `arr_share` its part of all ARR.
    """

    value: str | None
    clients: int
    tiers: Mapping[Tier, Counter]
    arr: tuple[Money, ...]
    at_risk: tuple[Money, ...]
    share: Mapping[str, float]
    part: Mapping[str, float]
    arr_share: Mapping[str, float]
    query: str = ""


@dataclass(frozen=True, slots=True)
class Revenue:
    """Revenue at risk over one dimension; the rows sum to `totals` in each cell."""

    as_of: datetime
    by: str
    rows: tuple[RevenueRow, ...]
    totals: RevenueRow


@dataclass(frozen=True, slots=True)
class IncidentCounts:
    """Incidents of one severity by status. A missing severity counts as medium;
    `unrated` tells how many of them do. `query` finds them in a list."""

    severity: str
    n: int
    unrated: int
    statuses: Mapping[str, int]
    query: str = ""


@dataclass(frozen=True, slots=True)
class IncidentStats:
    """A row a severity, the worst first; the rows sum to `totals` in each status.
    `simulated` are the severities of those that runs of simulations in force opened."""

    as_of: datetime
    rows: tuple[IncidentCounts, ...]
    totals: IncidentCounts
    simulated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChurnCount:
    """Clients of one tier, and the query that lists them."""

    tier: ChurnTier
    clients: int
    query: str


@dataclass(frozen=True, slots=True)
class ChurnMix:
    """All tiers, the gravest first; `clients` is their sum. `told`: some client has bought
    at all; else the tiers say no more than how old the clients are."""

    as_of: datetime
    rows: tuple[ChurnCount, ...]
    told: bool

    @property
    def clients(self) -> int:
        return sum(row.clients for row in self.rows)
