"""Writing definitions inside the one transaction of an apply, a function a subject."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bellbuoy.services.alerts.rules import end_alerts
from bellbuoy.services.context import Context
from bellbuoy.services.definitions.planning import formula_after
from bellbuoy.services.playbooks.definitions import keep_within, remove
from bellbuoy.services.settings import next_version, put_in_force
from bellbuoy.services.views.writing import MOST, refuse_taken
from core.definitions import alerts
from core.definitions.types import Difference
from core.health.formula import differences as formula_differences
from core.values.errors import UsageError
from core.values.instants import from_micros
from core.views.names import name_key, view_key
from core.views.types import View
from storage.alerts import rules as stored_rules
from storage.health.config import current_config
from storage.views.reads import how_many

if TYPE_CHECKING:
    from storage.audit.writes import Change
    from storage.engine.unit import Unit

Writer = Callable[[Context, "Unit", "Change", Sequence[Difference]], dict[str, Any]]


def _scoring(
    ctx: Context, unit: Unit, change: Change, own: Sequence[Difference]
) -> dict[str, Any]:
    """The formula under its next name; every score is due again."""
    before = current_config(unit)
    following = replace(formula_after(before, own), version=next_version(before.version))
    change.watch("setting", ["health.config"], usual={"value": before.version})
    put_in_force(ctx, unit, before, following)
    return {
        "changed": formula_differences(before, following), "version": following.version,
    }  # fmt: skip


def _views(
    ctx: Context, unit: Unit, change: Change, own: Sequence[Difference]
) -> dict[str, Any]:
    """Shared views: a new one belongs to whoever applies, others to whom they did."""
    from storage.views.writes import delete_view, put_view

    kept = [_kept(ctx, change, each) for each in own if each.after is not None]
    gone = [each.one.row[1] for each in own if each.after is None]
    keys = [view_key(view.owner, view.name) for view in kept]
    change.watch("saved_view", [*gone, *keys])
    for key in gone:
        delete_view(unit, key)
    for key, view in zip(keys, kept, strict=True):
        refuse_taken(unit, name_key(view.name), key)
        put_view(unit, view)
    if kept and how_many(unit, ctx.viewer.name) > MOST:
        raise UsageError(f"you would have over {MOST} views: that is all there can be")
    return {}


def _kept(ctx: Context, change: Change, each: Difference) -> View:
    assert each.after is not None
    owner = each.before.thing.owner if each.before is not None else ctx.viewer.name
    view: View = replace(
        each.after.thing, owner=owner, rev=change.id, saved_at=from_micros(ctx.wall_us),
        saved_by=ctx.viewer.name,
    )  # fmt: skip
    return view


def _alerts(
    ctx: Context, unit: Unit, change: Change, own: Sequence[Difference]
) -> dict[str, Any]:
    """Rules, whose open alerts end where they ask something else; quiet hours."""
    for each in own:
        if each.one.kind == "rule":
            _rule(ctx, unit, change, each)
        else:
            _hours(ctx, unit, change, each)
    return {}


def _rule(ctx: Context, unit: Unit, change: Change, each: Difference) -> None:
    name = each.one.key
    before = stored_rules.rules(unit).get(name)
    shipped = before is not None and before.shipped
    usual = stored_rules.rule_columns(before) if before is not None and shipped else None
    change.watch("alert_rule", [name], usual=usual)
    if each.after is None:
        stored_rules.delete_rule(unit, name)
        after = stored_rules.rules(unit).get(name)
    else:
        rev = 0 if before is None else before.rev
        after = replace(each.after.thing, shipped=shipped, rev=rev + 1)
        stored_rules.put_rule(unit, after)
        # The next look is at the whole base: while it was off, marks went by.
        stored_rules.forget_look(unit, name)
    if before is not None:
        end_alerts(ctx, unit, before, after, change)


def _hours(ctx: Context, unit: Unit, change: Change, each: Difference) -> None:
    from storage.alerts.windows import release_held
    from storage.store.writes import put_setting

    assert each.before is not None
    assert each.after is not None
    change.watch("setting", [alerts.HOURS], usual={"value": each.before.thing})
    put_setting(unit, alerts.HOURS, each.after.thing)
    release_held(unit, ctx.wall_us)


def _playbooks(
    ctx: Context, unit: Unit, change: Change, own: Sequence[Difference]
) -> dict[str, Any]:
    """Playbooks: clients that follow one keep the steps that they began with."""
    change.watch("playbook", [each.one.key for each in own])
    for each in own:
        if each.after is None:
            remove(unit, each.one.key)
        else:
            keep_within(ctx, unit, each.after.thing, change.id)
    return {}


WRITERS: dict[str, Writer] = {
    "scoring": _scoring, "views": _views, "alerts": _alerts, "playbooks": _playbooks,
}  # fmt: skip
