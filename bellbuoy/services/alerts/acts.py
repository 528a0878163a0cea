"""Taking an alert: acknowledged, given to a person, or snoozed until later."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bellbuoy.services.alerts.listing import no_alert, number_of
from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from core.alerts.types import Alert
from core.values.errors import ConflictError, UsageError
from core.values.instants import from_micros, to_micros
from core.values.text import safe_text
from storage.alerts import reads

if TYPE_CHECKING:
    from storage.audit.writes import Change
    from storage.engine.unit import Unit

LONGEST = timedelta(days=90)
SHORTEST = timedelta(minutes=1)
LONGEST_NAME = 80
"""Characters in the name of a person."""
_TAKEN = ("state", "who", "acknowledged_us", "snoozed_us")


@service("alert:acknowledge", writes=True)
def acknowledge(ctx: Context, key: str) -> Alert:
    """Say that somebody looks after it: it rings no more. Once is enough: an alert
    that is acknowledged already stays as it is. ConflictError for one that is over."""
    from storage.alerts import writes

    with ctx.store.unit() as unit:
        before = _open(unit, key)
        change = _change(ctx, unit, "alert.ack", before)
        if writes.acknowledge(unit, before.id, ctx.viewer.name, ctx.wall_us):
            change.close()
        return _now(unit, before)


@service("alert:assign", writes=True)
def assign(ctx: Context, key: str, person: str) -> Alert:
    """Say that a person looks after it, whoever did before: it rings no more. One that
    is that person's already stays as it is. UsageError for what is no name,
    ConflictError for an alert that is over."""
    from storage.alerts import writes

    who = name_of(person)
    with ctx.store.unit() as unit:
        before = _open(unit, key)
        change = _change(ctx, unit, "alert.assign", before)
        if writes.assign(unit, before.id, who, ctx.wall_us):
            change.close()
        return _now(unit, before)


def name_of(person: str) -> str:
    """The name of a person, without blanks around it. Raises UsageError."""
    name = person.strip()
    if not name or len(name) > LONGEST_NAME or safe_text(name) != name:
        raise UsageError(
            f"a name has 1 to {LONGEST_NAME} characters, and no control characters",
            "bellbuoy alert assign A-17 mei",
        )
    return name


@service("alert:acknowledge", writes=True)
def snooze(ctx: Context, key: str, span: timedelta) -> Alert:
    """Silence an alert for a while; if it still holds then, it rings again."""
    from storage.alerts import writes

    if not SHORTEST <= span <= LONGEST:
        raise UsageError("an alert is snoozed for 1min to 90d", "alert snooze A-17 4h")
    until = from_micros(ctx.wall_us) + span
    with ctx.store.unit() as unit:
        before = _open(unit, key)
        change = _change(ctx, unit, "alert.snooze", before)
        writes.snooze(unit, before.id, ctx.viewer.name, to_micros(until))
        change.close()
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


def _change(ctx: Context, unit: Unit, action: str, alert: Alert) -> Change:
    """The change set of an alert that is taken; how often it rings is not its matter."""
    from bellbuoy.services.settings import actor_of
    from storage.audit.writes import Change

    change = Change(unit, actor_of(ctx), action, alert.key)
    change.watch("alert", [alert.id], columns=_TAKEN)
    return change
