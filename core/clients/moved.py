"""Which figures of the whole base are others than without the runs of simulations that
are in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.health.types import Tier

_AT_RISK: tuple[Tier, ...] = ("critical", "at_risk")


@dataclass(frozen=True, slots=True)
class Counted:
    """What a client counts for. `live`: among the clients that pay; `arr` are amounts by
    currency; `groups` are the groups that it belongs to, as `owner:ana`."""

    live: bool
    tier: Tier
    score: int | None
    delta7: int | None
    open_incidents: int
    arr: tuple[tuple[str, int], ...]
    groups: tuple[str, ...] = ()


def moved_figures(clients: Iterable[tuple[Counted, Counted]]) -> frozenset[str]:
    """Of clients as (with runs, without): the names of the figures that differ for any of
    them: `clients`, `health`, `trend`, `incidents`, `arr`, `at_risk`, `tier:critical`,
    and the groups in which revenue at risk does. Differences that cancel out count too."""
    return frozenset(name for pair in clients for name in _of_one(*pair))


def _of_one(now: Counted, other: Counted) -> Iterator[str]:
    if now.live != other.live:
        yield "clients"
    if _place(now, now.score) != _place(other, other.score):
        yield "health"
    if _place(now, now.delta7) != _place(other, other.delta7):
        yield "trend"
    if now.open_incidents != other.open_incidents:
        yield "incidents"
    pays = _place(now, now.arr) != _place(other, other.arr)
    if pays:
        yield "arr"
    if pays or (now.live, now.tier) != (other.live, other.tier):
        yield from (f"tier:{each.tier}" for each in (now, other) if each.live)
    if _at_risk(now) != _at_risk(other):
        yield "at_risk"
        yield from now.groups


def _place(of: Counted, figure: object) -> object:
    """What is not live counts for nothing."""
    return figure if of.live else None


def _at_risk(of: Counted) -> tuple[tuple[str, int], ...]:
    return of.arr if of.live and of.tier in _AT_RISK else ()
