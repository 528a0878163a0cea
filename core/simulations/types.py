"""Read models of simulations: what a scenario would do, computed and not written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.alerts.types import ChannelKind, Severity, SubjectKind
from core.health.types import Tier, TierMove
from core.simulations.parameters import Parameter
from core.values.contribution import Explanation
from core.values.lengths import left_words
from core.values.money import Money

LIVE = "live"
"""What the ledger calls the feed of transactions, in the place of a scenario."""


@dataclass(frozen=True, slots=True)
class ScenarioTold:
    """A scenario as a list shows it."""

    id: str
    title: str
    about: str
    says: str
    parameters: tuple[Parameter, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """Some clients before, or after. `points` is the sum of the scores that there are;
    money is an entry a currency."""

    clients: int
    scored: int
    points: int
    arr: tuple[Money, ...]
    at_risk: tuple[Money, ...]
    open_incidents: int

    @property
    def average(self) -> float | None:
        """Of the scores, to two decimals; None without any."""
        return round(self.points / self.scored, 2) + 0.0 if self.scored else None


@dataclass(frozen=True, slots=True)
class ClientEffect:
    """One client before and after; a score is None where there is none."""

    key: str
    name: str
    score: int | None
    tier: Tier
    score_after: int | None
    tier_after: Tier
    arr: tuple[Money, ...]
    arr_after: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """What a run would write: incidents that it opens, calls and logins that it adds (less
    than 0: takes off), clients of whom incidents are resolved or stop counting, and
    clients whose subscriptions change."""

    incidents: int
    calls: int
    logins: int
    settled: int
    repriced: int


@dataclass(frozen=True, slots=True)
class HeldBack:
    """So many deliveries through a channel that are listed and never sent."""

    channel: str
    kind: ChannelKind
    deliveries: int


@dataclass(frozen=True, slots=True)
class Rings:
    """A rule that is on and would open `alerts` that it does not open now, about
    `clients`; `keys` are the public ids of the first of them, by id."""

    rule: str
    subject: SubjectKind
    severity: Severity
    alerts: int
    clients: int
    keys: tuple[str, ...]
    held: tuple[HeldBack, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What would happen to the clients chosen. `touched`: of how many a fact would be
    written; `rescored`: whose score would change. `points` opens the change of the sum
    of scores, part by part. `largest`: who moves most. `rings`: the alert rules that
    would ring, by name. Without chance (what if) `run` is empty and `seed` None.
    `simulated` names the figures of `before` (`health`, `incidents`, `arr`, `at_risk`,
    `tier:critical`) that runs in force have moved already."""

    what: str
    run: str
    seed: int | None
    values: dict[str, int]
    at: datetime
    touched: int
    rescored: int
    before: Side
    after: Side
    moves: tuple[TierMove, ...]
    written: Written
    points: Explanation
    largest: tuple[ClientEffect, ...]
    rings: tuple[Rings, ...] = ()
    simulated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SoFar:
    """What is known of a look when `done` of `total` clients have been looked at. The
    first of them are spread over all, so that their averages are near those of all."""

    done: int
    total: int
    preview: Preview

    @property
    def words(self) -> str:
        """`so far 12,000 of 100,000`"""
        return f"so far {self.done:,} of {self.total:,}"


@dataclass(frozen=True, slots=True)
class SeedFigures:
    """The clients after a run with one seed."""

    seed: int
    after: Side


@dataclass(frozen=True, slots=True)
class Band:
    """A figure over all seeds: nearest rank, so each is that of a seed."""

    figure: str
    unit: str
    before: int | None
    low: int
    p10: int
    median: int
    p90: int
    high: int


@dataclass(frozen=True, slots=True)
class Bands:
    """What chance does to a scenario. `bands` has an entry a figure and currency."""

    what: str
    values: dict[str, int]
    at: datetime
    before: Side
    seeds: tuple[SeedFigures, ...]
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """`calls` and `logins` of the window change by so many percent, -100 at least;
    `lost`: the clients end their subscriptions; `closed`: their open incidents are fixed."""

    calls: int = 0
    logins: int = 0
    lost: bool = False
    closed: bool = False

    @property
    def words(self) -> str:
        """`calls -20 %, incidents closed`; empty for nothing."""
        said = [
            f"{name} {by:+d} %"
            for name, by in (("calls", self.calls), ("logins", self.logins))
            if by
        ]
        said += ["clients lost"] * self.lost + ["open incidents closed"] * self.closed
        return ", ".join(said)


@dataclass(frozen=True, slots=True)
class Run:
    """A run as the ledger has it. `number` is that of the ledger; `name` is what it drew
    with, given again once the run is taken back. `whom` is the query or the ids as typed
    (empty: all). `speed` 0: at once. `position_s` seconds of it are over; each client is
    reached within `spread_s`, and what `length_s` ends is over then (None: nothing ends).
    `clients` are reached of whom `done` are already; `conflicts` counts columns that
    somebody else has written since and that were left so when the run was taken back.
    A feed reaches nobody, and has added so many `purchases`, as far as they stand.
    `waits_s`: it begins in so many seconds, at `at`; None: it has begun, or never will."""

    number: int
    name: str
    scenario: str
    title: str
    whom: str
    who: str
    values: dict[str, int]
    seed: int
    spread_s: int
    length_s: int | None
    speed: int
    state: str
    position_s: int
    at: datetime
    clients: int
    done: int
    incidents: int
    calls: int
    logins: int
    conflicts: int
    change: int | None
    undone: datetime | None
    undone_by: str | None
    purchases: int = 0
    waits_s: int | None = None

    @property
    def feed(self) -> bool:
        """Whether it is the feed of transactions, which ends by no clock."""
        return self.scenario == LIVE

    @property
    def stands(self) -> str:
        """Its state; of one that has not begun `waiting, begins in 29m`."""
        if self.waits_s is None:
            return self.state
        return f"{self.state}, begins in {left_words(self.waits_s)}"


@dataclass(frozen=True, slots=True)
class MadeUp:
    """Clients that runs in force have reached, and those runs: (number, name), the oldest
    first."""

    clients: int
    runs: tuple[tuple[int, str], ...]

    @property
    def words(self) -> str:
        """`3 clients are simulated (run 14)`"""
        who = "1 client is" if self.clients == 1 else f"{self.clients:,} clients are"
        numbers = ", ".join(str(number) for number, _ in self.runs)
        return f"{who} simulated (run{'s' if len(self.runs) > 1 else ''} {numbers})"


@dataclass(frozen=True, slots=True)
class Checked:
    """Whether the store without a run is as before it, client by client. `before` and
    `after` are checksums over all clients of the run; `differing` are the ids of some
    clients of which facts came in meanwhile, or conflicts were left."""

    run: Run
    before: str
    after: str
    clients: int
    differing: tuple[str, ...]

    @property
    def equal(self) -> bool:
        return self.before == self.after


@dataclass(frozen=True, slots=True)
class Compared:
    """One client of a run: its score before, what was predicted, what is measured, and
    what it would be without any run, each None where there is none."""

    key: str
    name: str
    before: int | None
    predicted: int | None
    measured: int | None
    without: int | None


@dataclass(frozen=True, slots=True)
class Difference:
    """A client of a run, and why its score is not the predicted one; empty where it is."""

    of: Compared
    why: str
