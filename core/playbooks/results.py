"""What came of a playbook beside clients that did not follow it.

Each client that ended a playbook is compared with all clients that were in the same
tier on the day it began and that never followed this playbook: over the same days, by
the change of health and the share of the ARR that was left. The mean of these others
counts once for each follower that it stands beside, so both sides are weighted by the
same days and tiers. It says what happened, not why: nobody chose the others by lot.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from core.playbooks.types import Ended, Side


def compared(groups: Iterable[Ended]) -> tuple[Side, Side, int]:
    """(followers, others, followers that nobody stands beside). Health in mean points
    (one decimal), ARR left as a share 0.. of what it was (three decimals)."""
    found = list(groups)
    paired = [group for group in found if group.n and group.others]
    n = sum(group.n for group in paired)
    alone = sum(group.n for group in found) - n
    if not n:
        return Side(0, None, None), Side(0, None, None), alone
    change = Fraction(sum(group.change for group in paired), n)
    beside = sum(
        (Fraction(each.others_change * each.n, each.others) for each in paired), Fraction(0)
    )
    before = sum(group.arr_before for group in paired)
    kept = Fraction(sum(group.arr_after for group in paired), before) if before else None
    followers = Side(n, _round(change, 1), _round(kept, 3))
    others = Side(
        sum(each.others for each in paired),
        _round(beside / n, 1),
        _round(_arr_beside(paired), 3),
    )
    return followers, others, alone


def _arr_beside(groups: list[Ended]) -> Fraction | None:
    """The share of the others' ARR, weighted by the ARR of the followers beside them."""
    paying = [each for each in groups if each.others_before and each.arr_before]
    weight = sum(each.arr_before for each in paying)
    if not weight:
        return None
    left = (
        Fraction(each.others_after * each.arr_before, each.others_before) for each in paying
    )
    return sum(left, Fraction(0)) / weight


def _round(value: Fraction | None, places: int) -> float | None:
    return None if value is None else round(float(value), places)
