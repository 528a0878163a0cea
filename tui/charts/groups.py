"""Groups of a list as bars: how many each has, or what it adds up to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.analytics.types import NONE_WORD, Group, Grouped, Key
from core.query.types import FieldInfo, Reference
from core.values.money import Money, show_money
from tui.charts.chart import Chart, Series
from tui.charts.kinds.bars import MOST
from tui.palette import ROLE_OF, Role

_OWN_ORDER = ("enum", "day", "instant", "flag", "number")
_PLAIN: Role = "accent"


@dataclass(frozen=True, slots=True)
class _Bar:
    label: str
    value: int
    role: Role
    text: str


def group_chart(found: Grouped, fields: Mapping[str, FieldInfo]) -> Chart:
    """A title with the total, then a bar a group with its share of it; more than eight
    are folded into one, but tiers, months and numbers keep their order and stay. Each
    bar is the first sum that was asked for, or how many there are."""
    place = _measured(found)
    what = f"{found.noun}s"
    if place is not None:
        measure = found.measures[place]
        what = f"{measure.how} of {fields[measure.field].label}"
    by = ", ".join(fields[name].label for name in found.by) or "no field"
    title = f"{what} by {by}   total {_told(found.totals, place)}"
    bars = _rows(found, place, len(found.groups) + 1 if _keeps_order(found) else MOST)
    values = Series(
        "",
        tuple(bar.value for bar in bars),
        texts=tuple(bar.text for bar in bars),
        roles=tuple(bar.role for bar in bars),
    )
    return Chart("bars", title, (values,), tuple(bar.label for bar in bars), share=True)


def _keeps_order(found: Grouped) -> bool:
    return bool(found.types) and found.types[0] in _OWN_ORDER


def _rows(found: Grouped, place: int | None, most: int) -> list[_Bar]:
    """The bars in their order; what goes beyond `most`, or was cut off, is one bar."""
    groups = list(found.groups)
    if not _keeps_order(found):
        groups.sort(key=lambda group: -_value(group, place))
    fits = len(groups) <= most and found.rest is None
    shown = groups if fits else groups[: most - 1]
    rows = [_bar(_label(group), group, place) for group in shown]
    left = len(groups) - len(shown) + found.more
    if left:
        value = _value(found.totals, place) - sum(row.value for row in rows)
        text = _told_value(found.totals, place, value)
        rows.append(_Bar(f"other ({left:,})", value, "muted", text))
    return rows


def _bar(label: str, group: Group, place: int | None) -> _Bar:
    words = [key for key in group.keys if isinstance(key, str)]
    role = next((ROLE_OF[word] for word in words if word in ROLE_OF), _PLAIN)
    return _Bar(label, _value(group, place), role, _told(group, place))


def _label(group: Group) -> str:
    return ", ".join(map(_word, group.keys)) or "all"


def _word(key: Key) -> str:
    match key:
        case None:
            return NONE_WORD
        case Reference():
            return key.name or key.key
        case Money():
            return show_money(key, whole=False)
        case bool():
            return "yes" if key else "no"
        case _:
            return str(key).replace("_", " ") if key in ROLE_OF else str(key)


def _measured(found: Grouped) -> int | None:
    """The first sum that is one number a group: none where money has two currencies."""
    for place, measure in enumerate(found.measures):
        total = found.totals.figures[place]
        if measure.how == "sum" and (not isinstance(total, tuple) or len(total) == 1):
            return place
    return None


def _value(group: Group, place: int | None) -> int:
    figure = group.n if place is None else group.figures[place]
    if isinstance(figure, tuple):
        return sum(money.minor for money in figure)
    return figure if isinstance(figure, int) else 0


def _told(group: Group, place: int | None) -> str:
    return _told_value(group, place, _value(group, place))


def _told_value(group: Group, place: int | None, value: int) -> str:
    """A value of a group's figure, in its unit."""
    figure = None if place is None else group.figures[place]
    if isinstance(figure, tuple) and figure:
        return show_money(Money(value, figure[0].currency))
    return f"{value:,}"
