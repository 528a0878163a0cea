"""Read models of incidents (DEFINITIONS 4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from core.sla.types import LedgerRow, Span, State
from core.values.money import Money

Severity = Literal["critical", "high", "medium", "low"]
Status = Literal["open", "acknowledged", "pending", "resolved", "closed"]
Resolution = Literal["fixed", "duplicate", "cancelled", "no_fault"]
SEVERITIES: tuple[Severity, ...] = ("critical", "high", "medium", "low")
SHORT_SEVERITIES = {"sev1": "critical", "sev2": "high", "sev3": "medium", "sev4": "low"}
STATUSES: tuple[Status, ...] = ("open", "acknowledged", "pending", "resolved", "closed")
OPEN_STATUSES: tuple[Status, ...] = ("open", "acknowledged", "pending")
RESOLUTIONS: tuple[Resolution, ...] = ("fixed", "duplicate", "cancelled", "no_fault")
Verb = Literal["ack", "pend", "resume", "resolve", "close", "reopen"]
VERBS: tuple[Verb, ...] = ("ack", "pend", "resume", "resolve", "close", "reopen")
"""What takes an incident from one status to another."""
StepKind = Literal[
    "opened", "acknowledged", "pended", "resumed", "resolved", "closed", "reopened",
    "reason", "severity", "owner", "note", "update", "linked", "unlinked", "merged",
    "absorbed", "split", "parent", "said",
]  # fmt: skip
"""What a step of an incident was. `reason`: another reason of its resolution; `absorbed`:
another one was merged into it; `said`: what its source says, where people know better."""


@dataclass(frozen=True, slots=True)
class SlaSide:
    """One of its two clocks at the moment asked for, in seconds of wall-clock time.

    `due` is when it runs out: None once it has ended, or while it is paused. `left` is
    what is left of `target`, less than none once it is over. `breached` is when it ran
    out for the first time, which never heals.
    """

    state: State
    target_s: int
    used_s: int
    due: datetime | None
    breached: datetime | None

    @property
    def left_s(self) -> int:
        return self.target_s - self.used_s


@dataclass(frozen=True, slots=True)
class Sla:
    """To be answered, and to be resolved. `next` is when the clock that runs out next
    does; None: none runs, or all that run have run out."""

    respond: SlaSide
    resolve: SlaSide
    next: datetime | None

    @property
    def breached(self) -> bool:
        return "breached" in (self.respond.state, self.resolve.state)

    @property
    def left_s(self) -> int | None:
        """What is left of the clock that runs out next, in seconds; less than none where
        one ran out and goes on, None where none runs."""
        running = [(side.due, side) for side in (self.respond, self.resolve) if side.due]
        return min(running, key=lambda each: each[0])[1].left_s if running else None


@dataclass(frozen=True, slots=True)
class Incident:
    """One incident as it stood at the moment asked for. `severity` None counts
    as medium and is flagged. `penalty` is what it takes from the client's
    incident component then. `affects` are the public ids of whom it hurts, the
    first one first, `clients` counts them, `arr` adds up what they pay
    in the currency of the first; `health` and `renews` (a local epoch day) are of the
    first. `parent` and `duplicate_of` are public ids; `reopened` counts, `rev` grows
    with each change by a person; `repeats` counts the incidents of the first client
    that opened in 30 days. `components` are the parts of the product that it concerns, by
    the words of its source. `simulated`: a run in force opened it; `of_simulated`: one
    has reached its first client. Text comes from outside."""

    id: int
    key: str
    client_id: int
    client_key: str
    client_name: str
    title: str
    severity: Severity | None
    status: Status
    opened: datetime
    acknowledged: datetime | None
    resolved: datetime | None
    closed: datetime | None
    resolution: Resolution | None
    impact: str | None
    source: str
    external_id: str
    penalty: int
    sla: Sla
    owner: str | None
    clients: int
    affects: tuple[str, ...]
    arr: Money | None
    health: int | None
    renews: int | None
    parent: str | None
    duplicate_of: str | None
    reopened: int
    rev: int
    repeats: int
    components: tuple[str, ...] = ()
    simulated: bool = False
    of_simulated: bool = False


@dataclass(frozen=True, slots=True)
class WatchedIncident:
    """What is watched of an incident of a list. `client` is the public id of the first
    one whom it hurts; `sla` is when its next clock runs out, `respond` and `resolve` are
    how its clocks stand."""

    title: str
    client: str
    client_name: str
    severity: Severity | None
    status: Status
    owner: str | None
    opened: datetime
    sla: datetime | None
    respond: State
    resolve: State
    clients: int
    resolution: Resolution | None
    reopened: int


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an incident, which stays as it was taken. `number` counts from 1
    within the incident, `what` says what changed: names to (before, after); `text` is
    what somebody wrote, `visible` whether it is for the clients too. Text comes from
    outside. `by` is who took it; None: a source, before anybody here did."""

    number: int
    at: datetime
    by: str | None
    kind: StepKind
    text: str
    what: tuple[tuple[str, str | None, str | None], ...]
    visible: bool


