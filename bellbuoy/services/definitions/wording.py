"""What a plan says, in lines: for the command line and for the screens."""

from __future__ import annotations

from core.definitions.types import (
    Counted,
    Definition,
    DefinitionPlan,
    Difference,
    Drift,
    FieldChange,
)
from core.values.text import safe_text

_SIGNS = {"add": "+", "change": "~", "remove": "-"}
_DRIFTED = {"changed": "changed", "gone": "gone", "new": "added"}
_NO_TIME = "0s"
_MOST_NAMED = 10
WITH_ROWS = {"view": "rows", "playbook": "clients"}
"""Kinds that find something, and what."""


def counts_words(plan: DefinitionPlan) -> str:
    """`1 to add, 2 to change, 0 to remove; 3 alerts would ring, 1 would end`"""
    if not plan.differences:
        return f"no change: the store says what {safe_text(plan.folder)} says"
    verbs: list[str] = [each.verb for each in plan.differences]
    told = ", ".join(f"{verbs.count(verb)} to {verb}" for verb in _SIGNS)
    rings = sum(each.rings for each in plan.counted.values())
    ends = sum(each.ends for each in plan.counted.values())
    alerts = [f"{rings:,} {_alerts(rings)} would ring"] if rings else []
    alerts += [f"{ends:,} open {_alerts(ends)} would end"] if ends else []
    return told + (f"; {', '.join(alerts)}" if alerts else "")


def _alerts(count: int) -> str:
    return "alert" if count == 1 else "alerts"


def counted(plan: DefinitionPlan, each: Difference) -> Counted:
    """What a difference means, as far as it was counted."""
    return plan.counted.get((each.one.subject, each.one.id), Counted())


def difference_lines(plan: DefinitionPlan, each: Difference) -> list[str]:
    """`~ alerts rule big-fall: 3 fit it now`, then a line a field."""
    one, told = each.one, counted(plan, each)
    said = _meaning(one, told)
    head = f"{_SIGNS[each.verb]} {one.subject} {one.title}"
    lines = [safe_text(f"{head}: {said}" if said else head)]
    if each.verb != "remove":
        lines += [_field_line(field, new=each.verb == "add") for field in each.fields]
    return [line for line in lines if line]


def _meaning(one: Definition, told: Counted) -> str:
    if one.kind in WITH_ROWS:
        sides = [count for count in (told.before, told.after) if count is not None]
        most = max(sides, default=0) if told.more else None
        words = " → ".join(f"{count:,}{'+' if count == most else ''}" for count in sides)
        return f"{words} {WITH_ROWS[one.kind]}" if words else ""
    parts = []
    if told.after is not None:
        parts.append(f"{told.after:,} fit it now")
    if told.rings:
        parts.append(f"{told.rings:,} would ring")
    if told.ends:
        parts.append(f"{told.ends:,} open would end")
    return ", ".join(parts)


def _field_line(field: FieldChange, *, new: bool) -> str:
    """Of a new one what it says, without what it leaves empty."""
    if new:
        said = shown(field.after)
        return "" if said in ("nothing", _NO_TIME) else safe_text(f"    {field.name} = {said}")
    return safe_text(f"    {field.name}  {shown(field.before)} → {shown(field.after)}")


def shown(value: object) -> str:
    """A value of a field as a person reads it."""
    match value:
        case None | "" | () | []:
            return "nothing"
        case bool():
            return "yes" if value else "no"
        case tuple() | list():
            return ", ".join(map(str, value))
        case _:
            return str(value)


def drift_text(plan: DefinitionPlan) -> str:
    """What was changed since the last apply, a line each; empty: nothing."""
    if not plan.drift:
        return ""
    lines = [f"  {drift_words(each)}" for each in plan.drift]
    return "\n".join(["Changed in the store since the last apply", *lines])


def drift_words(each: Drift) -> str:
    """`scoring weights: changed (change 14 by ana)`"""
    by = f" (change {each.change} by {each.who})" if each.change is not None else ""
    return safe_text(f"{each.subject} {each.title}: {_DRIFTED[each.kind]}{by}")


def left_words(plan: DefinitionPlan) -> str:
    """What stands in no file and stays; empty: nothing."""
    if not plan.left:
        return ""
    named = ", ".join(safe_text(each.title) for each in plan.left[:_MOST_NAMED])
    more = f" and {len(plan.left) - _MOST_NAMED:,} more" if len(plan.left) > _MOST_NAMED else ""
    return f"In no file, left alone (--prune removes them): {named}{more}"
