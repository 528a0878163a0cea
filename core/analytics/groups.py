"""The groups of a query from what each adds up to: ordered, cut, and summed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from core.analytics.order import Order, ordered
from core.analytics.plan import Plan
from core.analytics.tally import Tally, figure, whole
from core.analytics.types import Group, Key

Keys = tuple[Key, ...]


class Assembled(NamedTuple):
    """`rest` is what a limit left out, `more` groups of them, as one."""

    groups: tuple[Group, ...]
    rest: Group | None
    more: int
    totals: Group


def assembled(
    plan: Plan,
    tallies: Mapping[Keys, Tally],
    order: Order,
    limit: int | None,
    base_currency: str,
    all_of_them: Tally | None = None,
) -> Assembled:
    """The groups of a plan, at most `limit`; groups and rest sum to the totals, but where
    a row may stand in several groups: then `all_of_them` is what all rows add up to."""
    nothing: Keys = (None,) * len(plan.by)
    groups = [_group(plan, keys, tally) for keys, tally in tallies.items()]
    groups = ordered(plan, groups, order, base_currency)
    kept = groups if limit is None else groups[:limit]
    left = groups[len(kept) :]
    rest = _group(plan, nothing, whole(tallies[g.keys] for g in left)) if left else None
    sum_of_all = whole(tallies.values()) if all_of_them is None else all_of_them
    totals = _group(plan, nothing, sum_of_all)
    return Assembled(tuple(kept), rest, len(left), totals)


def _group(plan: Plan, keys: Keys, tally: Tally) -> Group:
    figures = tuple(figure(m.how, plan.fields[m.field], tally) for m in plan.measures)
    return Group(keys, tally.n, figures)
