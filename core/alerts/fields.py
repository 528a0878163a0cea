"""What the condition of a rule may ask about, by the kind of its subject."""

from __future__ import annotations

from core.alerts.types import SEVERITIES, STATES, SUBJECTS, SubjectKind
from core.query.fields import Field, FieldSet
from core.query.nouns import CLIENT_FIELDS, INCIDENT_FIELDS

FELL = Field("fell", "number", "fell", "points of health lost over the days of the rule")
WAS = "was_"
"""Before the fields of `was` where both conditions are one."""

WAS_FIELDS = FieldSet("client", (CLIENT_FIELDS["tier"], CLIENT_FIELDS["health"]))

CLIENT_RULE_FIELDS = FieldSet("client", (*CLIENT_FIELDS.fields, FELL))

BOTH_FIELDS = FieldSet(
    "client",
    (
        *CLIENT_RULE_FIELDS.fields,
        Field(
            WAS + "tier",
            "enum",
            "was tier",
            "the tier some days before",
            allowed=CLIENT_FIELDS["tier"].allowed,
        ),
        Field(WAS + "health", "number", "was health", "the score some days before"),
    ),
)
"""Condition and `was` of a client rule in one query."""

JOB_FIELDS = FieldSet(
    "job",
    (
        Field("job", "text", "job", "the job's id", is_name=True),
        Field("state", "text", "state", "how its last run ended: ok, failed, …"),
        Field("failures", "number", "failures", "runs that failed, one behind the other"),
        Field("idle", "number", "idle", "minutes since a run last ended well"),
        Field("late", "number", "late", "minutes since the slot by which it should have run"),
        Field("waits", "number", "waits", "minutes that the oldest request has waited"),
        Field("took", "number", "took", "seconds that its last run took"),
    ),
)

WORKED = Field(
    "worked",
    "instant",
    "worked",
    "when it began, later by the time in which it was pending or resolved; none while it is",
    future=False,
)
"""What the resolve clock of DEFINITIONS 4.2 counts from."""

INCIDENT_RULE_FIELDS = FieldSet("incident", (*INCIDENT_FIELDS.fields, WORKED))

STORE_FIELDS = FieldSet(
    "store",
    (
        Field("store", "text", "store", "always: store", is_name=True),
        Field("data_age", "number", "data age", "days since the newest day with any use"),
        Field("score_age", "number", "score age", "minutes since scores were last seen to"),
        Field("quarantine", "number", "quarantine", "refused rows that wait"),
        Field("refused", "number", "refused", "rows refused in the last 24 hours"),
        Field("backup_age", "number", "backup age", "hours since the newest good backup"),
        Field("queue", "number", "queue", "clients that wait for a score"),
        Field("size", "number", "size", "megabytes of the store"),
        Field("dead", "number", "dead", "deliveries that were given up"),
    ),
)

ALERT_FIELDS = FieldSet(
    "alert",
    (
        Field("id", "text", "id", "public id of the alert (A-17)", aliases=("key",)),
        Field("rule", "text", "rule", "the rule that rang"),
        Field("severity", "enum", "severity", "how grave it is", allowed=SEVERITIES,
              aliases=("sev",)),
        Field("state", "enum", "state", "what became of it", allowed=STATES),
        Field("kind", "enum", "kind", "what it is about", allowed=SUBJECTS),
        Field("subject", "text", "subject", "public id of what it is about", is_name=True),
        Field("name", "text", "name", "name of what it is about", is_name=True),
        Field("opened", "instant", "since", "when it began", future=False),
        Field("closed", "instant", "until", "when it no longer held", future=False),
        Field("rings", "number", "rings", "how often it rang"),
        Field("who", "text", "who", "who looks after it, or snoozed it"),
    ),
)  # fmt: skip

RULE_FIELDS: dict[SubjectKind, FieldSet] = {
    "client": CLIENT_RULE_FIELDS,
    "incident": INCIDENT_RULE_FIELDS,
    "job": JOB_FIELDS,
    "store": STORE_FIELDS,
}
