"""The fields of clients, incidents and quarantined rows."""

from __future__ import annotations

from core.clients.churn import CHURN_TIERS
from core.health.types import TIERS
from core.incidents.types import RESOLUTIONS, SEVERITIES, SHORT_SEVERITIES, STATUSES
from core.query.fields import Field, FieldSet
from core.sla.types import STATES as SLA_STATES

QUARANTINE_STATES = ("new", "fixed", "replayed", "dropped")

CLIENT_FIELDS = FieldSet(
    "client",
    (
        Field("id", "text", "id", "public id of the client (C-0412)", aliases=("key",)),
        Field("name", "text", "client", "company name", is_name=True),
        Field("tier", "enum", "tier", "health tier, from the score", allowed=TIERS),
        Field("health", "number", "health", "health score, 0 to 100", aliases=("score",)),
        Field("trend", "number", "Δ7d", "change of the score in 7 days", aliases=("delta7",)),
        Field(
            "risk_score",
            "number",
            "risk",
            "risk score, 0 to 100, high is bad; above 70 a churn risk",
            aliases=("risk",),
        ),
        Field("arr", "money", "ARR", "committed yearly revenue"),
        Field("mrr", "money", "MRR", "a twelfth of the ARR, exact", of="arr", per=12),
        Field("renews", "day", "renews", "end of the committed term", future=True),
        Field("owner", "reference", "owner", "who looks after the client", people=True),
        Field("plan", "text", "plan", "what the client has bought"),
        Field("industry", "text", "industry", "industry"),
        Field("country", "text", "country", "country"),
        Field("status", "text", "status", "status in the source (active, …)"),
        Field(
            "since", "day", "since", "first day as a client", aliases=("start",), future=False
        ),
        Field(
            "seen",
            "day",
            "last seen",
            "last day with any use",
            aliases=("last_seen",),
            future=False,
        ),
        Field(
            "incidents",
            "number",
            "incidents",
            "open incidents now",
            aliases=("open_incidents",),
        ),
        Field("calls", "number", "calls", "API calls in 30 days", aliases=("calls_30",)),
        Field("logins", "number", "logins", "logins in 30 days", aliases=("logins_30",)),
        Field(
            "login",
            "day",
            "last login",
            "last day on which somebody logged in",
            aliases=("last_login",),
            future=False,
        ),
        Field(
            "reason", "text", "reason", "top reason for points lost", aliases=("top_reason",)
        ),
        Field("partial", "flag", "partial", "a component is unknown: score from the rest"),
        Field("tag", "text", "tags", "words that people put on it", many=True),
        Field("playbook", "text", "playbooks", "playbooks that it follows now", many=True),
        Field("snoozed", "day", "snoozed", "left alone up to that day", future=True),
        Field(
            "changed",
            "instant",
            "changed",
            "last change of score, owner, plan, renewal, incidents or notes",
            future=False,
            looked=True,
        ),
        Field(
            "bought",
            "day",
            "last bought",
            "day of the last purchase; refunds are none",
            aliases=("last_bought",),
            future=False,
        ),
        Field(
            "churn_tier",
            "enum",
            "churn tier",
            "by days since it bought, or began",
            allowed=CHURN_TIERS,
        ),
    ),
)

INCIDENT_FIELDS = FieldSet(
    "incident",
    (
        Field("id", "text", "id", "public id of the incident (INC-2231)", aliases=("key",)),
        Field("title", "text", "title", "what happened", is_name=True),
        Field("client", "reference", "client", "whom it concerns", is_name=True),
        Field(
            "severity",
            "enum",
            "severity",
            "critical (sev1) to low (sev4)",
            allowed=SEVERITIES,
            short=tuple(SHORT_SEVERITIES.items()),
            aliases=("sev",),
        ),
        Field("status", "enum", "status", "where it stands", allowed=STATUSES),
        Field("opened", "instant", "opened", "when it began", aliases=("age",), future=False),
        Field(
            "acknowledged",
            "instant",
            "ack",
            "when someone took it",
            aliases=("ack",),
            future=False,
        ),
        Field("resolved", "instant", "resolved", "when it was mended", future=False),
        Field("closed", "instant", "closed", "when it was put away", future=False),
        Field("resolution", "enum", "resolution", "why it was resolved", allowed=RESOLUTIONS),
        Field("impact", "text", "impact", "outage, or another word of the source"),
        Field("source", "reference", "source", "where it was reported"),
        Field("owner", "text", "owner", "who looks after it", people=True),
        Field("sla", "instant", "SLA", "when its next clock runs out", future=True),
        Field("breached", "flag", "breached", "a clock of it has run out"),
        Field("respond", "enum", "respond", "the clock of its answer", allowed=SLA_STATES),
        Field("resolve", "enum", "resolve", "the clock of its resolution", allowed=SLA_STATES),
        Field("clients", "number", "clients", "how many clients it hurts"),
        Field("affects", "text", "affects", "ids of the clients that it hurts", many=True),
        Field(
            "component",
            "text",
            "component",
            "parts of the product that it concerns",
            aliases=("components",),
            many=True,
            grouped=True,
        ),
        Field("arr", "money", "ARR", "what its clients pay in a year"),
        Field("health", "number", "health", "health score of its first client"),
        Field("renews", "day", "renews", "end of the first client's term", future=True),
        Field("parent", "text", "parent", "id of the problem behind it"),
        Field("reopened", "number", "reopened", "how often it was reopened"),
        Field("repeats", "number", "repeats", "incidents of its first client in 30 days"),
    ),
)

QUARANTINE_FIELDS = FieldSet(
    "quarantine",
    (
        Field("id", "text", "id", "public id of the refused row (Q-10021)", aliases=("key",)),
        Field("run", "number", "run", "the import that refused it"),
        Field("source", "reference", "source", "where it came from"),
        Field("file", "text", "file", "file name", is_name=True),
        Field("line", "number", "line", "line in the file"),
        Field("kind", "text", "kind", "what the row was to become"),
        Field("code", "text", "code", "stable reason (time.naive)"),
        Field("reason", "text", "reason", "what is wrong, in words", is_name=True),
        Field("state", "enum", "state", "what became of it", allowed=QUARANTINE_STATES),
        Field(
            "seen",
            "instant",
            "first seen",
            "when it was first refused",
            aliases=("first_seen",),
            future=False,
        ),
    ),
)

FIELD_SETS = {f.noun: f for f in (CLIENT_FIELDS, INCIDENT_FIELDS, QUARANTINE_FIELDS)}
