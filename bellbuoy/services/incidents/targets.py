"""Within which time incidents are to be answered and resolved: of all, or of a plan."""

from __future__ import annotations

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from core.incidents.targets import (
    SlaTargets,
    Target,
    parse_span,
    span_text,
    targets_text,
    with_target,
)
from core.incidents.types import SEVERITIES, Severity
from core.values.instants import to_micros
from storage.incidents.targets import TARGETS, stored_targets

__all__ = ["SlaTargets", "in_words", "set_target", "targets", "wanted"]


@service("incident:read")
def targets(ctx: Context) -> SlaTargets:
    """Those that are in force."""
    with ctx.reader() as reader:
        return stored_targets(reader)


@service("incident:configure", writes=True)
def set_target(
    ctx: Context, severity: Severity, target: Target, plan: str | None = None
) -> SlaTargets:
    """Another target of a severity, of all plans or of one. Open incidents run by it from
    their opening on; what was breached by now stays so. The same as before changes
    nothing. Raises UsageError for one that does not hold."""
    from bellbuoy.services.desk.changing import changing
    from storage.incidents.lives import follow_open, note_open
    from storage.store.writes import put_setting

    with ctx.store.unit() as unit:
        before = stored_targets(unit)
        after = with_target(before, severity, target, plan)
        if targets_text(after) == targets_text(before):
            return before
        with changing(ctx, unit, "incident.targets", severity, {"setting": ([TARGETS], ())}):
            note_open(unit, to_micros(ctx.present))
            put_setting(unit, TARGETS, targets_text(after))
        follow_open(unit)
        return after


def wanted(
    found: SlaTargets,
    severity: Severity,
    respond: str | None,
    resolve: str | None,
    plan: str | None = None,
) -> tuple[Target, SlaTargets]:
    """A target as it is written (`15min`, `4h`, `3d`; None: as it is), and all targets
    with it. Raises UsageError."""
    before = found.of(severity, plan)
    target = Target(
        before.respond if respond is None else parse_span(respond),
        before.resolve if resolve is None else parse_span(resolve),
    )
    return target, with_target(found, severity, target, plan)


def in_words(found: SlaTargets) -> list[tuple[str | None, Severity, str, str]]:
    """(plan or None, severity, answer within, resolve within), those of all plans first."""
    told = [(None, name, found.usual[name]) for name in SEVERITIES]
    own = [
        (plan, name, targets[name])
        for plan, targets in sorted(found.plans.items())
        for name in SEVERITIES
        if name in targets
    ]
    return [
        (plan, name, span_text(target.respond), span_text(target.resolve))
        for plan, name, target in (*told, *own)
    ]
