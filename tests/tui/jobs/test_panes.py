"""The lines of the machine room: whole at every width, and nothing from outside raw."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta

import pytest
from rich.text import Text

from core.operations.types import Problem
from core.values.text import cells
from tests.tui.jobs.samples import HOSTILE, NOW, ON, ROOM, data
from tui.glyphs import ASCII, BRAILLE
from tui.jobs.panes import lower_lines, running_lines
from tui.jobs.table import table_lines
from tui.jobs.words import clock_words, size_words, span_words
from tui.palette import MONO, Look

LOOK = Look()


def text(lines: list[Text]) -> str:
    return "\n".join(line.plain for line in lines)


def test_a_job_a_line_with_its_state_and_the_runs_before() -> None:
    lines = table_lines(ROOM, "drop-looks", LOOK, UTC, 79)
    assert "LAST 11" in lines[0].plain
    assert "running     13:50  2.1 s  3.0 s 14:10 █████████×█" in lines[1].plain
    assert "!! given up" in lines[2].plain
    assert lines[3].plain.startswith("►drop-looks")
    assert "late 4 min" in lines[3].plain
    assert " now " in lines[3].plain
    assert len(lines) == 5


def test_wide_enough_it_tells_durations_and_what_a_job_does() -> None:
    wide = text(table_lines(ROOM, "backup", LOOK, UTC, 159))
    assert "24 H OF DURATIONS" in wide
    assert "What score-clients does" in wide
    assert "▂▂█▂" in wide or "█" in wide


def test_the_run_that_is_on_with_its_share_and_what_is_left() -> None:
    first, second = (line.plain for line in running_lines(ROOM, LOOK, 79))
    assert "score-clients run 8813" in first
    assert "61%  746 of 1,204" in first
    assert "eta 3.7 s" in first
    assert second == " for 6.0 s · cancelling is safe"
    asked = replace(ROOM, running=replace(ON, cancelling=True, attempt=2, total=None))
    first, second = (line.plain for line in running_lines(asked, LOOK, 79))
    assert "746 rows" in first
    assert second.startswith(" try 2 ·")
    assert "asked to stop" in second
    (nothing,) = running_lines(replace(ROOM, running=None), LOOK, 79)
    assert nothing.plain == " nothing runs"


def test_worker_store_and_problems_side_by_side() -> None:
    shown = text(lower_lines(data(), LOOK, UTC, 100))
    for words in (
        "WORKER  pid 4411  up 3 d 02 h  leads", "pid 4412", "stands by",
        "heartbeat 2 s ago · queue 1", "CPU 12%", "RSS 168 MB",
        "STORE   SQLite WAL  412 MB  wal 3 MB", "read p95 4 ms · write p95 11 ms",
        "clients 1,204", "PROBLEMS (1)", "1 client is set aside",
        "kill -9 safe: score-clients: run 8811 was cut at 512 rows",
    ):  # fmt: skip
        assert words in shown
    alone = replace(ROOM, workers=())
    shown = text(lower_lines(data(room=alone, asides=()), LOOK, UTC, 100))
    assert "WORKER  none" in shown
    assert "bellbuoy worker start" in shown
    assert "✓ none" in shown


def test_the_gravest_problems_and_that_there_are_more() -> None:
    found = tuple(Problem(f"p{n}", "job", f"{HOSTILE} {n}", grave=n == 0) for n in range(9))
    shown = text(lower_lines(data(problems=found), LOOK, UTC, 100))
    assert "PROBLEMS (10)" in shown
    assert "!! odd" in shown
    assert "! shows all of them" in shown


@pytest.mark.parametrize("glyphs", [BRAILLE, ASCII], ids=["braille", "ascii"])
@pytest.mark.parametrize("width", [20, 40, 79, 119, 159, 200])
def test_no_line_is_wider_than_the_room_or_holds_a_control_sign(
    width: int, glyphs: object
) -> None:
    look = Look(MONO, glyphs)  # type: ignore[arg-type]
    lines = [
        *table_lines(ROOM, "backup", look, UTC, width),
        *lower_lines(data(), look, UTC, width),
    ]
    for line in lines:
        assert cells(line.plain) <= width
        assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in line.plain)
    if glyphs is ASCII:
        # What stands for a control sign is data, not ours.
        assert text(lines).replace("�", "").isascii()


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(None, ""), (0.44, "0.4 s"), (41, "41 s"), (725, "12 min"), (11_100, "3 h 05"),
     (266_400, "3 d 02 h")],
)  # fmt: skip
def test_spans(seconds: float | None, words: str) -> None:
    assert span_words(seconds) == words


def test_times_and_sizes() -> None:
    assert clock_words(NOW + timedelta(hours=3), NOW, UTC) == "17:00"
    assert clock_words(NOW + timedelta(days=1), NOW, UTC) == "11-22"
    assert clock_words(None, NOW, UTC) == ""
    assert [size_words(n) for n in (812_000, 412_000_000, 3_100_000_000)] == [
        "812 kB", "412 MB", "3.1 GB",
    ]  # fmt: skip
