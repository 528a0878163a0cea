"""Read models of alerts: rules, what rang, and where it was sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Fact = None | bool | int | float | str | Sequence["Fact"] | Mapping[str, "Fact"]
SubjectKind = Literal["client", "incident", "job", "store"]
AlertState = Literal["new", "acknowledged", "snoozed", "resolved"]
Severity = Literal["critical", "high", "medium", "low"]
Quiet = Literal["hold", "drop", "pass"]
ChannelKind = Literal["screen", "bell", "file", "command", "webhook"]
DeliveryState = Literal["waiting", "sending", "done", "dead", "dropped"]
RingKind = Literal["ring", "summary", "test"]

SUBJECTS: tuple[SubjectKind, ...] = ("client", "incident", "job", "store")
SEVERITIES: tuple[Severity, ...] = ("critical", "high", "medium", "low")
STATES: tuple[AlertState, ...] = ("new", "acknowledged", "snoozed", "resolved")
QUIETS: tuple[Quiet, ...] = ("hold", "drop", "pass")
KINDS: tuple[ChannelKind, ...] = ("screen", "bell", "file", "command", "webhook")


@dataclass(frozen=True, slots=True)
class Rule:
    """When to ring, for whom, and how loudly.

    `condition` is a query over subjects of its kind: an alert stands for as long
    as it holds. `was`, for clients alone, is a query over tier and health as they
    stood `days` days before: it has to hold too for an alert to begin. `again`
    seconds after a ring that nobody took it rings again, 0: never. `quiet` says
    what becomes of a delivery in quiet hours: held until they end, dropped, or let
    pass. `shipped`: it comes with the program; `rev` counts a person's changes.
    """

    name: str
    subject: SubjectKind
    condition: str
    severity: Severity
    channels: tuple[str, ...] = ("screen", "bell")
    was: str = ""
    days: int = 1
    again: int = 0
    quiet: Quiet = "hold"
    active: bool = True
    shipped: bool = False
    rev: int = 0


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule as a list shows it: how many alerts of it stand open, how many more
    subjects fit than it may open, when it was last looked at, and what was wrong
    with it then."""

    rule: Rule
    open: int
    left_out: int
    looked: datetime | None
    error: str


@dataclass(frozen=True, slots=True)
class Subject:
    """What an alert is about. `key` is its public id, `number` its row in the
    store (0 for what has none); `facts` are JSON values that tell why it rang."""

    kind: SubjectKind
    key: str
    name: str
    number: int = 0
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Alert:
    """One episode of a rule and a subject, from when it began to hold until it did
    not. `rings` counts how often it rang, `rung` is the last time."""

    id: int
    rule: str
    severity: Severity
    kind: SubjectKind
    subject: str
    name: str
    state: AlertState
    episode: int
    opened: datetime
    closed: datetime | None
    rings: int
    rung: datetime
    who: str | None
    acknowledged: datetime | None
    snoozed_until: datetime | None
    facts: Mapping[str, Fact]

    @property
    def key(self) -> str:
        """The public id: `A-17`."""
        return f"A-{self.id}"


@dataclass(frozen=True, slots=True)
class Channel:
    """Where deliveries go. `target` by kind: a file's path, a command's words, a
    webhook's URL; `secret` names the variable of the environment that holds the key
    a webhook is signed with. `stopped` says why nothing is sent any more."""

    name: str
    kind: ChannelKind
    target: tuple[str, ...] = ()
    secret: str = ""
    active: bool = True
    stopped: str = ""
    shipped: bool = False
    rev: int = 0


@dataclass(frozen=True, slots=True)
class Delivery:
    """One thing to be sent through one channel. `uid` stays the same however often
    it is tried; `said` is how the last try ended, `status` a webhook's answer."""

    id: int
    uid: str
    alert: int | None
    rule: str
    channel: str
    kind: RingKind
    state: DeliveryState
    created: datetime
    due: datetime
    attempts: int
    ended: datetime | None
    status: int | None
    said: str


@dataclass(frozen=True, slots=True)
class Window:
    """Maintenance: deliveries are held back between two instants."""

    id: int
    start: datetime
    end: datetime
    reason: str
    who: str


@dataclass(frozen=True, slots=True)
class AlertDetail:
    """An alert with the rule that rang it as it stands now (None: it is gone),
    where it was sent, and how many alerts of the rule there were in 30 days."""

    alert: Alert
    rule: Rule | None
    deliveries: tuple[Delivery, ...]
    like: int


@dataclass(frozen=True, slots=True)
class Notice:
    """What a screen is to say: `seq` grows with each, so that nothing is said twice."""

    seq: int
    bell: bool
    severity: Severity
    words: str


@dataclass(frozen=True, slots=True)
class Replayed:
    """How often a rule would have begun to ring. `days` counts by local day, the
    newest last; `now` is for how many it begins at this moment. `as_now` are the
    fields of its condition of which only today's values are known: they were held
    against each day. `days` is empty where nothing of the past is known."""

    days: tuple[int, ...]
    now: int
    as_now: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        return sum(self.days)
