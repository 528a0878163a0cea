"""What to do now, and why: each reason counts, and so does the money behind it.

    points = the strongest reason (up to 60) + 5 for each further one
             + up to 40 for the ARR, as a share of the largest in the list

Points only order the list; each row carries what they are made of.
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
VERSION = "today/1"


def ordered(
    tasks: Iterable[DueTask], clients: Iterable[Waiting], base: str, as_of: datetime
) -> tuple[TodayRow, ...]:
    """All of it, most points first; then what has the least time left, then by key.
    ARR counts in the base currency alone."""
    tasks, clients = tuple(tasks), tuple(clients)
    amounts = [task.arr for task in tasks] + [client.arr for client in clients]
    largest = max((arr.minor for arr in amounts if arr and arr.currency == base), default=0)
    rows = [_of_task(each, base, largest, as_of) for each in tasks]
    rows += [_of_client(each, base, largest, as_of) for each in clients if reasons_of(each)]
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


def _of_task(found: DueTask, base: str, largest: int, as_of: datetime) -> TodayRow:
    late = found.due < 0
    label = f"{-found.due} d late" if late else _when(found.due)
    points = _LATE if late else max(0, _DUE_TODAY - _NEARER * found.due)
    reasons = [Contribution("due", f"task {label}", points)]
    explained = _explained(found.key, reasons, found.arr, base, largest, as_of)
    return TodayRow(
        "task", found.key, found.client, found.client_name, found.owner, found.text,
        f"task {label}", found.due, found.arr, explained.total or 0, explained,
    )  # fmt: skip


def _when(due: int) -> str:
    return "due today" if due == 0 else "due tomorrow" if due == 1 else f"due in {due} d"


def _of_client(found: Waiting, base: str, largest: int, as_of: datetime) -> TodayRow:
    reasons = reasons_of(found)
    explained = _explained(found.client, reasons, found.arr, base, largest, as_of)
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
    base: str,
    largest: int,
    as_of: datetime,
) -> Explanation:
    parts = (*reasons, _money(arr, base, largest))
    total = sum(part.points for part in parts)
    return Explanation(subject, "pressing", total, parts, as_of, VERSION)


def _money(arr: Money | None, base: str, largest: int) -> Contribution:
    if arr is None:
        return Contribution("arr", "ARR at stake", 0, "none")
    if arr.currency != base or largest <= 0:
        return Contribution("arr", "ARR at stake", 0, show_money(arr), note=f"not in {base}")
    points = half_even(Fraction(_MOST_MONEY * max(0, arr.minor), largest))
    note = f"of {show_money(Money(largest, base))}, the most here, which counts {_MOST_MONEY}"
    return Contribution("arr", "ARR at stake", points, show_money(arr), note=note)
