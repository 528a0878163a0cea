"""The clocks of an incident `i` as SQL; `core.sla.clock` is the definition, and a test
compares them. What comes next is stored, and comparisons with the moment asked for say
the rest, so that nothing has to tick. Looks at the past count the spans up to then.
"""

from __future__ import annotations

from core.incidents.life import NEVER
from storage.query.columns import ColumnSql

DUE = "i.due_us"
"""When the first of its clocks runs out: the order of the queue."""
STILL_THEN = (
    "coalesce((SELECT CAST(sum(s.until_us - s.from_us) AS BIGINT) FROM incident_still s"
    " WHERE s.incident_id = i.id AND s.until_us <= :now), 0)"
)
PAUSED_THEN = (
    "(SELECT max(s.from_us) FROM incident_still s WHERE s.incident_id = i.id"
    " AND s.from_us <= :now AND (s.until_us IS NULL OR s.until_us > :now))"
)
_ENDED = "coalesce(i.resolved_us, i.closed_us)"
_ANSWERED = f"coalesce(i.acknowledged_us, {_ENDED})"
_TARGET = "(i.resolve_due_us - i.opened_us - i.still_us)"


def _by_now(moment: str) -> str:
    return f"(CASE WHEN {moment} <= :now THEN {moment} END)"


class _Clocks:
    """The parts of both clocks, at the present or at a past moment."""

    def __init__(self, past: bool) -> None:
        self.ended = _by_now(_ENDED) if past else _ENDED
        self.answered = _by_now(_ANSWERED) if past else _ANSWERED
        self.still = STILL_THEN if past else "i.still_us"
        self.paused = PAUSED_THEN if past else "i.paused_us"
        self.resolve_due = (
            f"(i.opened_us + {_TARGET} + {STILL_THEN})" if past else "i.resolve_due_us"
        )

    @property
    def due(self) -> str:
        return (
            f"(CASE WHEN {self.ended} IS NOT NULL THEN {NEVER}"
            f" WHEN {self.answered} IS NULL AND ({self.paused} IS NOT NULL"
            f" OR i.respond_due_us < {self.resolve_due}) THEN i.respond_due_us"
            f" WHEN {self.paused} IS NOT NULL THEN {NEVER} ELSE {self.resolve_due} END)"
        )

    @property
    def next(self) -> str:
        """The one that runs out next; where the first has, the other one."""
        return (
            f"(CASE WHEN {self.due} = {NEVER} THEN NULL WHEN {self.due} < :now"
            f" AND {self.paused} IS NULL THEN {self.resolve_due} ELSE {self.due} END)"
        )

    @property
    def respond_over(self) -> str:
        at = f"coalesce({self.answered}, :now)"
        return f"(coalesce(i.respond_breach_us <= :now, 1 = 0) OR {at} > i.respond_due_us)"

    @property
    def resolve_over(self) -> str:
        at = f"coalesce({self.ended}, {self.paused}, :now)"
        return f"(coalesce(i.resolve_breach_us <= :now, 1 = 0) OR {at} > {self.resolve_due})"

    @property
    def respond(self) -> str:
        return (
            f"(CASE WHEN {self.respond_over} THEN 'breached' WHEN {self.answered} IS NOT NULL"
            " THEN 'met' WHEN 4 * (:now - i.opened_us) >= 3 * (i.respond_due_us - i.opened_us)"
            " THEN 'at_risk' ELSE 'running' END)"
        )

    @property
    def resolve(self) -> str:
        return (
            f"(CASE WHEN {self.resolve_over} THEN 'breached' WHEN {self.ended} IS NOT NULL"
            f" THEN 'met' WHEN {self.paused} IS NOT NULL THEN 'paused'"
            f" WHEN 4 * (:now - i.opened_us - {self.still}) >= 3 * {_TARGET}"
            " THEN 'at_risk' ELSE 'running' END)"
        )


PAST_DUE = _Clocks(past=True).due


def clock_columns(past: bool) -> dict[str, ColumnSql]:
    """The fields that speak of clocks; each wants the parameter `now`."""
    clocks = _Clocks(past)
    over = f"({clocks.respond_over} OR {clocks.resolve_over})"
    return {
        "sla": ColumnSql(clocks.next),
        "breached": ColumnSql(f"(CASE WHEN {over} THEN 1 ELSE 0 END)", nullable=False),
        "respond": ColumnSql(clocks.respond, nullable=False),
        "resolve": ColumnSql(clocks.resolve, nullable=False),
    }
