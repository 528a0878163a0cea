"""What a clock says at a moment, and what becomes of it (DEFINITIONS 4.2).

    used = (when it ended, else since when it is paused, else now) - began - left out
    breached: used > target, exactly at the target is met; at risk: 75 % of it or more

A moment before the last one that a clock knows of (somebody set the clock back) counts
as that last one: nothing that was used is given back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from core.sla.types import Clock, LedgerRow, Span, State

_RISK = (3, 4)
"""At risk from three quarters on."""


def used(clock: Clock, now: int) -> int:
    """Microseconds that have been used at a moment; never less than none."""
    return max(0, _upto(clock, now) - clock.began - clock.left_out)


def left(clock: Clock, now: int) -> int:
    """What is left; less than none: so much it is over."""
    return clock.target - used(clock, now)


def due(clock: Clock) -> int:
    """The moment at which it runs out; while it is paused, as though it went on from
    where it stands."""
    return clock.began + clock.target + clock.left_out


def runs_out(clock: Clock) -> int | None:
    """The moment at which it runs out if nobody does anything; None: it never will."""
    return None if clock.ended is not None or clock.paused is not None else due(clock)


def breached_at(clock: Clock, now: int) -> int | None:
    """When it ran out for the first time; None: it has not by now."""
    if clock.breached is not None and clock.breached <= now:
        return clock.breached
    return due(clock) if used(clock, now) > clock.target else None


def state(clock: Clock, now: int) -> State:
    """What it says at a moment."""
    if breached_at(clock, now) is not None:
        return "breached"
    if clock.ended is not None and clock.ended <= now:
        return "met"
    if clock.paused is not None and clock.paused <= now:
        return "paused"
    part, whole = _RISK
    return "at_risk" if whole * used(clock, now) >= part * clock.target else "running"


def noted(clock: Clock, at: int) -> Clock:
    """The same clock, which from now on knows whether it had run out at a moment."""
    return replace(clock, breached=breached_at(clock, at))


def pause(clock: Clock, at: int) -> Clock:
    """It stands still from a moment on; a clock that stands or has ended stays so."""
    if clock.paused is not None or clock.ended is not None:
        return clock
    return replace(noted(clock, at), paused=max(at, clock.began + clock.left_out))


def resume(clock: Clock, at: int) -> Clock:
    """It goes on: what has passed since its pause began is left out."""
    if clock.paused is None:
        return clock
    still = max(0, at - clock.paused)
    return replace(clock, paused=None, left_out=clock.left_out + still)


def stop(clock: Clock, at: int) -> Clock:
    """It ends at a moment; one that is paused then goes on first."""
    if clock.ended is not None:
        return clock
    gone = resume(clock, at)
    return replace(noted(gone, at), ended=max(at, gone.began + gone.left_out))


def restart(clock: Clock, at: int) -> Clock:
    """It goes on after its end: the time since then is left out, and a breach stays."""
    if clock.ended is None:
        return clock
    still = max(0, at - clock.ended)
    return replace(
        noted(clock, max(at, clock.ended)), ended=None, left_out=clock.left_out + still
    )


def retarget(clock: Clock, target: int, at: int) -> Clock:
    """Another target, from its beginning; a breach of before stays one."""
    if target == clock.target:
        return clock
    return replace(noted(clock, at), target=target)


def clock_of(
    began: int,
    target: int,
    spans: Iterable[Span],
    ended: int | None,
    now: int,
    breached: int | None = None,
) -> Clock:
    """The clock as it stood at a moment, from what is told of it."""
    over, paused = 0, None
    for span in spans:
        if span.since > now:
            continue
        if span.until is None or span.until > now:
            paused = span.since
        else:
            over += span.until - span.since
    ended = None if ended is None or ended > now else ended
    breached = None if breached is None or breached > now else breached
    return Clock(began, target, over, paused if ended is None else None, ended, breached)


def ledger(
    began: int, spans: Iterable[Span], ended: int | None, now: int
) -> tuple[LedgerRow, ...]:
    """Each stretch of a clock up to a moment, in order; what counts of them adds up to
    what was used."""
    rows: list[LedgerRow] = []
    at, total = began, 0
    for span in sorted(spans):
        if span.since > now or (ended is not None and span.since >= ended):
            continue
        total += max(0, span.since - at)
        if span.since > at:
            rows.append(LedgerRow(at, span.since, True, total))
        until = span.until if span.until is not None and span.until <= now else None
        rows.append(LedgerRow(span.since, until, False, total))
        if until is None:
            return tuple(rows)
        at = max(at, until)
    end = ended if ended is not None and ended <= now else None
    total += max(0, (now if end is None else end) - at)
    rows.append(LedgerRow(at, end, True, total))
    return tuple(rows)


def _upto(clock: Clock, now: int) -> int:
    if clock.ended is not None:
        return min(clock.ended, max(now, clock.began))
    return now if clock.paused is None else min(clock.paused, max(now, clock.began))
