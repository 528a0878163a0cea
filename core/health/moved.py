"""What moved one component between two days: incidents one by one, days by window.

The points that a component loses are shared over incidents or days on both days
(DEFINITIONS 2.3); what each of them lost then less what it loses now is its part
of the change, so the parts sum exactly, whatever rounding and caps did.
"""

from __future__ import annotations

from collections.abc import Sequence

from core.health.components.record import Component, Evidence, Slice
from core.health.types import HealthFacts
from core.values.contribution import Contribution
from core.values.rounding import apportion_share

Side = tuple[int, HealthFacts, Evidence]
"""The points lost on one of the two days, its facts, and what stood behind them."""
_Found = dict[str, tuple[Slice, int]]


def shared_out(slices: Sequence[Slice], lost: int) -> list[tuple[Slice, int]]:
    """The lost points over slices; nothing where none is lost or none has a share."""
    if lost == 0 or not any(each.share for each in slices):
        return []
    shares = apportion_share([each.share for each in slices], lost)
    return list(zip(slices, shares, strict=True))


def moved_parts(
    component: Component, then: Side, now: Side, weights: tuple[int, int]
) -> tuple[Contribution, ...]:
    """Signed points that sum to the change of the component's points.

    `weights`: that of the component on either day; a step between them is a part of
    its own. Nothing where the lost points of a day cannot be opened.
    """
    before, after = _slices(component, then), _slices(component, now)
    if before is None or after is None:
        return ()
    if component.baseline is None:
        parts = _each(_lost(before, then[0]), _lost(after, now[0]))
    else:
        parts = _windows(before, then[0], after, now[0])
    step = weights[1] - weights[0]
    if step:
        told = f"{weights[0]}% → {weights[1]}%"
        parts = [*parts, Contribution("weight", "its weight", step, value=told)]
    return tuple(parts)


def _slices(component: Component, side: Side) -> tuple[Slice, ...] | None:
    """What the lost points are shared over; None where they cannot be."""
    lost, facts, evidence = side
    slices = component.slices(facts, evidence)
    return None if lost and not any(each.share for each in slices) else slices


def _lost(slices: Sequence[Slice], lost: int) -> _Found:
    told: _Found = {each.id: (each, 0) for each in slices}
    for each, points in shared_out(slices, lost):
        told[each.id] = (each, told[each.id][1] + points)
    return told


def _each(before: _Found, after: _Found) -> list[Contribution]:
    """An entry an incident whose share or points differ, the newest state beside it."""
    parts = []
    for name in [*after, *(name for name in before if name not in after)]:
        was, lost_then = before.get(name, (None, 0))
        here, lost_now = after.get(name, (None, 0))
        shown = here or was
        assert shown is not None
        if lost_then != lost_now or (was and was.share) != (here and here.share):
            value = f"{was.value if was else '0'} → {here.value if here else '0'}"
            note = here.note if here else "no longer counted"
            parts.append(
                Contribution(name, shown.label, lost_then - lost_now, value=value, note=note)
            )
    return parts


def _windows(
    before: Sequence[Slice], lost_then: int, after: Sequence[Slice], lost_now: int
) -> list[Contribution]:
    """Days that left the window, that came into it, and that both windows have. Points
    are shared over these and not over single days: equal days lose the same then."""
    ids_then, ids_now = {each.id for each in before}, {each.id for each in after}
    was = _grouped(before, lost_then, "left", ids_now)
    here = _grouped(after, lost_now, "came", ids_then)
    words = {"left": "left the window", "came": "came into it", "both": "in both windows"}
    parts = []
    for name, told in words.items():
        days, then = was.get(name, ([], 0))
        days, now = here.get(name, (days, 0))
        if days and (then != now or name != "both"):
            label = f"{_days(days)} {told}"
            parts.append(Contribution(name, label, then - now, value=_span(days)))
    return parts


def _grouped(
    slices: Sequence[Slice], lost: int, alone: str, others: set[str]
) -> dict[str, tuple[list[str], int]]:
    """The days of one window in two groups, and the points that each loses."""
    groups: dict[str, list[Slice]] = {alone: [], "both": []}
    for each in slices:
        groups["both" if each.id in others else alone].append(each)
    shares = [sum(each.share for each in found) for found in groups.values()]
    points = apportion_share(shares, lost) if lost else (0, 0)
    return {
        name: ([each.id for each in found], n)
        for (name, found), n in zip(groups.items(), points, strict=True)
    }


def _days(days: Sequence[str]) -> str:
    return f"{len(days)} day{'' if len(days) == 1 else 's'}"


def _span(days: Sequence[str]) -> str:
    return days[0] if len(days) == 1 else f"{days[0]}..{days[-1]}"
