"""Read models of clients: the companies that pay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from core.clients.churn import ChurnTier
from core.health.types import Baseline, Tier, Trend
from core.incidents.types import Incident
from core.values.contribution import Explanation
from core.values.money import Money


@dataclass(frozen=True, slots=True)
class ClientRow:
    """One row of a client list. `id` is the store's own number, `key` the
    public id. `spark` holds ten scores of the last 30 days (one each 3 days,
    the newest last; None = no score then). Days are local epoch days. Text
    comes from outside: show it through `safe_text`. `tags`, `snoozed` (the last day
    that it is left alone) and `noted` (somebody wrote about it) are what people did.
    `changed` is when it last changed in a way that counts, None in a look at a past day;
    `moved` the change of its score, and `fresh` whether it changed, since the moment
    that the list is told from (the `changed` of its query, else one's last look).
    `simulated`: a run in force has reached it, so that its figures are not facts alone.
    `risk_score` is that of DEFINITIONS 14.3, None where it is no client at the moment;
    `silent` the days since its last contact, where somebody asks (None: never).
    `last_bought` is the day of its last purchase, None where it has none; `churn_tier` what
    follows from it, None where it had not begun on the day looked at."""

    id: int
    key: str
    name: str
    tier: Tier
    score: int | None
    delta7: int | None
    trend: Trend
    partial: bool
    arr: Money | None
    renews: int | None
    owner: str | None
    plan: str | None
    industry: str | None
    country: str | None
    status: str
    start: int | None
    last_seen: int | None
    open_incidents: int
    calls_30: int | None
    logins_30: int | None
    top_reason: str
    spark: tuple[int | None, ...] = ()
    tags: tuple[str, ...] = ()
    snoozed: int | None = None
    noted: bool = False
    last_login: int | None = None
    changed: datetime | None = None
    moved: int | None = None
    fresh: bool = False
    simulated: bool = False
    playbooks: tuple[str, ...] = ()
    risk_score: int | None = None
    silent: int | None = None
    last_bought: int | None = None
    churn_tier: ChurnTier | None = None

    @property
    def never_purchased(self) -> bool:
        """Whether its churn tier counts from its beginning, for want of a purchase."""
        return self.churn_tier is not None and self.last_bought is None


@dataclass(frozen=True, slots=True)
class Counter:
    """How many, and the ARR that hangs on them, one entry a currency."""

    n: int
    arr: tuple[Money, ...] = ()


@dataclass(frozen=True, slots=True)
class Overview:
    """The counters above the radar (DEFINITIONS 2.7, 2.8). `average` is the
    mean score in tenths, None without scored clients; `average_delta7` too. `simulated`
    names the figures that runs in force have moved (`health`, `tier:critical`)."""

    as_of: datetime
    clients: int
    scored: int
    average: float | None
    average_delta7: float | None
    tiers: dict[Tier, Counter]
    arr: tuple[Money, ...]
    at_risk_arr: tuple[Money, ...]
    at_risk_share: float | None
    open_incidents: int
    incidents_by_severity: dict[str, int]
    simulated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UsageDay:
    """API calls and logins of one local day; 0 is a real zero, None not known
    (before the client's start, or nothing of that kind was ever reported)."""

    day: int
    calls: int | None
    logins: int | None


@dataclass(frozen=True, slots=True)
class HeatmapDay:
    """One square: `level` 0..4, None for a day before the start or after today."""

    day: int
    logins: int | None
    level: int | None


@dataclass(frozen=True, slots=True)
class Heatmap:
    """Weeks are ISO weeks (Monday first), oldest first, seven days each.
    `bounds` gives the smallest count of levels 1 to 4."""

    weeks: tuple[tuple[HeatmapDay, ...], ...]
    peak: int
    bounds: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class UsageReport:
    """The usage of one client over a range of local days, oldest first. `folded` is the
    last of them that is known by month only: the sums are those of the days behind it.
    `simulated`: runs in force have changed it."""

    key: str
    name: str
    first_day: int
    last_day: int
    days: tuple[UsageDay, ...]
    calls: int | None
    logins: int | None
    baseline: Baseline
    folded: int | None = None
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class UsageMonth:
    """The usage of one client in one month of local days: calls, logins, and on how many
    days it had any; None not known. `over`: its last day is over. `by_day`: single
    days of it are kept."""

    first_day: int
    last_day: int
    calls: int | None
    logins: int | None
    days: int | None
    over: bool
    by_day: bool


@dataclass(frozen=True, slots=True)
class UsageHistory:
    """The usage of one client by month, oldest first. `unknown` is the month of the
    moment looked at where only the whole month is known, and that is not over then."""

    key: str
    name: str
    months: tuple[UsageMonth, ...]
    unknown: int | None


@dataclass(frozen=True, slots=True)
class ClientDetail:
    """One client, whole: the list row, and what only the detail shows. `simulated_use`:
    runs in force have changed its use."""

    row: ClientRow
    components: tuple[int | None, ...]
    weights: tuple[int, ...]
    points: tuple[int, ...]
    baseline: Baseline
    baseline_from: str
    window_days: int
    config: str
    scored_at: datetime | None
    run: int | None
    timezone: str | None
    ended: int | None
    identities: tuple[tuple[str, str], ...]
    arr: tuple[Money, ...]
    subscriptions: int
    extra: tuple[tuple[str, str], ...]
    usage: tuple[UsageDay, ...]
    heatmap: Heatmap
    incidents: tuple[Incident, ...]
    last_login: int | None
    folded: int | None = None
    simulated_use: bool = False


FigureKind = Literal["text", "tier", "number", "points", "part", "value", "day", "money"]
FigureValue = str | int | tuple[Money, ...] | None
FigureDelta = int | tuple[Money, ...] | None


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: whom, at which moment, on which local day. `simulated`: a run in
    force has reached it."""

    key: str
    name: str
    at: datetime
    day: int
    score: int | None
    tier: Tier
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """One line. `kind` says what the values are: `number` and `points` whole numbers,
    `part` points that sum with their like to the score, `value` centipoints, `day`
    epoch days, `money` amounts by currency. `delta` is right less left in the same
    unit (of days the number of them); None for words, or where a side is not known.
    Words come from outside: show them through `safe_text`."""

    id: str
    label: str
    kind: FigureKind
    left: FigureValue
    right: FigureValue
    delta: FigureDelta = None

    @property
    def differs(self) -> bool:
        return self.left != self.right


@dataclass(frozen=True, slots=True)
class Comparison:
    """`change` sums to the difference of the scores; None without both scores."""

    left: Side
    right: Side
    figures: tuple[Figure, ...]
    change: Explanation | None


@dataclass(frozen=True, slots=True)
class Watched:
    """What is watched of a client of a list: not its use, which changes all the time."""

    name: str
    tier: Tier
    health: int | None
    arr: Money | None
    renews: int | None
    owner: str | None
    plan: str | None
    status: str
    incidents: int
