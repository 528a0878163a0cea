"""The alarm clock rings at the slots that the history knows."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from jobs.registry import JOBS
from jobs.schedule import SlotTrigger, alarm_clock

TZ = ZoneInfo("America/New_York")


def test_its_triggers_follow_the_slots_over_a_change_of_clocks() -> None:
    trigger = SlotTrigger("30 2 * * *", TZ)
    now = datetime(2026, 3, 8, 0, tzinfo=UTC)
    first = trigger.get_next_fire_time(None, now)
    assert first == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)
    assert trigger.get_next_fire_time(first, now) == datetime(2026, 3, 9, 6, 30, tzinfo=UTC)


def test_every_job_has_an_alarm_and_none_runs_before_the_start() -> None:
    clock = alarm_clock(JOBS, TZ, lambda: None)
    assert [job.id for job in clock.get_jobs()] == [job.id for job in JOBS]
    assert not clock.running