@dataclass(frozen=True, slots=True)
class AffectedClient:
    """A client that an incident hurts. `points` are the exact points of its health
    score that the incident takes (DEFINITIONS 2.3); None: it has no score. `first`: the
    one that it was reported for. `renews` is a local epoch day. `simulated`: a run in
    force has reached it."""

    key: str
    name: str
    first: bool
    health: int | None
    tier: str | None
    points: int | None
    arr: Money | None
    renews: int | None
    owner: str | None
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class IncidentDetail:
    """One incident, whole: the steps oldest first, the ledger of its resolve clock in
    microseconds, whom it hurts, and the incidents below it. `timeline` is the steps with
    all else that is dated of it (`core/incidents/timeline.py`). `arr` adds up what is paid
    by currency, `renewing` counts those that renew within 90 days."""

    incident: Incident
    steps: tuple[Step, ...]
    timeline: tuple[Step, ...]
    ledger: tuple[LedgerRow, ...]
    affected: tuple[AffectedClient, ...]
    children: tuple[str, ...]
    arr: tuple[Money, ...]
    renewing: int


@dataclass(frozen=True, slots=True)
class WholeIncident:
    """An incident with all that an export tells of it: the steps oldest first, and the
    time that its resolve clock leaves out."""

    incident: Incident
    steps: tuple[Step, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Lived:
    """What has become of an incident that is written down as a whole; times in
    microseconds. `was` is its public id where it comes from, by which `duplicate_of` and
    `parent` name others that come along;
    `breached` are when its clocks ran out, of the answer and of the resolution, as far
    as that was noted. Text comes from outside."""

    status: Status
    was: str = ""
    acknowledged: int | None = None
    resolved: int | None = None
    closed: int | None = None
    resolution: Resolution | None = None
    duplicate_of: str | None = None
    parent: str | None = None
    reopened: int = 0
    breached: tuple[int | None, int | None] = (None, None)
    spans: tuple[Span, ...] = ()
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class IncidentSelection:
    """Incidents that a person means: by public ids, or all that a query finds but those
    of `without` (the store's own numbers)."""

    keys: tuple[str, ...] = ()
    query: str | None = None
    sort: str | None = None
    without: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Moving:
    """One incident that changes: now and then in words."""

    key: str
    title: str
    now: str
    then: str


@dataclass(frozen=True, slots=True)
class Refused:
    """One incident that may not change so, and why."""

    key: str
    reason: str


@dataclass(frozen=True, slots=True)
class Done:
    """What a change of incidents does, or has done. `found` are meant, `changing` of
    them differ, `same` stand so already, `refused` may not; `first` shows some. `change`
    is its number (None: nothing was written). `scores` are (client's id, health before,
    health after) where few clients are touched."""

    what: str
    found: int
    changing: int
    same: int
    first: tuple[Moving, ...]
    refused: tuple[Refused, ...]
    scores: tuple[tuple[str, int | None, int | None], ...] = ()
    change: int | None = None
