"""The record of incidents over a period: volume, times, clocks, recurrence, availability.

DEFINITIONS 4.2 to 4.4. Each figure counts an incident where its own moment lies in the
period: opened, acknowledged, resolved, a clock settled. Planned maintenance is a record
of its own; duplicates and cancelled ones are counted, and left out of all else.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from core.incidents.types import SEVERITIES
from core.record.availability import Span, availability, downtime
from core.record.durations import durations
from core.record.types import By, Figures, Lived, Window

LEFT_OUT = ("duplicate", "cancelled")
"""Reasons of resolution that are no incident's own."""

Keys = Callable[[Lived, int], Iterable[str | None]]
"""The groups of an incident, as far as something at a moment is concerned."""
Opened = tuple[int, int, int, str]
"""When an incident was opened, its number, that of its client, and a component of it."""
_SECOND = 1_000_000
_ASSUMED = "medium"


@dataclass(slots=True)
class _Heap:
    """What is gathered of one group."""

    counts: dict[str, int] = field(default_factory=dict)
    acknowledged: list[int] = field(default_factory=list)
    resolved: list[int] = field(default_factory=list)
    down: list[Span] = field(default_factory=list)

    def add(self, name: str) -> None:
        self.counts[name] = self.counts.get(name, 0) + 1

    def figures(self, window: Window) -> Figures:
        return Figures(
            **self.counts,
            to_acknowledge=durations(self.acknowledged),
            to_resolve=durations(self.resolved),
            available=availability(self.down, window.start, window.end),
            down_s=downtime(self.down, window.start, window.end) // _SECOND,
        )


def keys_by(by: By, month_of: Callable[[int], str]) -> Keys:
    """How incidents are grouped; `month_of` gives the local month of a moment."""
    match by:
        case "client":
            return lambda row, _: (row.client,)
        case "owner":
            return lambda row, _: (row.owner,)
        case "component":
            return lambda row, _: row.components or (None,)
        case "severity":
            return lambda row, _: (row.severity or _ASSUMED,)
        case "month":
            return lambda _, moment: (month_of(moment),)
        case _:
            return lambda _row, _moment: ()


def figures_of(
    rows: Iterable[Lived], window: Window, again: Collection[int] = frozenset()
) -> Figures:
    """The record of all of these incidents as one; `again` are ids of those that follow
    another one."""
    heap = _Heap()
    for row in rows:
        _gather(row, window, again, lambda _row, _moment: (heap,))
    return heap.figures(window)


def grouped(
    rows: Iterable[Lived],
    window: Window,
    keys: Keys,
    again: Collection[int] = frozenset(),
    periods: Mapping[str | None, Window] | None = None,
) -> dict[str | None, Figures]:
    """The record of each group. With `periods` (of months) the groups are these, empty
    ones too: each is judged by its own, and an outage counts in every one it reaches."""
    heaps: dict[str | None, _Heap] = {key: _Heap() for key in periods or ()}

    def of(row: Lived, moment: int) -> Iterable[_Heap]:
        return [heaps.setdefault(key, _Heap()) for key in keys(row, moment)]

    for row in rows:
        _gather(row, window, again, of)
    if periods is None:
        return {key: heap.figures(window) for key, heap in heaps.items()}
    spans = [span for heap in heaps.values() for span in heap.down]
    for heap in heaps.values():
        heap.down = spans
    return {key: heap.figures(periods[key]) for key, heap in heaps.items()}


def _gather(
    row: Lived,
    window: Window,
    again: Collection[int],
    of: Callable[[Lived, int], Iterable[_Heap]],
) -> None:
    if row.resolution in LEFT_OUT:
        name = "duplicates" if row.resolution == "duplicate" else "cancelled"
        for heap in of(row, row.opened) if window.holds(row.opened) else ():
            heap.add(name)
        return
    if window.holds(row.opened):
        for heap in of(row, row.opened):
            _count_opened(heap, row, row.id in again)
    if row.acknowledged is not None and window.holds(row.acknowledged):
        for heap in of(row, row.acknowledged):
            heap.acknowledged.append(row.acknowledged - row.opened)
    if row.resolved is not None and window.holds(row.resolved):
        for heap in of(row, row.resolved):
            _count_resolved(heap, row, row.resolved)
    _gather_rest(row, window, of)


def _gather_rest(
    row: Lived, window: Window, of: Callable[[Lived, int], Iterable[_Heap]]
) -> None:
    """What it is at the end of the window, and what its clocks and its outage say."""
    if row.opened <= window.end and (row.resolved is None or row.resolved > window.end):
        for heap in of(row, window.end):
            heap.add("backlog")
    for verdict in row.verdicts:
        for heap in of(row, verdict.at) if window.holds(verdict.at) else ():
            heap.add("met" if verdict.met else "breached")
    if row.down is not None:
        _count_down(row.down, row, window, of)


def _count_opened(heap: _Heap, row: Lived, again: bool) -> None:
    heap.add("opened")
    if row.reopened:
        heap.add("reopened")
    if again:
        heap.add("again")
    if row.reopened or again:
        heap.add("recurred")


def _count_resolved(heap: _Heap, row: Lived, resolved: int) -> None:
    heap.add("resolved")
    if row.end_unsaid:
        heap.add("unknown")
    else:
        heap.resolved.append(resolved - row.opened)
    if row.said_met is not None:
        heap.add("said_met" if row.said_met else "said_breached")


def _count_down(
    down: tuple[int, int | None],
    row: Lived,
    window: Window,
    of: Callable[[Lived, int], Iterable[_Heap]],
) -> None:
    """An outage that reaches into the window; one without an end lasts up to now."""
    since, until = down[0], window.end if down[1] is None else down[1]
    if until >= window.start and since <= window.end:
        for heap in of(row, min(max(since, window.start), window.end)):
            heap.down.append((since, until))


def in_order(by: By, found: Mapping[str | None, Figures]) -> list[str | None]:
    """Severities from the worst and months from the first; of the rest those first in
    which most was opened, then by name; what has no such thing comes last."""
    if by == "severity":
        return [name for name in SEVERITIES if name in found]
    if by == "month":
        return sorted(found, key=lambda key: key or "")
    return sorted(found, key=lambda key: (key is None, -found[key].opened, key or ""))


def follows_another(opened: Iterable[Opened], span: int) -> frozenset[int]:
    """Ids of incidents that follow another one of the same client with a component in
    common, opened at most `span` microseconds before. Which of several that were opened
    at the same moment came first goes by the id."""
    last: dict[tuple[int, str], tuple[int, int]] = {}
    found = set()
    for at, number, client, component in sorted(opened):
        before = last.get((client, component))
        if before is not None and before[1] != number and at - before[0] <= span:
            found.add(number)
        last[client, component] = (at, number)
    return frozenset(found)
