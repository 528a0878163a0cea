"""What is due: each slot is run or told, once, however the clock moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.jobs.cron import parse_cron
from core.jobs.due import due_now, passed_by, retry_due, span_words
from core.jobs.slots import count_slots
from core.jobs.types import JobMark, JobPlan
from tests.core.jobs.test_slots import instants, lines, zones

PLAN = JobPlan("j", "a job", "*/10 * * * *")
DROPS = replace(PLAN, missed="drop", grace_s=1_800)
AT = datetime(2026, 3, 15, 12, 5, tzinfo=UTC)
TZ = ZoneInfo("UTC")


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-03-15T{text}+00:00")


def test_a_job_that_was_never_looked_at_begins_now() -> None:
    due = due_now(PLAN, TZ, JobMark(), AT, jumped=None)
    assert due is not None
    assert (due.slot, due.settled, due.skipped, due.reason) == (None, AT, 0, "")


def test_a_slot_is_due_from_its_minute_on_and_once() -> None:
    mark = JobMark(slot=at("12:00"))
    assert due_now(PLAN, TZ, mark, at("12:09:59"), jumped=None) is None
    due = due_now(PLAN, TZ, mark, at("12:10"), jumped=None)
    assert due is not None
    assert (due.slot, due.settled, due.skipped) == (at("12:10"), at("12:10"), 0)
    assert due_now(PLAN, TZ, JobMark(slot=due.settled), at("12:11"), jumped=None) is None


def test_one_late_run_makes_up_for_many_and_they_are_told() -> None:
    due = due_now(PLAN, TZ, JobMark(slot=at("12:00")), at("13:05"), jumped=None)
    assert due is not None
    assert (due.slot, due.skipped) == (at("13:00"), 5)
    assert due.reason == (
        "5 slots up to 2026-03-15 13:00Z went by: nobody took them; one run makes up for them"
    )
    hour = timedelta(hours=1)
    jumped = due_now(PLAN, TZ, JobMark(slot=at("12:00")), at("13:05"), jumped=hour)
    assert jumped is not None
    assert "the clock went ahead 60 min" in jumped.reason


def test_a_job_that_drops_is_not_run_when_it_is_too_late() -> None:
    hourly = replace(DROPS, every="0 * * * *")
    mark = JobMark(slot=at("11:00"))
    due = due_now(hourly, TZ, mark, at("12:45"), jumped=None)
    assert due is not None
    assert (due.slot, due.skipped, due.settled) == (None, 1, at("12:00"))
    assert due.reason.startswith("1 slot up to 2026-03-15 12:00Z went by")
    soon = due_now(hourly, TZ, mark, at("12:29"), jumped=None)
    assert soon is not None
    assert soon.slot == at("12:00")


def test_a_pause_holds_all_and_says_so_when_it_ends() -> None:
    mark = JobMark(slot=at("12:00"), paused=at("12:01"), paused_by="ana")
    assert due_now(PLAN, TZ, mark, at("15:00"), jumped=None) is None
    due = passed_by(PLAN, TZ, mark, at("12:35"), "while it was paused")
    assert (due.skipped, due.settled) == (3, at("12:35"))
    assert due.reason == "3 slots went by while it was paused by ana"
    assert passed_by(PLAN, TZ, mark, at("12:05"), "so").reason == ""


def test_a_clock_that_was_set_back_counts_from_there_and_a_skew_is_none() -> None:
    mark = JobMark(slot=at("12:00"))
    assert due_now(PLAN, TZ, mark, at("11:59"), jumped=None) is None
    due = due_now(PLAN, TZ, mark, at("10:30"), jumped=None)
    assert due is not None
    assert (due.slot, due.settled) == (None, at("10:30"))
    assert due.reason == "the clock was set back by 90 min: slots count from here"


def test_a_retry_is_due_at_its_time_and_when_the_clock_was_set_back() -> None:
    mark = JobMark(retry=at("12:10"), retry_of=3)
    assert not retry_due(PLAN, mark, at("12:09"))
    assert retry_due(PLAN, mark, at("12:10"))
    assert retry_due(PLAN, mark, at("12:10") - timedelta(days=365))
    assert not retry_due(PLAN, JobMark(), AT)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(45, "45 s"), (119, "119 s"), (3_660, "61 min"), (90_000, "25 h"), (31_622_400, "366 d")],
)
def test_spans_in_words(seconds: int, words: str) -> None:
    assert span_words(timedelta(seconds=seconds)) == words


moves = st.lists(
    st.one_of(
        st.timedeltas(timedelta(0), timedelta(minutes=30)),
        st.timedeltas(timedelta(0), timedelta(days=3)),
        st.sampled_from(
            [
                timedelta(hours=1),
                timedelta(days=365),
                timedelta(hours=-1),
                timedelta(days=-365),
                timedelta(seconds=-30),
            ]
        ),
    ),
    max_size=12,
)


@given(line=lines, zone=zones, start=instants, moved=moves)
@settings(max_examples=100, deadline=None)
def test_no_slot_is_doubled_and_none_goes_by_untold(
    line: str, zone: ZoneInfo, start: datetime, moved: list[timedelta]
) -> None:
    """What is settled is counted whole: run, skipped with a row, or had before."""
    plan, cron = replace(PLAN, every=line), parse_cron(line)
    mark, now = JobMark(slot=start), start
    had: set[datetime] = set()
    for step in moved:
        now += step
        due = due_now(plan, zone, mark, now, jumped=None)
        if due is None:
            # Nothing due means that nothing lies between.
            assert count_slots(cron, zone, mark.slot or now, now) == 0
            continue
        assert mark.slot is not None
        if due.settled < mark.slot:
            assert "set back" in due.reason
        else:
            told = due.skipped + (due.slot is not None)
            assert told == count_slots(cron, zone, mark.slot, due.settled)
            assert count_slots(cron, zone, due.settled, now) == 0
            assert bool(due.reason) == (due.skipped > 0)
        if due.slot is not None and due.slot not in had:
            had.add(due.slot)
        mark = replace(mark, slot=due.settled)


@given(line=lines, before=zones, after=zones, start=instants, hours=st.integers(1, 200))
@settings(max_examples=60, deadline=None)
def test_another_zone_neither_doubles_nor_loses_a_slot(
    line: str, before: ZoneInfo, after: ZoneInfo, start: datetime, hours: int
) -> None:
    plan = replace(PLAN, every=line)
    first = due_now(plan, before, JobMark(slot=start), start + timedelta(hours=9), jumped=None)
    settled = start if first is None else first.settled
    now = start + timedelta(hours=9 + hours)
    due = due_now(plan, after, JobMark(slot=settled), now, jumped=None)
    expected = count_slots(parse_cron(line), after, settled, now)
    assert (0 if due is None else due.skipped + 1) == expected
    if due is not None and due.slot is not None:
        assert due.slot > settled
