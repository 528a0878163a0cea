"""The menu of views: what it lists, counts, narrows, forgets and shares."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bellbuoy.services.context import Context
from bellbuoy.services.views import reading, writing
from core.access.types import Viewer
from core.views.types import View
from storage.views.writes import put_view
from tests.tui.hand import using
from tui.views import menu

LATE = View("Late", "clients", "tier:critical")


async def test_own_shared_and_starters_with_their_counts(ctx: Context) -> None:
    boss = replace(ctx, viewer=Viewer("raj", "manager"))
    writing.save(ctx, LATE)
    writing.save(boss, replace(LATE, name="Alpha", query=""))
    writing.share(boss, "Alpha", "*")
    many = reading.count(ctx, LATE)
    async with using(ctx) as hand:
        await hand.press("v")
        lines = [line for line in hand.lines if " clients " in line or " radar " in line]
        assert any("Late" in line and "own" in line and f" {many} " in line for line in lines)
        assert any("Alpha" in line and "of raj" in line and " 15 " in line for line in lines)
        assert any("No owner" in line and "starter" in line for line in lines)
        await hand.press("slash")
        await hand.type("raj")
        assert "1 of 9 views" in hand.text
        await hand.press("enter", "enter")
        assert hand.row(2).startswith("Clients › Alpha ")


def test_a_count_that_is_too_long_says_so(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_COUNTED", 3)
    assert menu._count_words(3) == "3+"
    assert menu._count_words(2) == "2"


async def test_forgotten_and_back(ctx: Context) -> None:
    writing.save(ctx, LATE)
    async with using(ctx) as hand:
        await hand.press("v", "d")
        assert "Late is gone" in hand.row(23)
        assert all(view.name != "Late" for view in reading.listed(ctx))
        await hand.press("z")
        assert reading.find(ctx, "Late").query == "tier:critical"
        assert any("Late" in line for line in hand.lines)


async def test_what_came_with_the_program_stays(ctx: Context) -> None:
    async with using(ctx) as hand:
        await hand.press("v", "d")
        assert "it came with the program" in hand.text
        assert len(reading.listed(ctx)) == 8


async def test_shared_with_all_from_the_menu(ctx: Context) -> None:
    writing.save(ctx, LATE)
    async with using(ctx) as hand:
        await hand.press("v", "a", "a")
        assert reading.find(ctx, "Late").shared == "*"
        assert "own, for all" in hand.text
        await hand.press("a", "n")
        assert reading.find(ctx, "Late").shared == ""


async def test_a_rep_may_keep_and_not_share(ctx: Context) -> None:
    rep = replace(ctx, viewer=Viewer("mei", "rep"))
    writing.save(rep, LATE)
    async with using(rep) as hand:
        await hand.press("v", "a")
        assert "role rep may not view:share" in hand.text
        assert reading.find(rep, "Late").shared == ""


@pytest.mark.parametrize("size", [(80, 24), (160, 48), (40, 16)])
async def test_a_hostile_name_of_another_version_does_no_harm(
    ctx: Context, size: tuple[int, int]
) -> None:
    kept = writing.save(ctx, LATE)
    bad = replace(kept, name="\x1b[2J\u202eevil [red]x" * 3, query='name~"\x07[b]"')
    with ctx.store.unit() as unit:
        put_view(unit, bad)
    async with using(ctx, size) as hand:
        await hand.press("v")
        assert "\x1b" not in hand.text
        assert "\x07" not in hand.text
        assert "\u202e" not in hand.text
        assert "[red]x" in hand.text.replace("…", "[red]x")


async def test_a_role_without_views_is_told_so(ctx: Context) -> None:
    nobody = replace(ctx, viewer=Viewer("x", "system"))
    async with using(nobody) as hand:
        await hand.press("v")
        # Row 23 may tell by then of something else that this role may not see.
        assert any("role system may not see views" in told for told in hand.app.told())
