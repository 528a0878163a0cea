"""A class of records as it is told: what its policy says, and what is due by it."""

from __future__ import annotations

from dataclasses import replace

from core.store.retention import RecordClass
from core.store.types import Retention
from core.values.instants import day_text, from_micros
from storage.retention.bounded import Count
from storage.retention.reads import Policy


def told(
    record: RecordClass, policy: Policy | None, due: Count, cut: int | None, gone: int | None
) -> Retention:
    """What is due up to the day `cut` (None: nothing), by the policy, or by what is
    shipped where the program keeps records of itself; `gone` is the last day whose rows
    have gone. Days are epoch days."""
    shipped = record.days if record.machine else None
    return Retention(
        name=record.name,
        days=shipped if policy is None else policy.days,
        basis="" if policy is None else policy.basis,
        offered=record.days,
        due=due.rows,
        due_first=_day(due.first),
        due_last=_day(cut),
        gone_until=_day(gone),
        set_at=None if policy is None else from_micros(policy.set_us),
        meaning=record.meaning,
        cut=cut,
        by="policy" if policy is not None else "shipped" if record.machine else None,
        estimated=due.estimated,
    )


def with_held(record: Retention, held: int | None) -> Retention:
    """The same with the day from which on a simulation keeps rows that would go."""
    return replace(record, held_from=_day(held))


def _day(day: int | None) -> str | None:
    return None if day is None else day_text(day)
