"""How clients of a list stand, and what differs between two looks at it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import datetime

from core.clients.types import ChangeKind, ClientChange, ClientRow, FieldChange, Watched

__all__ = ["Watched", "changes", "watched_of"]


def watched_of(row: ClientRow) -> Watched:
    """What is watched of a row."""
    return Watched(
        name=row.name,
        tier=row.tier,
        health=row.score,
        arr=row.arr,
        renews=row.renews,
        owner=row.owner,
        plan=row.plan,
        status=row.status,
        incidents=row.open_incidents,
    )


def changes(
    before: Mapping[str, Watched],
    after: Mapping[str, Watched],
    at: datetime,
    kind: ChangeKind = "enters",
) -> Iterator[ClientChange]:
    """Who left, in the old order, then who came in (`kind`) or changed, in the new one.

    Told one after the other they make `after` of `before`.
    """
    for key, was in before.items():
        if key not in after:
            yield ClientChange(at, "leaves", key, was)
    for key, now in after.items():
        if key not in before:
            yield ClientChange(at, kind, key, now)
        elif differing := _differing(before[key], now):
            yield ClientChange(at, "changes", key, now, differing)


def _differing(was: Watched, now: Watched) -> tuple[FieldChange, ...]:
    if was == now:
        return ()
    return tuple(
        FieldChange(field.name, getattr(was, field.name), getattr(now, field.name))
        for field in fields(Watched)
        if getattr(was, field.name) != getattr(now, field.name)
    )
