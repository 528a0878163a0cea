"""Any order of moves, reopenings, severities and clock jumps: what is allowed, that the
times stay in order, and that both clocks are what a slow replay of the log finds."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.incidents.life import (
    NEVER,
    Life,
    another_severity,
    clocks,
    moved,
    span_of,
)
from core.incidents.targets import SHIPPED, Target
from core.incidents.types import SEVERITIES, VERBS, Severity, Verb
from core.sla import clock as sla
from core.sla.types import Span
from core.values.errors import ConflictError
from tests.core.sla.drawn import used_slowly

_MOVES = st.lists(
    st.tuples(st.sampled_from((*VERBS, "severity")), st.integers(-15, 25), st.integers(0, 3)),
    max_size=14,
)
ALLOWED = {
    "open": {"ack", "pend", "resume", "resolve"},
    "acknowledged": {"ack", "pend", "resume", "resolve"},
    "pending": {"ack", "pend", "resume", "resolve"},
    "resolved": {"resolve", "close", "reopen"},
    "closed": {"resolve", "close", "reopen"},
}
TARGETS = {name: Target(5 + n * 7, 20 + n * 15) for n, name in enumerate(SEVERITIES)}


def fresh(severity: Severity = "high", opened: int = 100) -> Life:
    pair = clocks(opened, None, None, TARGETS[severity])
    return Life("open", severity, opened, None, None, None, None, None, 0, *pair)


@given(_MOVES)
@settings(max_examples=100)
def test_clocks_equal_a_slow_replay_and_times_stay_in_order(
    drawn: list[tuple[str, int, int]],
) -> None:
    life, wall, last = fresh(), 100, 100
    log: list[tuple[str, int]] = []
    answered: int | None = None
    spans: dict[int, int | None] = {}
    breached = [False, False]
    for name, jump, severity in drawn:
        wall += jump
        at = max(wall, life.latest)
        last, before = max(last, at), life
        now = [sla.state(each, at) == "breached" for each in (life.respond, life.resolve)]
        if name == "severity":
            target = TARGETS[SEVERITIES[severity]]
            life = another_severity(life, SEVERITIES[severity], target, wall)
        else:
            verb: Verb = next(each for each in VERBS if each == name)
            if verb not in ALLOWED[life.status]:
                with pytest.raises(ConflictError, match=f"it is {life.status}"):
                    moved(life, verb, wall)
                continue
            life = moved(life, verb, wall)
            if life.status != before.status:
                log.append((_EVENT[verb], at))
                if answered is None and life.acknowledged is not None:
                    answered = at
        if life != before:  # what nobody wrote down may be undone by a clock that is set back
            breached = [was or is_now for was, is_now in zip(breached, now, strict=True)]
        for span in span_of(before, life):
            if span is not None:
                spans[span.since] = span.until
        times = [life.opened, life.acknowledged, life.resolved, life.closed]
        there = [each for each in times if each is not None]
        assert all(early <= late for early, late in pairwise(there))
    end = last + 11
    assert sla.used(life.resolve, end) == used_slowly(log, 100, end)
    assert sla.used(life.respond, end) == (end if answered is None else answered) - 100
    kept = sla.clock_of(
        100, life.resolve.target, [Span(*each) for each in spans.items()], life.ended, end
    )
    assert sla.used(kept, end) == sla.used(life.resolve, end)
    for was, each in zip(breached, (life.respond, life.resolve), strict=True):
        over = was or sla.used(each, end) > each.target
        assert (sla.state(each, end) == "breached") == over
    assert (life.due == NEVER) == (
        life.status in ("resolved", "closed")
        or (life.status == "pending" and life.acknowledged is not None)
    )


_EVENT = {
    "ack": "resume", "pend": "pause", "resume": "resume", "resolve": "stop",
    "close": "none", "reopen": "restart",
}  # fmt: skip


def test_a_duplicate_names_what_it_repeats_and_only_a_duplicate_does() -> None:
    for reason, of in (("duplicate", None), ("fixed", 7)):
        with pytest.raises(ConflictError, match="names the incident"):
            moved(fresh(), "resolve", 120, reason, of)  # type: ignore[arg-type]
    found = moved(fresh(), "resolve", 120, "duplicate", 7)
    assert (found.resolution, found.duplicate_of, found.acknowledged) == ("duplicate", 7, 120)
    again = moved(found, "reopen", 130)
    assert (again.resolution, again.duplicate_of, again.resolved) == (None, None, None)
    assert (again.reopened, again.acknowledged, again.status) == (1, 120, "open")


def test_another_reason_of_what_is_over_changes_nothing_else() -> None:
    closed = moved(moved(fresh(), "resolve", 120), "close", 125)
    other = moved(closed, "resolve", 140, "no_fault")
    assert (other.resolution, other.status, other.resolved) == ("no_fault", "closed", 120)


def test_a_severity_counts_from_the_opening_and_a_breach_stays() -> None:
    late = another_severity(fresh("low"), "critical", TARGETS["critical"], 100 + 6)
    assert sla.state(late.respond, 106) == "breached"
    back = another_severity(late, "low", TARGETS["low"], 107)
    assert (sla.state(back.respond, 107), back.respond.target) == ("breached", 26)


def test_the_shipped_targets_are_those_of_the_definition() -> None:
    minute = 60_000_000
    assert [tuple(t // minute for t in SHIPPED[name]) for name in SEVERITIES] == [
        (15, 240), (60, 480), (240, 1440), (480, 4320),
    ]  # fmt: skip
