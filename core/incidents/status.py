"""Where an incident stands: its status at a moment, the order of its times.

DEFINITIONS 4.1. Moments are all aware or all whole microseconds.
"""

from __future__ import annotations

from core.incidents.types import (
    SEVERITIES,
    SHORT_SEVERITIES,
    STATUSES,
    Severity,
    Status,
)
from core.values.errors import RowError
from core.values.instants import Instant


def status_at(
    status: Status,
    acknowledged: Instant | None,
    resolved: Instant | None,
    closed: Instant | None,
    as_of: Instant,
) -> Status:
    """The status at `as_of`, from the one that is stored and the times.

    A time after `as_of` has not happened yet, and an incident without a resolving
    time is unresolved, whatever its stored status. Unresolved, `open` (perhaps
    reopened after an acknowledgement) and `pending` stand as stored.
    """
    if closed is not None and closed <= as_of:
        return "closed"
    if resolved is not None and resolved <= as_of:
        return "closed" if status == "closed" and closed is None else "resolved"
    if status in ("open", "pending"):
        return status
    if acknowledged is None:
        return "acknowledged" if status == "acknowledged" else "open"
    return "acknowledged" if acknowledged <= as_of else "open"


def complete_times(
    acknowledged: Instant | None, resolved: Instant | None, closed: Instant | None
) -> tuple[Instant | None, Instant | None, Instant | None]:
    """The three times with what a later one implies: closed is resolved, and
    resolved is acknowledged, at that time at the latest."""
    resolved = closed if resolved is None else resolved
    return resolved if acknowledged is None else acknowledged, resolved, closed


def check_order(
    opened: Instant,
    acknowledged: Instant | None,
    resolved: Instant | None,
    closed: Instant | None,
) -> None:
    """Raises RowError `time.order` unless opened <= acknowledged <= resolved <=
    closed; a time that is not there is passed over."""
    before, name = opened, "opened"
    steps = (("acknowledged", acknowledged), ("resolved", resolved), ("closed", closed))
    for word, moment in steps:
        if moment is None:
            continue
        if moment < before:
            raise RowError("time.order", f"{word} before {name}")
        before, name = moment, word


def parse_severity(text: str | None) -> Severity | None:
    """A severity by its word or as `sev1` to `sev4`, in any case; None for none.

    Raises RowError `type.severity`.
    """
    word = (text or "").strip().lower()
    if not word:
        return None
    word = SHORT_SEVERITIES.get(word, word)
    for severity in SEVERITIES:
        if word == severity:
            return severity
    raise RowError("type.severity", f"“{text}” is no severity ({', '.join(SEVERITIES)})")


def severity_rank(word: str | None) -> int:
    """Where a severity stands, 0 the gravest; none counts as medium. Raises KeyError."""
    ranks: dict[str, int] = {name: rank for rank, name in enumerate(SEVERITIES)}
    return ranks[word or "medium"]


def parse_status(text: str | None) -> Status:
    """A status by its word, in any case.

    Raises RowError `required.status` for none, `type.status` for another word.
    """
    word = (text or "").strip().lower()
    if not word:
        raise RowError("required.status", "the status is missing")
    for status in STATUSES:
        if word == status:
            return status
    raise RowError("type.status", f"“{text}” is no status ({', '.join(STATUSES)})")
