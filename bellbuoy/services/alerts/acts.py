"""Taking an alert: acknowledged, or snoozed until later."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bellbuoy.services.alerts.listing import no_alert, number_of
from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from core.alerts.types import Alert
from core.values.errors import ConflictError, UsageError
from core.values.instants import from_micros, iso, to_micros
from storage.alerts import reads

if TYPE_CHECKING:
    from storage.engine.unit import Unit

LONGEST = timedelta(days=90)
SHORTEST = timedelta(minutes=1)


@service("alert:acknowledge", writes=True)
def acknowledge(ctx: Context, key: str) -> Alert:
    """Say that somebody looks after it: it rings no more. Once is enough: an alert
    that is acknowledged already stays as it is. ConflictError for one that is over."""
    from storage.alerts import writes

    with ctx.store.unit() as unit:
        before = _open(unit, key)
        if writes.acknowledge(unit, before.id, ctx.viewer.name, ctx.wall_us):
            _note(ctx, unit, "alert.ack", before)
        return _now(unit, before)


@service("alert:acknowledge", writes=True)
def snooze(ctx: Context, key: str, span: timedelta) -> Alert:
    """Silence an alert for a while; if it still holds then, it rings again."""
    from storage.alerts import writes

    if not SHORTEST <= span <= LONGEST:
        raise UsageError("an alert is snoozed for 1min to 90d", "alert snooze A-17 4h")
    until = from_micros(ctx.wall_us) + span
    with ctx.store.unit() as unit:
        before = _open(unit, key)
        writes.snooze(unit, before.id, ctx.viewer.name, to_micros(until))
        _note(ctx, unit, "alert.snooze", before)
        return _now(unit, before)


def _open(unit: Unit, key: str) -> Alert:
    found = reads.alert_by_id(unit, number_of(key))
    if found is None:
        raise no_alert(key)
    if found.state == "resolved":
        raise ConflictError(f"{found.key} is over: it no longer holds", "bellbuoy alert list")
    return found


def _now(unit: Unit, before: Alert) -> Alert:
    found = reads.alert_by_id(unit, before.id)
    assert found is not None
    return found


def _note(ctx: Context, unit: Unit, action: str, before: Alert) -> None:
    from bellbuoy.services.settings import actor_of
    from storage.audit.writes import Change

    after = _now(unit, before)
    change = Change(unit, actor_of(ctx), action, before.key)
    change.updated("alert", before.id, _taken(before), _taken(after))
    change.close()


def _taken(alert: Alert) -> dict[str, str | None]:
    acknowledged, until = alert.acknowledged, alert.snoozed_until
    return {
        "state": alert.state,
        "who": alert.who,
        "acknowledged": None if acknowledged is None else iso(acknowledged),
        "snoozed_until": None if until is None else iso(until),
    }
