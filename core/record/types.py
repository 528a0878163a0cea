"""Read models of the record of incidents: its figures, similar ones, drafts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from core.incidents.types import Resolution, Severity
from core.values.contribution import Explanation

By = Literal["none", "client", "owner", "component", "severity", "month"]
BY: tuple[By, ...] = ("client", "owner", "component", "severity", "month")
Clock = Literal["respond", "resolve"]
Measure = Literal["mttr", "mtta", "sla", "available"]
MEASURES: tuple[Measure, ...] = get_args(Measure)
"""The figures that open into incidents."""
AGAINST = "against"
WHYS: tuple[str, ...] = (*MEASURES, AGAINST)
DraftKind = Literal["reply", "notice"]
Stage = Literal["open", "pending", "resolved"]
KINDS: tuple[DraftKind, ...] = get_args(DraftKind)
STAGES: tuple[Stage, ...] = get_args(Stage)


@dataclass(frozen=True, slots=True)
class Durations:
    """How long `n` things took, in whole seconds, half up. `median` of an even number
    is the mean of the two in the middle; `p90` is the nearest rank, the ceil(0.9 n)-th
    smallest. None where there is nothing to tell of."""

    n: int = 0
    mean: int | None = None
    median: int | None = None
    p90: int | None = None


NO_DURATIONS = Durations()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one clock of an incident (DEFINITIONS 4.2): it was met or not, and
    when that was settled: when it stopped, or now where it runs on over its time.
    Microseconds."""

    clock: Clock
    met: bool
    at: int


@dataclass(frozen=True, slots=True)
class Lived:
    """One incident as it stood at the moment asked for; times in microseconds. What lies
    ahead of that moment is missing. `down` is the outage, open-ended where its end is
    None, and missing where there was none. `end_unsaid`: when it was resolved is not
    known, only that it ended. Text comes from outside."""

    id: int
    key: str
    client: str
    client_name: str
    owner: str | None
    components: tuple[str, ...]
    severity: Severity | None
    opened: int
    acknowledged: int | None = None
    resolved: int | None = None
    resolution: Resolution | None = None
    planned: bool = False
    reopened: bool = False
    down: tuple[int, int | None] | None = None
    end_unsaid: bool = False
    verdicts: tuple[Verdict, ...] = ()
    said_met: bool | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """A period that is looked at: from a moment up to another one, both included, in
    microseconds."""

    start: int
    end: int

    def holds(self, moment: int | None) -> bool:
        return moment is not None and self.start <= moment <= self.end


@dataclass(frozen=True, slots=True)
class Figures:
    """The record of some incidents over a period.

    `opened` and `resolved` count what began and ended in it, `backlog` what is open at
    its end; `to_acknowledge` and `to_resolve` are lengths of time; `unknown` ended
    without anybody saying when they were resolved. `met` and `breached` count clocks;
    `said_met` and `said_breached` are the sources' own verdicts on what was resolved.
    `reopened` and `again` are those of `opened` that were opened again, and that follow
    another one of their client and component within 30 days; `recurred` is either.
    `duplicates` and `cancelled` are left out of all that stands above. `available` is 0
    to 1, `down_s` whole seconds of outage."""

    opened: int = 0
    resolved: int = 0
    backlog: int = 0
    to_acknowledge: Durations = NO_DURATIONS
    to_resolve: Durations = NO_DURATIONS
    unknown: int = 0
    met: int = 0
    breached: int = 0
    said_met: int = 0
    said_breached: int = 0
    reopened: int = 0
    again: int = 0
    recurred: int = 0
    duplicates: int = 0
    cancelled: int = 0
    available: float | None = None
    down_s: int = 0

    @property
    def attainment(self) -> float | None:
        """Clocks that were met, of those that were settled, 0 to 1; None for none."""
        settled = self.met + self.breached
        return self.met / settled if settled else None

    @property
    def recurrence(self) -> float | None:
        """What recurred of what was opened, 0 to 1; None where nothing was."""
        return self.recurred / self.opened if self.opened else None


@dataclass(frozen=True, slots=True)
class RecordGroup:
    """What some incidents have in common, and their record. `key` is None for those
    that have no such thing; `query` lists them, empty where no query does."""

    key: str | None
    label: str
    figures: Figures
    query: str = ""


@dataclass(frozen=True, slots=True)
class IncidentRecord:
    """The record of a query's incidents on local days `first` to `last` (epoch days).

    An incident of several components stands in the group of each, and once in
    `totals`. `planned` is the record of planned maintenance by itself; `with_planned`
    says that it is counted in the others too. `simulated` were left out: a simulation in
    force has opened or changed them."""

    as_of: datetime
    first: int
    last: int
    by: By
    groups: tuple[RecordGroup, ...]
    totals: Figures
    planned: Figures
    with_planned: bool = False
    simulated: int = 0


@dataclass(frozen=True, slots=True)
class Similar:
    """A solved incident, and why it is like the one asked for: points up to 100. `took_s`
    is how long it took to resolve, in seconds. Text from outside."""

    key: str
    title: str
    client: str
    client_name: str
    severity: Severity | None
    resolved: datetime
    took_s: int
    resolution: Resolution | None
    why: Explanation


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person may send. `missing` are words that nothing is known of; what spoke of
    them alone was left out, elsewhere they stand between braces, to be filled in."""

    kind: DraftKind
    stage: Stage
    subject: str
    body: str
    missing: tuple[str, ...]
