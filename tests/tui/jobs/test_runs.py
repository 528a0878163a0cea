"""The runs of one job in lines: durations, reasons, who was set aside."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta

import pytest
from rich.text import Text

from core.values.text import cells
from tests.tui.jobs.samples import HOSTILE, NOW, ROOM, data, run
from tui.glyphs import ASCII, BRAILLE
from tui.jobs.runs import foot_lines, head_lines, run_line, seconds_of, titles, trend_line
from tui.palette import MONO, Look

LOOK = Look()
DEAD = run(8800, "score-history", "dead", error=HOSTILE, follows=8799, attempt=3)


def text(lines: list[Text]) -> str:
    return "\n".join(line.plain for line in lines)


def lasting(number: int, seconds: float, state: str = "ok") -> object:
    one = run(number, "backup", state)  # type: ignore[arg-type]
    return replace(one, ended=one.started + timedelta(seconds=seconds))


def test_the_head_names_job_schedule_state_and_next() -> None:
    head = head_lines(ROOM.jobs[1], data(opened="score-history"), LOOK, UTC, 100)
    assert "score-history  What score-history does" in head[0].plain
    assert "every 10 min · !! given up · next 14:10" in head[0].plain
    unknown = head_lines(None, data(opened="gone"), LOOK, UTC, 100)
    assert "gone  not known to any worker" in text(unknown)


def test_durations_rise_with_the_time_and_the_newest_is_last() -> None:
    runs = [lasting(3, 8), lasting(2, 4, "failed"), lasting(1, 1)]
    told = trend_line(runs, LOOK, 80).plain  # type: ignore[arg-type]
    assert "1.0 s … 8.0 s" in told
    assert "1 of 3 failed" in told
    signs = told.split()[1]
    assert len(signs) == 3
    assert list(signs) == sorted(signs)
    assert signs[-1] == LOOK.glyphs.sparks[-1]
    assert "no run has ended" in trend_line([run(1, "x", "running")], LOOK, 80).plain


def test_slots_that_went_by_took_no_time() -> None:
    assert seconds_of(run(1, "x", "skipped")) is None
    assert seconds_of(run(1, "x", "ok")) == pytest.approx(2.1)


def test_a_run_that_failed_tells_why_below_the_list() -> None:
    told = data(opened="score-history", runs=(DEAD,))
    foot = text(foot_lines(DEAD, told, LOOK, UTC, 100))
    assert "run 8800 given up  try 3 · after run 8799 · worker w" in foot
    assert "odd �]0;title� facts" in foot
    assert "SET ASIDE (1)" in foot
    assert "SET ASIDE" not in text(foot_lines(None, data(opened="backup"), LOOK, UTC, 100))


@pytest.mark.parametrize("glyphs", [BRAILLE, ASCII], ids=["braille", "ascii"])
@pytest.mark.parametrize("width", [20, 40, 80, 120, 200])
def test_no_line_is_wider_than_the_room_or_holds_a_control_sign(
    width: int, glyphs: object
) -> None:
    look = Look(MONO, glyphs)  # type: ignore[arg-type]
    told = data(opened="score-history", runs=(DEAD, run(1, "score-history")))
    lines = [
        *head_lines(ROOM.jobs[1], told, look, UTC, width),
        titles(look, width),
        run_line(DEAD, told, look, UTC, width),
        *foot_lines(DEAD, told, look, UTC, width),
    ]
    for line in lines:
        assert cells(line.plain) <= width
        assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in line.plain)
    if glyphs is ASCII:
        assert text(lines).replace("�", "").isascii()


def test_times_are_those_of_the_zone() -> None:
    assert run_line(DEAD, data(), LOOK, UTC, 80).plain.startswith("   8800  13:50")
    assert NOW.tzinfo is UTC
