"""The tab of changes: who, what, before and after; nothing from outside raw."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bellbuoy.services.alerts.rules import edit
from bellbuoy.services.context import Context
from core.operations.types import Changed, ChangedRow
from core.values.text import cells
from tests.tui.hand import using
from tests.tui.jobs.samples import HOSTILE
from tui.glyphs import ASCII, BRAILLE
from tui.jobs.changes import ChangeOpened, change_line, opened_lines, titles
from tui.palette import MONO, Look

CHANGE = Changed(
    7, datetime(2026, 11, 16, 14, tzinfo=UTC), HOSTILE, "alert.rule", HOSTILE, HOSTILE,
    {"name": HOSTILE}, 1_204,
)  # fmt: skip
OPENED = ChangeOpened(
    7,
    (
        ChangedRow("alert_rule", HOSTILE, 1, {"condition": HOSTILE}, {"condition": "tier:x"}),
        ChangedRow("client", "5", 1_203, None, None),
    ),
)


@pytest.mark.parametrize("glyphs", [BRAILLE, ASCII], ids=["braille", "ascii"])
@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_lines_fit_and_hold_no_control_sign(width: int, glyphs: object) -> None:
    look = Look(MONO, glyphs)  # type: ignore[arg-type]
    lines = [
        titles(look, width),
        change_line(CHANGE, look, UTC, width),
        *opened_lines(CHANGE, OPENED, look, width),
    ]
    for line in lines:
        assert cells(line.plain) <= width
        assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in line.plain)


def test_before_and_after_stand_side_by_side() -> None:
    told = "\n".join(line.plain for line in opened_lines(CHANGE, OPENED, Look(), 120))
    assert "odd �]0;title� facts → tier:x" in told
    assert "client 5  1,203 new rows from here on" in told
    other = replace(CHANGE, id=8)
    assert "reading" in opened_lines(other, OPENED, Look(), 80)[1].plain


async def test_changes_are_listed_narrowed_and_opened(own_ctx: Context) -> None:
    ctx = replace(own_ctx, read_only=False)
    edit(ctx, "tier-critical", {"severity": "low"})
    async with using(replace(ctx, read_only=True), (120, 36)) as hand:
        await hand.press("colon")
        await hand.type("changes target:tier-critical")
        await hand.press("enter")
        assert hand.row(2).startswith("System › Changes")
        assert "alert.rule  tier-critical" in hand.text
        assert hand.row(3).endswith("changes")
        await hand.press("enter")
        assert "alert_rule tier-critical" in hand.text
        assert "critical → low" in hand.text
        await hand.press("escape", "escape")
        assert "/ all" in hand.row(3)
        await hand.press("i")
        assert hand.row(2).startswith("System › Log")
        assert f'trace:"{ctx.trace_id}"' in hand.row(3)


async def test_a_role_that_may_not_is_told(own_ctx: Context) -> None:
    ctx = replace(own_ctx, viewer=replace(own_ctx.viewer, role="rep"))
    async with using(ctx) as hand:
        await hand.press("colon")
        await hand.type("changes")
        await hand.press("enter")
        assert "DENIED" in hand.text
        await hand.press("left_square_bracket")
        assert "DENIED" not in hand.text
