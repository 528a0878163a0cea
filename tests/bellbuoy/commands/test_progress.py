from __future__ import annotations

import io
from dataclasses import dataclass

from bellbuoy.commands.progress import Progress, line, moved_line


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_at_most_four_lines_a_second() -> None:
    out, clock = io.StringIO(), Clock()
    progress = Progress("import", out, clock, shown=True)
    for step in range(1000):
        clock.now = 100 + step / 250
        progress.update(step, 1000)
    written = out.getvalue().count("\r")
    assert 15 <= written <= 17  # four seconds
    assert "\n" not in out.getvalue()


def test_silent_when_not_shown() -> None:
    out, clock = io.StringIO(), Clock()
    with Progress("import", out, clock, shown=False) as progress:
        for step in range(10):
            clock.now += 1
            progress.update(step, 10)
    assert out.getvalue() == ""


def test_the_line_is_wiped_at_the_end() -> None:
    out, clock = io.StringIO(), Clock()
    with Progress("im\x1bport", out, clock, shown=True, width=40) as progress:
        clock.now += 2
        progress.update(12_000, 50_000)
        clock.now += 2
        progress.update(3)
    first, second, wiped, end = out.getvalue().split("\r")[1:]
    assert first.startswith("im�port  12,000 of 50,000  24%")
    assert len(first) <= 39
    assert second.rstrip() == "im�port  3"
    assert len(second) == len(first), "the older line is wiped"
    assert wiped == " " * len(second.rstrip())
    assert end == ""


def test_each_phase_begins_at_nothing() -> None:
    out, clock = io.StringIO(), Clock()
    with Progress("demo", out, clock, shown=True) as progress:
        progress.phase("facts")
        clock.now += 100
        progress.update(300, 300)
        progress.phase("sc\x1bores")
        clock.now += 2
        progress.update(20, 40)
    told = [line.rstrip() for line in out.getvalue().split("\r")]
    assert told[1:3] == ["demo, facts  300 of 300  100%  3/s",
                         "demo, sc�ores  20 of 40  50%  10/s  2 s left"]  # fmt: skip


def test_the_words_of_progress() -> None:
    assert line("x", 0, 10, 0.0) == "x  0 of 10  0%"
    assert line("x", 4_100, 8_200, 1.0) == "x  4,100 of 8,200  50%  4,100/s  1 s left"
    assert line("x", 100, 100_000, 100.0) == "x  100 of 100,000  0%  1/s  28 h left"
    assert line("x", 100, 700, 100.0) == "x  100 of 700  14%  1/s  10 min left"
    assert line("x", 10, 10, 1.0) == "x  10 of 10  100%  10/s"
    assert line("x", 7, None, 1.0) == "x  7  7/s"
    assert line("x", 0, 0, 1.0) == "x  0 of 0"


@dataclass(frozen=True)
class Step:
    rows: int
    fresh: int
    read: int
    fresh_read: int
    size: int | None


def test_the_words_of_a_long_reading() -> None:
    half = Step(4_000, 4_000, 50_000, 50_000, 100_000)
    assert moved_line("import", half, 2.0) == "import  4,000 rows  50%  2,000/s  2 s left"
    # What was in before is counted, and not taken for the speed of now.
    later = Step(9_000, 1_000, 90_000, 10_000, 100_000)
    assert moved_line("import", later, 2.0) == "import  9,000 rows  90%  500/s  2 s left"
    assert moved_line("x", Step(7, 7, 70, 70, None), 1.0) == "x  7 rows  7/s"
    assert moved_line("x", Step(9, 9, 100, 100, 100), 1.0) == "x  9 rows  100%  9/s"
    assert moved_line("x", Step(9, 0, 100, 0, 900), 0.0) == "x  9 rows  11%"
    assert moved_line("x", Step(0, 0, 0, 0, 0), 1.0) == "x  0 rows"


def test_a_reading_is_told_four_times_a_second_at_most() -> None:
    out, clock = io.StringIO(), Clock()
    with Progress("import", out, clock, shown=True) as progress:
        for step in range(1000):
            clock.now = 100 + step / 250
            progress.moved(Step(step, step, step, step, 1000))
    assert 15 <= out.getvalue().count("\r") <= 19
    with Progress("import", silent := io.StringIO(), clock, shown=False) as progress:
        progress.moved(Step(1, 1, 1, 1, 1))
    assert silent.getvalue() == ""
