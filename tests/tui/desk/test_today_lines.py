"""What to do now, in lines of any width; names that attack the terminal do nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from core.desk.today import ordered
from core.desk.types import ClientDesk, DueTask, Interaction, Snooze, Task, Today, Waiting
from core.values.instants import parse_day
from core.values.money import Money
from core.values.text import cells
from tests.tui.charts.samples import PLAIN
from tui.clients.timeline import timeline_lines
from tui.desk.today_lines import today_lines, why_lines
from tui.glyphs import ASCII
from tui.keymap import DEFAULT
from tui.look import ScreenLook

NOW = datetime(2026, 3, 15, 12, tzinfo=UTC)
TODAY = parse_day("2026-03-15")
NAME = "\x1b]52;c;aGk=\x07\u202eLimited 東京データ株式会社"
LONG = "\x1b[2J" + "line\n" * 40


def look(ascii_alone: bool = False) -> ScreenLook:
    glyphs = ASCII if ascii_alone else PLAIN.glyphs
    return ScreenLook(PLAIN.palette, glyphs, zone=UTC, now=NOW, today=TODAY, keys=DEFAULT)


def found() -> Today:
    tasks = [DueTask("T-1", "C-1", NAME, LONG, NAME, -3, Money(123_456_00, "USD"))]
    waiting = [
        Waiting("C-2", "Two", None, True, 12, -4, 20, 40, None),
        Waiting("C-3", NAME, "raj", False, None, None, None, 15, Money(5, "EUR")),
    ]
    return Today(ordered(tasks, waiting, Money(50_000_00, "USD"), NOW), "owner:me", 0)


@pytest.mark.parametrize("width", [20, 40, 80, 160])
@pytest.mark.parametrize("ascii_alone", [False, True])
def test_every_line_fits_and_is_harmless(width: int, ascii_alone: bool) -> None:
    shown = look(ascii_alone)
    lines = today_lines(found(), 1, width, shown)
    assert len(lines) == 3
    for row in found().rows:
        lines += why_lines(row, width, shown)
    lines += timeline_lines(desk(), max(width, 24), shown)
    for each in lines:
        assert each.cell_len <= max(width, 24)
        assert not any(ord(char) < 32 or char == "\u202e" for char in each.plain)


def test_why_a_row_stands_there() -> None:
    row = found().rows[0]
    told = [line.plain.rstrip() for line in why_lines(row, 80, look())]
    assert told[0].endswith(f"{row.points} points")
    assert told[1].startswith("   task 3 d late")
    assert told[1].endswith("+60")
    assert told[2].startswith("   ARR at stake, $123,456")
    assert cells(told[2]) <= 80


def test_nothing_to_do_is_said() -> None:
    (line,) = today_lines(Today((), "", 0), 0, 80, look())
    assert line.plain == " Nothing is due, and nobody waits: all clients"


def desk() -> ClientDesk:
    task = Task(1, "C-1", NAME, LONG, TODAY - 1, NAME, "open", None, NOW, "ana", None, 1)
    ended = Task(2, "C-1", NAME, "sent", None, "ana", "done", LONG, NOW, "ana", NOW, 2)
    said = Interaction(7, "C-1", NAME, "call", NOW, NAME, LONG, 3)
    return ClientDesk(
        (said,), (task, ended), 9, 1, ("vip",), Snooze(TODAY + 1, LONG, NAME), None
    )


def test_a_timeline_tells_the_rest_where_it_is() -> None:
    told = "\n".join(line.plain for line in timeline_lines(desk(), 80, look()))
    assert "To do (1)" in told
    assert "1 d late" in told
    assert "35 more lines: bellbuoy interaction show I-7" in told
    assert "and 8 older: bellbuoy interaction list client:C-1" in told
    assert "snoozed  up to tomorrow" in told
    nothing = ClientDesk((), (), 0, 0, (), None, None)
    told = "\n".join(line.plain for line in timeline_lines(nothing, 80, look()))
    assert told == " No tasks; a adds one\n \n Nothing was written down; c writes a note"


def test_the_reason_has_the_room_at_80_cells() -> None:
    waiting = [
        Waiting(
            "C-0004", "Quill Bakeries", "ana", False, 60, -1, 7, 0, Money(522_126_00, "USD")
        )
    ]
    rows = Today(ordered([], waiting, Money(50_000_00, "USD"), NOW), "", 0)
    line = today_lines(rows, 0, 79, look())[0].plain
    assert "renews in 7 d with falling health" in line
    assert line.rstrip().endswith("ana     $522k")
    small = today_lines(rows, 0, 59, look())[0].plain
    assert "renews in 7 d with" in small
    assert "ana" not in small
    assert "$522,126" in today_lines(rows, 0, 160, look())[0].plain
