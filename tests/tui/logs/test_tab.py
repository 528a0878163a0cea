"""The log on screen: it follows, holds, narrows, unfolds; hostile lines are harmless."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bellbuoy.paths import log_file
from bellbuoy.services.context import Context
from bellbuoy.services.logs.writing import log
from core.operations.types import LogLine
from core.values.text import cells
from tests.tui.hand import Hand, using
from tests.tui.jobs.samples import HOSTILE
from tui.glyphs import ASCII, BRAILLE
from tui.jobs.page import JobsPage
from tui.logs.lines import log_row, raw_lines, titles
from tui.logs.tab import LogsTab
from tui.palette import MONO, Look

HOSTILE_LINE = LogLine(
    datetime(2026, 11, 21, 9, tzinfo=UTC), "error", HOSTILE, HOSTILE, HOSTILE, 7,
    {HOSTILE: HOSTILE, "ms": 3.5, "none": None},
)  # fmt: skip


def tab(hand: Hand) -> LogsTab:
    assert isinstance(hand.page, JobsPage)
    found = hand.page.tab
    assert isinstance(found, LogsTab)
    return found


async def go(hand: Hand, query: str = "") -> None:
    await hand.press("colon")
    await hand.type(f"logs {query}")
    await hand.press("enter")


@pytest.mark.parametrize("glyphs", [BRAILLE, ASCII], ids=["braille", "ascii"])
@pytest.mark.parametrize("width", [20, 40, 80, 120, 200])
def test_lines_fit_and_hold_no_control_sign(width: int, glyphs: object) -> None:
    look = Look(MONO, glyphs)  # type: ignore[arg-type]
    lines = [
        titles(look, width),
        log_row(HOSTILE_LINE, look, UTC, width),
        *raw_lines(HOSTILE_LINE, look, UTC, width),
    ]
    for line in lines:
        assert cells(line.plain) <= width
        assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in line.plain)


async def test_it_follows_until_one_moves_up_and_again_with_f(demo_ctx: Context) -> None:
    for number in range(40):
        log("info", f"e{number}")
    async with using(demo_ctx) as hand:
        await go(hand)
        assert hand.row(2).startswith("System › Log")
        assert "e39" in hand.text
        assert hand.row(3).endswith("follows")
        log("error", "fresh", {"text": "odd \x1b[2J end"})
        await hand.until(lambda: "fresh" in hand.text)
        assert "odd �[2J end" in hand.text
        await hand.press("up", "up")
        assert hand.row(3).endswith("holds")
        here = tab(hand).line
        log("info", "later")
        await hand.until(lambda: "later" in str(list(tab(hand).data.lines)[-1]))  # type: ignore[union-attr]
        assert tab(hand).line == here
        await hand.press("f")
        assert tab(hand).line is not None
        assert tab(hand).line.event == "later"  # type: ignore[union-attr]


async def test_older_pages_come_when_one_goes_up(
    demo_ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.logs.data.PAGE", 30)
    monkeypatch.setattr("tui.logs.tab.PAGE", 30)
    monkeypatch.setattr("tui.workers.SLOW_S", 3_600)  # or a busy machine adds a line
    for number in range(100):
        log("info", f"e{number}.")
    async with using(demo_ctx) as hand:
        await go(hand)
        assert hand.row(3).endswith("30 of 30+  follows")
        await hand.press("home")
        assert tab(hand).line is not None
        assert tab(hand).line.event == "e70."  # type: ignore[union-attr]
        await hand.press("up")
        assert tab(hand).line.event == "e69."  # type: ignore[union-attr]
        for _ in range(3):
            await hand.press("home", "up")
        assert tab(hand).data.whole  # type: ignore[union-attr]
        assert "e0." in hand.text


async def test_level_trace_and_words_narrow_it(demo_ctx: Context) -> None:
    log("info", "run began", {"job": "backup"}, trace="run-7")
    log("warning", "late", trace="run-7")
    log("error", "broke", trace="run-8")
    async with using(demo_ctx, (120, 30)) as hand:
        await go(hand, "--trace run-7")
        assert "late" in hand.text
        assert "broke" not in hand.text
        await hand.press("s", "w")
        assert "/ trace:run-7 level:warning,error" in hand.row(3)
        assert "run began" not in hand.text
        assert hand.page.command == "bellbuoy logs --trace run-7 --level warning"
        await hand.press("escape")
        await hand.press("end", "w")
        assert 'trace:"run-8"' in hand.row(3)
        await hand.press("enter")
        assert "trace run-8" in hand.text
        assert hand.page.back_word == "fold"


async def test_no_log_yet_and_nothing_that_fits(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await go(hand, "seaweed")
        log_file().unlink(missing_ok=True)
        await hand.press("r")
        assert "NO MATCH" in hand.text or "EMPTY" in hand.text
        await hand.press("escape")
        await hand.until(lambda: "EMPTY" in hand.text or "app" in hand.text)
