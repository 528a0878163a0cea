"""What to do now, and why: each reason counts, and so does the money behind it.

    points = the strongest reason (up to 60) + 5 for each further one
             + up to 40 for the ARR, 20 for as much as the usual client pays

Points only order the list; each row carries what they are made of. They follow from
the row and the base alone: who stands beside it, or which rows are asked for, changes
nothing in the order of two of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from fractions import Fraction

from core.desk.types import DueTask, TodayRow, Waiting
from core.values.contribution import Contribution, Explanation
from core.values.money import Money, show_money
from core.values.rounding import half_even

TASK_DAYS = 3
"""Tasks due within so many days are told."""
RENEWAL_DAYS = 60
SILENT_DAYS = 14
TALKED_DAYS = 3
"""Whoever was talked to within so many days is left alone."""
_LATE, _DUE_TODAY, _CRITICAL = 60, 55, 50
_NEARER = 10
_MOST_MONEY = 40
_FURTHER = 5
VERSION = "today/2"


def ordered(
    tasks: Iterable[DueTask], clients: Iterable[Waiting], usual: Money, as_of: datetime
) -> tuple[TodayRow, ...]:
    """All of it, most points first; then what has the least time left, then by key.
    `usual` is the average ARR of a client of the whole base, in the base currency; ARR
    counts in that currency alone."""
    rows = [_of_task(each, usual, as_of) for each in tasks]
    rows += [_of_client(each, usual, as_of) for each in clients if reasons_of(each)]
    return tuple(sorted(rows, key=_place))


def _place(row: TodayRow) -> tuple[int, int, str, str]:
    return -row.points, 1 << 40 if row.left is None else row.left, row.client, row.key


def reasons_of(found: Waiting) -> list[Contribution]:
    """Why a client waits, the strongest reason first; empty: it does not."""
    reasons: list[Contribution] = []
    if found.critical:
        health = "no score" if found.score is None else f"health {found.score}"
        reasons.append(
            Contribution("critical", "critical, and no next step", _CRITICAL, health)
        )
    falling = found.delta7 is not None and found.delta7 < 0
    if falling and found.renews is not None and 0 <= found.renews <= RENEWAL_DAYS:
        points = _CRITICAL - found.renews // 2
        label = f"renews in {found.renews} d with falling health"
        reasons.append(Contribution("renewal", label, points, f"{found.delta7:+d} in 7 d"))
    if found.silent is not None and found.silent >= SILENT_DAYS:
        points = min(40, 10 + found.silent - SILENT_DAYS)
        reasons.append(Contribution("silent", "silent", points, f"no use for {found.silent} d"))
    reasons.sort(key=lambda each: -each.points)
    first, rest = reasons[:1], reasons[1:]
    return first + [
        Contribution(each.id, each.label, _FURTHER, each.value, note="one more reason")
        for each in rest
    ]


def _of_task(found: DueTask, usual: Money, as_of: datetime) -> TodayRow:
    late = found.due < 0
    label = f"{-found.due} d late" if late else _when(found.due)
    points = _LATE if late else max(0, _DUE_TODAY - _NEARER * found.due)
    reasons = [Contribution("due", f"task {label}", points)]
    explained = _explained(found.key, reasons, found.arr, usual, as_of)
    return TodayRow(
        "task", found.key, found.client, found.client_name, found.owner, found.text,
        f"task {label}", found.due, found.arr, explained.total or 0, explained,
    )  # fmt: skip


def _when(due: int) -> str:
    return "due today" if due == 0 else "due tomorrow" if due == 1 else f"due in {due} d"


def _of_client(found: Waiting, usual: Money, as_of: datetime) -> TodayRow:
    reasons = reasons_of(found)
    explained = _explained(found.client, reasons, found.arr, usual, as_of)
    near = any(each.id == "renewal" for each in reasons)
    why = reasons[0].label + (f", {reasons[0].value}" if reasons[0].value else "")
    return TodayRow(
        "client", found.client, found.client, found.client_name, found.owner,
        "plan the next step", why, found.renews if near else None, found.arr,
        explained.total or 0, explained,
    )  # fmt: skip


def _explained(
    subject: str,
    reasons: list[Contribution],
    arr: Money | None,
    usual: Money,
    as_of: datetime,
) -> Explanation:
    parts = (*reasons, _money(arr, usual))
    total = sum(part.points for part in parts)
    return Explanation(subject, "pressing", total, parts, as_of, VERSION)


def _money(arr: Money | None, usual: Money) -> Contribution:
    """`40 · ARR / (ARR + usual)`: more money always counts more, and never over 40."""
    if arr is None:
        return Contribution("arr", "ARR at stake", 0, "none")
    if arr.currency != usual.currency or arr.minor <= 0:
        note = f"not in {usual.currency}" if arr.currency != usual.currency else ""
        return Contribution("arr", "ARR at stake", 0, show_money(arr), note=note)
    whole = arr.minor + max(0, usual.minor)
    points = half_even(Fraction(_MOST_MONEY * arr.minor, whole))
    note = f"the usual client pays {show_money(usual)}, which counts {_MOST_MONEY // 2}"
    return Contribution("arr", "ARR at stake", points, show_money(arr), note=note)
