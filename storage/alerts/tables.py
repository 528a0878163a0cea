"""Alert rules, what rang, and to whom it was delivered."""

from __future__ import annotations

from sqlalchemy import Index, UniqueConstraint

from storage.engine.schema import Table, big, note, rowid, table_args


class AlertRule(Table, table=True):
    """A rule that a person made, or a shipped one that a person changed."""

    __table_args__ = table_args(clustered=True)

    name: str = note(primary_key=True)
    subject: str = note()
    condition: str = note()
    was: str = note()
    days: int = big()
    severity: str = note()
    channels: str = note()
    again_s: int = big()
    quiet: str = note()
    active: int = big()
    rev: int = big()


class AlertLook(Table, table=True):
    """The last time that a rule was looked at: for which day and in which wording
    (`stamp`), how many subjects fit that could not be opened, and what was wrong."""

    __table_args__ = table_args(clustered=True)

    rule: str = note(primary_key=True)
    stamp: str = note()
    day: int = big()
    looked_us: int = big()
    left_out: int = big()
    error: str = note()


class Alert(Table, table=True):
    """An episode of a rule and a subject. `open_key` is the subject while it lasts
    and missing afterwards: so there is one open alert of both at most."""

    __table_args__ = table_args(
        UniqueConstraint("rule", "open_key"),
        UniqueConstraint("rule", "subject", "episode"),
        Index("alert_by_state", "state", "id"),
        Index("alert_by_rule", "rule", "opened_us"),
    )

    id: int | None = rowid()
    rule: str = note()
    severity: str = note()
    kind: str = note()
    subject: str = note()
    name: str = note()
    number: int = big()
    episode: int = big()
    state: str = note()
    open_key: str | None = note(default=None)
    opened_us: int = big()
    closed_us: int | None = big(default=None)
    rings: int = big()
    rung_us: int = big()
    who: str | None = note(default=None)
    acknowledged_us: int | None = big(default=None)
    snoozed_us: int | None = big(default=None)
    facts: str = note()


class AlertDue(Table, table=True):
    """Clients whose alerts may differ, 0 for all of them; `gen` grows with each
    change, so that an evaluation takes off only what it has seen."""

    __table_args__ = table_args()

    client_id: int = big(primary_key=True)
    gen: int = big(default=1)


class AlertChannel(Table, table=True):
    """Where deliveries go; `target` is JSON, by kind."""

    __table_args__ = table_args(clustered=True)

    name: str = note(primary_key=True)
    kind: str = note()
    target: str = note()
    secret: str = note()
    active: int = big()
    stopped: str = note()
    rev: int = big()


class AlertDelivery(Table, table=True):
    """The outbox: written in the transaction of the ring, sent afterwards. `seq`
    counts what went to screens."""

    __table_args__ = table_args(
        UniqueConstraint("uid"),
        Index("alert_delivery_by_state", "state", "due_us"),
        Index("alert_delivery_of", "alert_id"),
        Index("alert_delivery_by_seq", "seq"),
    )

    id: int | None = rowid()
    uid: str = note()
    alert_id: int | None = big(default=None)
    rule: str = note()
    channel: str = note()
    kind: str = note()
    quiet: str = note()
    body: str = note()
    state: str = note()
    created_us: int = big()
    due_us: int = big()
    attempts: int = big()
    claimed_us: int | None = big(default=None)
    ended_us: int | None = big(default=None)
    status: int | None = big(default=None)
    said: str = note()
    seq: int | None = big(default=None)


class AlertWindow(Table, table=True):
    """Maintenance: deliveries are held back."""

    __table_args__ = table_args()

    id: int | None = rowid()
    start_us: int = big()
    end_us: int = big()
    reason: str = note()
    who: str = note()
