"""Rules and channels that come with the program; each can be changed or turned off."""

from __future__ import annotations

from core.alerts.types import Channel, Rule

HOUR = 3_600
DAY = 24 * HOUR

RULES: tuple[Rule, ...] = (
    Rule("health-drop", "client", "fell>=10 status:active", "high", days=7),
    Rule(
        "tier-critical",
        "client",
        "tier:critical",
        "critical",
        was="tier!=critical",
        quiet="pass",
    ),
    Rule("tier-at-risk", "client", "tier:at_risk", "medium", was="tier:healthy"),
    Rule("silent-client", "client", "seen>14d status:active", "medium"),
    # The targets in force, of the plan of the client; a stopped respond clock rings no
    # more, and the resolve clock leaves out the time in pending.
    Rule(
        "sla-respond",
        "incident",
        "status:open ack:none resolved:none respond:breached",
        "high",
        quiet="pass",
    ),
    Rule(
        "sla-resolve",
        "incident",
        "status:open,acknowledged resolved:none resolve:breached",
        "high",
    ),
    Rule(
        "sla-risk",
        "incident",
        "resolved:none ((status:open ack:none respond:at_risk)"
        " OR (status:open,acknowledged resolve:at_risk))",
        "medium",
    ),
    Rule("client-incidents", "client", "incidents>=3 status:active", "high", again=DAY),
    Rule(
        "incident-renewal",
        "incident",
        "status:open,acknowledged,pending severity:critical,high renews<30d",
        "high",
        again=DAY,
    ),
    Rule("job-failed", "job", "failures>=1", "high", again=DAY),
    Rule("job-late", "job", "late>60", "high", again=DAY),
    Rule("stale-data", "store", "data_age>2", "medium", again=DAY),
    Rule("quarantine-growth", "store", "refused>=100", "medium"),
    Rule("backup-old", "store", "backup_age>36", "high", again=DAY),
    Rule("delivery-dead", "store", "dead>=1", "medium", channels=("screen",)),
)

CHANNELS: tuple[Channel, ...] = (
    Channel("screen", "screen", shipped=True),
    Channel("bell", "bell", shipped=True),
)
