"""What becomes of an incident: which move is allowed when, and what it does to the two
clocks (DEFINITIONS 4.1, 4.2). Times are whole microseconds.

    open -> acknowledged -> resolved -> closed; pending from the first two; reopening
    leads from resolved and closed to open

A moment never lies before the last one that an incident knows of: where a clock was set
back, things happen in the order in which they were done.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.incidents.targets import Target
from core.incidents.types import Resolution, Severity, Status, Verb
from core.sla import clock as sla
from core.sla.types import Clock, Span
from core.values.errors import ConflictError

NEVER = 2**63 - 1
"""When a clock runs out that does not run."""


@dataclass(frozen=True, slots=True)
class Life:
    """An incident as its moves see it. `respond` and `resolve` are its clocks;
    `duplicate_of` is the number of the incident that it repeats; `last` is the moment of
    the last thing that became of it."""

    status: Status
    severity: Severity | None
    opened: int
    acknowledged: int | None
    resolved: int | None
    closed: int | None
    resolution: Resolution | None
    duplicate_of: int | None
    reopened: int
    respond: Clock
    resolve: Clock
    last: int = 0

    @property
    def ended(self) -> int | None:
        """When it was resolved, or put away without that."""
        return self.closed if self.resolved is None else self.resolved

    @property
    def latest(self) -> int:
        """The last moment that it knows of."""
        times = (
            self.last, self.opened, self.acknowledged, self.resolved, self.closed,
            self.resolve.paused,
        )  # fmt: skip
        return max(each for each in times if each is not None)

    @property
    def due(self) -> int:
        """When the first of its clocks runs out, NEVER for none; by it the queue goes."""
        found = (sla.runs_out(self.respond), sla.runs_out(self.resolve))
        return min((each for each in found if each is not None), default=NEVER)


def clocks(
    opened: int,
    acknowledged: int | None,
    ended: int | None,
    target: Target,
    left_out: int = 0,
    paused: int | None = None,
    breached: tuple[int | None, int | None] = (None, None),
) -> tuple[Clock, Clock]:
    """The clock of the answer and that of the resolution. One that ended without an
    answer was answered by that."""
    answered = ended if acknowledged is None else acknowledged
    respond = Clock(opened, target.respond, 0, None, answered, breached[0])
    paused = None if ended is not None else paused
    return respond, Clock(opened, target.resolve, left_out, paused, ended, breached[1])


def moved(
    life: Life,
    verb: Verb,
    now: int,
    reason: Resolution = "fixed",
    duplicate_of: int | None = None,
) -> Life:
    """The incident after a move; the same one where it stands so already. Raises
    ConflictError, with the reason, for a move that is not allowed."""
    at = max(now, life.latest)
    after = _after(life, verb, at, reason, duplicate_of)
    return life if after == life else replace(after, last=at)


def _after(
    life: Life, verb: Verb, at: int, reason: Resolution, duplicate_of: int | None
) -> Life:
    match verb:
        case "ack":
            return _acknowledged(life, at)
        case "pend":
            return _pended(life, at)
        case "resume":
            return _resumed(life, at)
        case "resolve":
            return _resolved(life, at, reason, duplicate_of)
        case "close":
            return _closed(life, at)
        case "reopen":
            return _reopened(life, at)


def another_severity(life: Life, severity: Severity | None, target: Target, now: int) -> Life:
    """The incident with another severity, and its targets, from its opening on; what
    was breached stays so."""
    at = max(now, life.latest)
    return replace(
        life,
        severity=severity,
        last=at,
        respond=sla.retarget(life.respond, target.respond, at),
        resolve=sla.retarget(life.resolve, target.resolve, at),
    )


def span_of(before: Life, after: Life) -> tuple[Span | None, Span | None]:
    """What a move did to the time that is left out: (a span that begins, one that
    ends). A span that begins and ends at once is only ended: it is over."""
    begins = None
    if after.resolve.paused is not None and before.resolve.paused is None:
        begins = Span(after.resolve.paused, None)
    if before.resolve.paused is not None and after.resolve.paused is None:
        still = after.resolve.left_out - before.resolve.left_out
        return begins, Span(before.resolve.paused, before.resolve.paused + still)
    if before.resolve.ended is not None and after.resolve.ended is None:
        still = after.resolve.left_out - before.resolve.left_out
        return begins, Span(before.resolve.ended, before.resolve.ended + still)
    return begins, None


def _refuse(life: Life, wanted: str, hint: str) -> ConflictError:
    return ConflictError(f"it is {life.status}: {wanted}", hint)


def _acknowledged(life: Life, at: int) -> Life:
    if life.status == "acknowledged":
        return life
    if life.status not in ("open", "pending"):
        raise _refuse(life, "only an open one is acknowledged", "reopen it first")
    first = at if life.acknowledged is None else life.acknowledged
    return replace(
        life,
        status="acknowledged",
        acknowledged=first,
        respond=sla.stop(life.respond, at),
        resolve=sla.resume(life.resolve, at),
    )


def _pended(life: Life, at: int) -> Life:
    if life.status == "pending":
        return life
    if life.status not in ("open", "acknowledged"):
        raise _refuse(life, "only an open one can wait for the client", "reopen it first")
    return replace(life, status="pending", resolve=sla.pause(life.resolve, at))


def _resumed(life: Life, at: int) -> Life:
    if life.status in ("open", "acknowledged"):
        return life
    if life.status != "pending":
        raise _refuse(life, "only one that is pending goes on", "reopen it first")
    status: Status = "open" if life.acknowledged is None else "acknowledged"
    return replace(life, status=status, resolve=sla.resume(life.resolve, at))


def _resolved(life: Life, at: int, reason: Resolution, duplicate_of: int | None) -> Life:
    if (reason == "duplicate") != (duplicate_of is not None):
        raise ConflictError(
            "a duplicate names the incident that it repeats, and only a duplicate does",
            "bellbuoy incident resolve INC-2 --reason duplicate --of INC-1",
        )
    if life.status in ("resolved", "closed"):
        return replace(life, resolution=reason, duplicate_of=duplicate_of)
    first = at if life.acknowledged is None else life.acknowledged
    return replace(
        life,
        status="resolved",
        acknowledged=first,
        resolved=at,
        resolution=reason,
        duplicate_of=duplicate_of,
        respond=sla.stop(life.respond, at),
        resolve=sla.stop(life.resolve, at),
    )


def _closed(life: Life, at: int) -> Life:
    if life.status == "closed":
        return life
    if life.status != "resolved":
        raise _refuse(life, "only a resolved one is closed", "resolve it first")
    return replace(life, status="closed", closed=at)


def _reopened(life: Life, at: int) -> Life:
    if life.status not in ("resolved", "closed"):
        raise _refuse(life, "only what is over is reopened", "bellbuoy incident show tells")
    return replace(
        life,
        status="open",
        resolved=None,
        closed=None,
        resolution=None,
        duplicate_of=None,
        reopened=life.reopened + 1,
        resolve=sla.restart(life.resolve, at),
    )
