"""What the figures of the record are made of: the incidents behind them, which add up.

DEFINITIONS 4.2 to 4.4. A mean of n lengths is the sum of the n-th parts of each, in whole
seconds by the largest remainder (1.5); an outage adds what no earlier one covers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from fractions import Fraction

from core.record.statistics import LEFT_OUT
from core.record.types import Lived, Measure, Window
from core.values.contribution import Contribution, Explanation
from core.values.rounding import apportion, half_up
from core.values.took import took_words

MOST = 100
"""So many incidents are told one by one, the largest; the others as one part."""
_MICRO = 1_000_000
Length = tuple[Lived, int]


def figure_of(
    measure: Measure, rows: Iterable[Lived], window: Window, subject: str, as_of: datetime
) -> Explanation:
    """One of MEASURES over a period, opened."""
    own = [row for row in rows if row.resolution not in LEFT_OUT]
    return _MADE[measure](own, window, subject, as_of)


def _mttr(rows: list[Lived], window: Window, subject: str, as_of: datetime) -> Explanation:
    found = [
        (row, row.resolved - row.opened)
        for row in rows
        if row.resolved is not None and window.holds(row.resolved) and not row.end_unsaid
    ]
    return _mean("mean time to resolve", "resolved", found, subject, as_of)


def _mtta(rows: list[Lived], window: Window, subject: str, as_of: datetime) -> Explanation:
    found = [
        (row, row.acknowledged - row.opened)
        for row in rows
        if row.acknowledged is not None and window.holds(row.acknowledged)
    ]
    return _mean("mean time to acknowledge", "acknowledged", found, subject, as_of)


def _mean(
    measure: str, done: str, found: list[Length], subject: str, as_of: datetime
) -> Explanation:
    """In seconds: each incident adds its own length over how many there are."""
    if not found:
        note = f"nothing was {done} in this period"
        return Explanation(subject, measure, None, (), as_of, "record 1", "seconds", note)
    found = sorted(found, key=_longest_first)
    n = len(found)
    total = half_up(sum(took for _, took in found), n * _MICRO)
    seconds = apportion([Fraction(took, n * _MICRO) for _, took in found], total)
    parts = [
        _part(row, points, took_words(took // _MICRO))
        for (row, took), points in zip(found, seconds, strict=True)
    ]
    note = f"what each took, over {n:,}"
    return Explanation(
        subject, measure, total, _shown(parts), as_of, "record 1", "seconds", note
    )


def _sla(rows: list[Lived], window: Window, subject: str, as_of: datetime) -> Explanation:
    """In clocks that were settled: those that were met, and each incident of which one
    ran out."""
    met = 0
    over: list[Contribution] = []
    for row in rows:
        settled = [each for each in row.verdicts if window.holds(each.at)]
        met += sum(each.met for each in settled)
        broken = [each.clock for each in settled if not each.met]
        if broken:
            words = " and ".join(
                {"respond": "answer", "resolve": "resolution"}[b] for b in broken
            )
            over.append(_part(row, len(broken), words))
    over.sort(key=lambda part: -part.points)
    kept = Contribution("met", "clocks that were met", met)
    parts = (kept, *_shown(over)) if met or over else ()
    total = met + sum(part.points for part in over)
    note = "" if total else "no clock was settled in this period"
    return Explanation(
        subject, "clocks settled", total, parts, as_of, "record 1", "clocks", note
    )


def _available(rows: list[Lived], window: Window, subject: str, as_of: datetime) -> Explanation:
    """In seconds of outage: what of it no earlier one covers."""
    found: list[Length] = []
    reached = window.start
    down = sorted((row.down[0], row.id, row) for row in rows if row.down is not None)
    for since, _, row in down:
        assert row.down is not None
        until = window.end if row.down[1] is None else min(row.down[1], window.end)
        begins = max(since, reached)
        if since <= window.end and until >= begins:
            found.append((row, until - begins))
            reached = until
    found.sort(key=_longest_first)
    total = sum(took for _, took in found) // _MICRO
    exact = [Fraction(took, _MICRO) for _, took in found]
    floors = sum(took // _MICRO for _, took in found)
    seconds = apportion(exact, max(total, floors)) if found else ()
    parts = [
        _part(row, points, took_words(took // _MICRO))
        for (row, took), points in zip(found, seconds, strict=True)
    ]
    note = "" if found else "no outage in this period"
    return Explanation(
        subject, "outage", total, _shown(parts), as_of, "record 1", "seconds", note
    )


def _part(row: Lived, points: int, value: str) -> Contribution:
    label = f"{row.key} {row.client_name}"
    return Contribution(row.key, label, points, value, command=f"incident show {row.key}")


def _shown(parts: Sequence[Contribution]) -> tuple[Contribution, ...]:
    """The largest one by one, the others together."""
    if len(parts) <= MOST:
        return tuple(parts)
    rest = parts[MOST:]
    others = Contribution("rest", f"{len(rest):,} others", sum(part.points for part in rest))
    return (*parts[:MOST], others)


def _longest_first(found: Length) -> tuple[int, int]:
    return -found[1], found[0].id


_MADE: Mapping[Measure, Callable[[list[Lived], Window, str, datetime], Explanation]] = {
    "mttr": _mttr,
    "mtta": _mtta,
    "sla": _sla,
    "available": _available,
}
