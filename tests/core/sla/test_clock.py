"""The clock against a slow count of every microsecond in which it ran."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.sla import clock as sla
from core.sla.types import Clock, Span
from tests.core.sla.drawn import EVENTS, told, used_slowly

_DO = {"pause": sla.pause, "resume": sla.resume, "stop": sla.stop, "restart": sla.restart}
MINUTE = 60_000_000
HOUR = 60 * MINUTE


@given(EVENTS, st.integers(0, 300), st.integers(0, 30), st.integers(1, 60))
@settings(max_examples=100)
def test_what_was_used_is_what_a_slow_count_finds(
    drawn: list[tuple[str, int]], target: int, began: int, further: int
) -> None:
    clock, events = Clock(began, target), told(drawn, began)
    for place, (name, at) in enumerate(events):
        clock = _DO[name](clock, at)
        assert sla.used(clock, at) == used_slowly(events[: place + 1], began, at)
    now = (events[-1][1] if events else began) + further
    slow = used_slowly(events, began, now)
    assert sla.used(clock, now) == slow
    assert sla.left(clock, now) == target - slow
    assert (sla.state(clock, now) == "breached") == (
        slow > target or clock.breached is not None
    )


@given(EVENTS, st.integers(0, 100), st.integers(0, 200))
@settings(max_examples=100)
def test_spans_make_the_same_clock_and_the_ledger_adds_up(
    drawn: list[tuple[str, int]], target: int, now: int
) -> None:
    """The spans are what is kept of a clock; what they say at a past moment is what was
    said then."""
    clock, events, spans = Clock(0, target), told(drawn, 0), []
    for name, at in events:
        before, clock = clock, _DO[name](clock, at)
        if before.paused is not None and clock.paused is None:
            spans.append(Span(before.paused, at))
        if before.ended is not None and clock.ended is None:
            spans.append(Span(before.ended, at))
    now = max(now, events[-1][1] if events else 0)
    if clock.paused is not None:
        spans.append(Span(clock.paused, None))
    same = sla.clock_of(0, target, spans, clock.ended, now)
    assert sla.used(same, now) == sla.used(clock, now)
    assert (same.paused, same.left_out) == (clock.paused, clock.left_out)
    rows = sla.ledger(0, spans, clock.ended, now)
    assert rows[-1].used == sla.used(clock, now)
    counted = sum((now if r.until is None else r.until) - r.since for r in rows if r.counts)
    assert counted == rows[-1].used


@given(EVENTS, st.integers(0, 60), st.lists(st.integers(0, 60), max_size=4))
@settings(max_examples=100)
def test_a_breach_never_heals(
    drawn: list[tuple[str, int]], target: int, others: list[int]
) -> None:
    clock, was = Clock(0, target), False
    for name, at in told(drawn, 0):
        was = was or sla.state(clock, at) == "breached"
        clock = sla.noted(clock, at)
        if others:
            clock = sla.retarget(clock, others.pop(), at)
        clock = _DO[name](clock, at)
        was = was or sla.state(clock, at) == "breached"
        assert (sla.state(clock, at) == "breached") == was


def test_exactly_at_the_target_is_met_and_three_quarters_are_a_risk() -> None:
    clock = Clock(0, 4 * HOUR)
    assert sla.state(clock, 3 * HOUR - 1) == "running"
    assert sla.state(clock, 3 * HOUR) == "at_risk"
    assert sla.state(clock, 4 * HOUR) == "at_risk"
    assert sla.state(clock, 4 * HOUR + 1) == "breached"
    assert sla.state(sla.stop(clock, 4 * HOUR), 9 * HOUR) == "met"
    late = sla.stop(clock, 4 * HOUR + 1)
    assert (sla.state(late, 9 * HOUR), late.breached) == ("breached", 4 * HOUR)


def test_the_example_of_the_definition() -> None:
    """High: opened 10:00, acknowledged 10:40, pending 12:00 to 14:30, resolved 20:00."""
    respond = sla.stop(Clock(10 * HOUR, HOUR), 10 * HOUR + 40 * MINUTE)
    assert (sla.used(respond, 24 * HOUR), sla.state(respond, 24 * HOUR)) == (40 * MINUTE, "met")
    resolve = sla.pause(Clock(10 * HOUR, 8 * HOUR), 12 * HOUR)
    assert (sla.state(resolve, 13 * HOUR), sla.runs_out(resolve)) == ("paused", None)
    resolve = sla.resume(resolve, 14 * HOUR + 30 * MINUTE)
    assert sla.runs_out(resolve) == 20 * HOUR + 30 * MINUTE
    resolve = sla.stop(resolve, 20 * HOUR)
    assert sla.used(resolve, 24 * HOUR) == 7 * HOUR + 30 * MINUTE
    assert sla.state(resolve, 24 * HOUR) == "met"


@pytest.mark.parametrize("at", [-5 * HOUR, 0, HOUR])
def test_a_clock_set_back_gives_nothing_back(at: int) -> None:
    stopped = sla.stop(Clock(2 * HOUR, HOUR), at)
    assert sla.used(stopped, 9 * HOUR) == 0
    assert sla.used(Clock(2 * HOUR, HOUR), at) == 0
