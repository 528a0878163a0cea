"""The engine tab: locks, queues, pace and what was slow, at every width."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta

import pytest
from rich.text import Text

from bellbuoy.services.context import Context
from bellbuoy.services.logs.viewing import LogView
from core.operations.types import EngineRoom, LeaseHeld, LogLine, Queued, SlowHour
from core.values.text import cells
from tests.tui.hand import using
from tests.tui.jobs.samples import HOSTILE, NOW
from tui.glyphs import ASCII, BRAILLE
from tui.jobs.engine import Waits, engine_lines
from tui.palette import MONO, Look
from tui.workers import _note_slow

ROOM = EngineRoom(
    at=NOW,
    engine="sqlite",
    leases=(
        LeaseHeld("worker", "w", 7, NOW + timedelta(seconds=8), NOW - timedelta(hours=2), 4411,
                  HOSTILE),
    ),
    writer=f"process 4411 ({HOSTILE})",
    events=1_900_000,
    queues=(
        Queued("clients for a score", 31, None),
        Queued("requests for a run", 2, NOW - timedelta(minutes=4)),
    ),
    pace={"read": 4.0, "write": 1_100.0},
    slow_hours=(SlowHour(NOW - timedelta(hours=1), "write", 4_096_000, 3),),
    slow=(LogLine(NOW, "info", "app", "slow", HOSTILE, 1, {"what": HOSTILE, "ms": 900.4}),),
)  # fmt: skip
WAITS = Waits(0.412, 0.021, 37)


def text(lines: list[Text]) -> str:
    return "\n".join(line.plain for line in lines)


@pytest.mark.parametrize("width", [60, 100])
def test_locks_queues_pace_and_what_was_slow(width: int) -> None:
    shown = text(engine_lines(ROOM, WAITS, Look(), UTC, width))
    for words in (
        "lead    pid 4411 on odd", "fence 7 since 12:00, ends in 8.0 s",
        "writes  process 4411", "31 clients for a score", "2 requests for a run  oldest 4",
        "1,900,000 events taken in", "read p95         4 ms", "write p95        1.1 s",
        "first paint      0.41 s", "key to paint p95 21 ms of 37 keys",
        "13:00  write  up to 4.1 s  3x", "900 ms  odd",
    ):  # fmt: skip
        assert words in shown, words


def test_nothing_held_nothing_slow_nothing_known() -> None:
    bare = replace(ROOM, leases=(), writer=None, pace={}, slow_hours=(), slow=())
    shown = text(engine_lines(bare, Waits(None, None, 0), Look(), UTC, 100))
    for words in (
        "nobody leads", "bellbuoy worker start", "writes  nobody now", "none over 32 ms",
        "nothing took a quarter of a second", "first paint      not known",
        "heartbeat        none within 24 h",
    ):  # fmt: skip
        assert words in shown, words


@pytest.mark.parametrize("glyphs", [BRAILLE, ASCII], ids=["braille", "ascii"])
@pytest.mark.parametrize("width", [20, 40, 79, 120, 199])
def test_no_line_is_wider_than_the_room_or_holds_a_control_sign(
    width: int, glyphs: object
) -> None:
    look = Look(MONO, glyphs)  # type: ignore[arg-type]
    lines = engine_lines(ROOM, WAITS, look, UTC, width)
    for line in lines:
        assert cells(line.plain) <= width
        assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in line.plain)
    if glyphs is ASCII:
        assert text(lines).replace("�", "").isascii()


def test_only_what_was_slow_is_kept_in_the_log() -> None:
    _note_slow("radar.open", "reader", 0.01)
    _note_slow("jobs", "back", 0.9)
    with LogView(lambda line: line.event == "slow") as view:
        (line,) = view.older(5)
    assert line.fields == {"what": "jobs", "thread": "back", "ms": 900.0}


async def test_the_tab_tells_of_this_app(demo_ctx: Context) -> None:
    async with using(demo_ctx, (100, 30)) as hand:
        await hand.press("g", "j", "right_square_bracket")
        assert hand.row(2).startswith("System › Engine")
        assert "nobody leads" in hand.text
        assert hand.app.session.paint.keys >= 2
        assert "ms of " in hand.text
