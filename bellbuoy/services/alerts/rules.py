"""The rules: those of the program and one's own, changed, turned off, tried."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bellbuoy.services.alerts.subjects import look_up
from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.lists import query_context
from core.alerts.rules import asks_like, checked
from core.alerts.types import Rule, RuleRow, Subject
from core.values.errors import ConflictError, NotFoundError, UsageError
from core.values.instants import from_micros
from storage.alerts import reads
from storage.alerts import rules as stored
from storage.engine.reader import Rows

if TYPE_CHECKING:
    from storage.audit.writes import Change
    from storage.engine.unit import Unit


@service("alert:read")
def listed(ctx: Context) -> tuple[RuleRow, ...]:
    """Every rule by name, with how many alerts of it stand open."""
    with ctx.reader() as reader:
        counts, looks = reads.open_counts(reader), stored.looks(reader)
        found = stored.rules(reader).values()
    return tuple(_row(rule, counts.get(rule.name, 0), looks.get(rule.name)) for rule in found)


def _row(rule: Rule, standing: int, look: stored.Look | None) -> RuleRow:
    if look is None:
        return RuleRow(rule, standing, 0, None, "")
    looked = from_micros(look.looked_us)
    return RuleRow(rule, standing, look.left_out, looked, look.error)


@service("alert:read")
def show(ctx: Context, name: str) -> RuleRow:
    """One rule. Raises NotFoundError."""
    with ctx.reader() as reader:
        rule = named(reader, name)
        standing = reads.open_counts(reader).get(name, 0)
        return _row(rule, standing, stored.looks(reader).get(name))


def named(rows: Rows, name: str) -> Rule:
    """A rule by its name. Raises NotFoundError that lists them."""
    found = stored.rules(rows)
    if name not in found:
        raise NotFoundError(f"no alert rule “{name}”", "rules: " + ", ".join(found))
    return found[name]


@service("alert:configure")
def who_fits(ctx: Context, rule: Rule, most: int = 10) -> tuple[int, tuple[Subject, ...]]:
    """How many alerts a rule would begin now, and the first of them, before it is
    kept. Raises UsageError for a rule that does not hold."""
    rule = checked(rule, query_context(ctx))
    with ctx.reader() as reader:
        _known_channels(reader, rule)
        # Under no name of its own: what stands open already would count too.
        found = look_up(ctx, reader, replace(rule, name=""), None, None)
    return len(found.starting) + (found.left_out or 0), found.starting[:most]


def readable(ctx: Context, rule: Rule) -> Rule:
    """The rule, when it holds. Raises UsageError (QueryError for its condition)."""
    return checked(rule, query_context(ctx))


@service("alert:configure", writes=True)
def add(ctx: Context, rule: Rule) -> Rule:
    """Keep a new rule. Raises ConflictError where the name is taken."""
    rule = checked(rule, query_context(ctx))
    with ctx.store.unit() as unit:
        if rule.name in stored.rules(unit):
            raise ConflictError(
                f"there is a rule “{rule.name}” already", f"alert rules edit {rule.name}"
            )
        _known_channels(unit, rule)
        fresh = replace(rule, shipped=False, rev=1)
        _put(ctx, unit, None, fresh)
    return fresh


@service("alert:configure", writes=True)
def edit(ctx: Context, name: str, changes: Mapping[str, Any]) -> Rule:
    """Change some fields of a rule; the rule as it stands then. Its open alerts end
    when it is turned off, or asks something else."""
    with ctx.store.unit() as unit:
        before = named(unit, name)
        after = checked(replace(before, **changes), query_context(ctx))
        _known_channels(unit, after)
        if after == before:
            return before
        after = replace(after, rev=before.rev + 1)
        _put(ctx, unit, before, after)
    return after


@service("alert:configure", writes=True)
def delete(ctx: Context, name: str) -> Rule | None:
    """Forget a rule of one's own, and end its alerts; a shipped one is again as it
    came (that one is returned). Raises UsageError where there is nothing to forget."""
    with ctx.store.unit() as unit:
        before = named(unit, name)
        if before.shipped and before.rev == 0:
            raise UsageError(
                f"{name} came with the program", f"alert rules edit {name} --off turns it off"
            )
        change = _change(ctx, unit, before)
        stored.delete_rule(unit, name)
        after = stored.rules(unit).get(name)
        end_alerts(ctx, unit, before, after, change)
        change.close({"name": name})
    return after


def _known_channels(rows: Rows, rule: Rule) -> None:
    known = stored.channels(rows)
    for channel in rule.channels:
        if channel not in known:
            raise NotFoundError(
                f"no alert channel “{channel}”", "channels: " + ", ".join(known)
            )


def _put(ctx: Context, unit: Unit, before: Rule | None, after: Rule) -> None:
    change = _change(ctx, unit, before or after)
    stored.put_rule(unit, after)
    # The next look is at the whole base: while it was off, marks went by.
    stored.forget_look(unit, after.name)
    if before is not None:
        end_alerts(ctx, unit, before, after, change)
    change.close({"name": after.name})


def end_alerts(
    ctx: Context, unit: Unit, before: Rule, after: Rule | None, change: Change
) -> None:
    """End the open alerts of a rule that is off or gone, or asks something else."""
    from storage.alerts.writes import end_of_rule

    if after is None or not after.active or not asks_like(before, after):
        change.watch("alert", reads.open_of_rule(unit, before.name))
        end_of_rule(unit, before.name, ctx.wall_us)


def _change(ctx: Context, unit: Unit, rule: Rule) -> Change:
    """The change set of a rule, opened before it is written."""
    from bellbuoy.services.settings import actor_of
    from storage.audit.writes import Change

    change = Change(unit, actor_of(ctx), "alert.rule", rule.name)
    usual = stored.rule_columns(rule) if rule.shipped else None
    change.watch("alert_rule", [rule.name], usual=usual)
    return change
