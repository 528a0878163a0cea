"""In which order groups are shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from core.analytics.keys import Rank, rank
from core.analytics.plan import Plan
from core.analytics.types import HOWS, Group
from core.query.errors import nearest
from core.query.fields import Field
from core.values.errors import UsageError
from core.values.instants import to_micros
from core.values.money import Money

Order = tuple[tuple[str, bool], ...]
"""(name, descending): a field of `by`, `n`, or a measure (`sum_arr`)."""
Pass = tuple[Callable[[Group], Rank | float | None], bool]


def read_order(plan: Plan, wanted: Sequence[tuple[str, bool]]) -> Order:
    """The order by names: a field of `by`, `n` (how many), a measure, or the field of
    one, which is its first. Without any: the largest groups first where they are
    grouped by one text, else as their keys follow each other. Raises UsageError."""
    if not wanted:
        return (("n", True),) if len(plan.by) == 1 and _is_text(plan.by[0]) else ()
    return tuple((_column(plan, name), descending) for name, descending in wanted)


def _is_text(field: Field) -> bool:
    return field.type in ("text", "reference")


def sort_words(text: str) -> tuple[tuple[str, bool], ...]:
    """`-arr,owner` as (name, descending) pairs. Raises UsageError for an empty name."""
    found = []
    for part in text.split(","):
        word = part.strip()
        descending = word.startswith("-")
        if not word[descending:]:
            raise UsageError(f"“{text}” has an empty name", "--sort -arr,owner")
        found.append((word[descending:], descending))
    return tuple(found)


def _column(plan: Plan, name: str) -> str:
    """The name of a column that is there."""
    by_field: dict[str, str] = {}
    for measure in sorted(plan.measures, key=lambda m: HOWS.index(m.how)):
        by_field.setdefault(measure.field, measure.key)
    keys = {field.name: field.name for field in plan.by}
    figures = {measure.key: measure.key for measure in plan.measures}
    known = {**by_field, **figures, "n": "n", **keys}
    field = plan.fields.find(name)
    spoken = field.name if field is not None else name.lower()
    if spoken not in known:
        otherwise = f"by one of: {', '.join(known)}"
        raise UsageError(
            f"groups are not sorted by “{name}”", nearest(name, tuple(known)) or otherwise
        )
    return known[spoken]


def ordered(
    plan: Plan, groups: Sequence[Group], order: Order, base_currency: str
) -> list[Group]:
    """The groups by an order, equal ones as their keys follow each other. Where a
    value is missing the group comes last, in either direction. Money goes by the
    base currency of the store, then by the others, code by code."""
    passes = [
        found
        for name, descending in order
        for found in _passes(plan, groups, name, descending, base_currency)
    ]
    passes += [(_key(plan, place), False) for place in range(len(plan.by))]
    found = list(groups)
    for value, descending in reversed(passes):
        there = [group for group in found if value(group) is not None]
        missing = [group for group in found if value(group) is None]
        there.sort(key=value, reverse=descending)  # type: ignore[arg-type]
        found = there + missing
    return found


def _passes(
    plan: Plan, groups: Sequence[Group], name: str, descending: bool, base_currency: str
) -> list[Pass]:
    keys = [field.name for field in plan.by]
    if name in keys:
        return [(_key(plan, keys.index(name)), descending)]
    if name == "n":
        return [(lambda group: group.n, descending)]
    place = [measure.key for measure in plan.measures].index(name)
    if plan.fields[plan.measures[place].field].type != "money":
        return [(_figure(place), descending)]
    codes = {m.currency for g in groups for m in _money(g, place)}
    by_use = sorted(codes, key=lambda code: (code != base_currency, code))
    return [(_amount(place, code), descending) for code in by_use]


def _key(plan: Plan, place: int) -> Callable[[Group], Rank | None]:
    field = plan.by[place]
    return lambda g: None if g.keys[place] is None else rank(field, g.keys[place])


def _figure(place: int) -> Callable[[Group], float | None]:
    def value(group: Group) -> float | None:
        match group.figures[place]:
            case None | tuple():
                return None
            case int() | float() as number:
                return number
            case moment:
                return to_micros(moment)

    return value


def _money(group: Group, place: int) -> tuple[Money, ...]:
    found = group.figures[place]
    return found if isinstance(found, tuple) else ()


def _amount(place: int, code: str) -> Callable[[Group], float | None]:
    return lambda g: next((m.minor for m in _money(g, place) if m.currency == code), None)
