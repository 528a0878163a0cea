"""A view on the screen: opened, changed by hand, left, kept, and in the command."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bellbuoy.__main__ import main
from bellbuoy.services import clients
from bellbuoy.services.context import Context
from bellbuoy.services.views import reading, writing
from core.views.types import View
from tests.tui.hand import Hand, using
from tui.places import Place

LARGE = View("Large", "clients", "arr>20k", ("name", "arr", "mrr", "since"), "-arr")


def names(ctx: Context) -> list[str]:
    return [view.name for view in reading.listed(ctx) if view.owner]


async def erase(hand: Hand) -> None:
    await hand.press("end", *["backspace"] * 60)


async def test_a_view_shows_its_rows_columns_and_order(ctx: Context) -> None:
    writing.save(ctx, LARGE)
    wanted = [row.key for row in clients.page(ctx, "arr>20k", sort="-arr").rows]
    async with using(ctx) as hand:
        await hand.press("colon")
        await hand.type("view large")
        await hand.press("enter")
        assert hand.row(2).startswith("Clients › Large ")
        assert hand.list.list.shown_columns == ("name", "arr", "mrr", "since")
        assert f"of {len(wanted)} · sort arr ▼" in hand.row(3)
        assert hand.under_cursor == wanted[0]


async def test_changed_by_hand_it_says_so_until_escape(ctx: Context) -> None:
    writing.save(ctx, LARGE)
    async with using(ctx) as hand:
        hand.app.go(Place("clients", view="Large"))
        await hand.settle()
        await hand.press("slash")
        await hand.type("tier:healthy")
        await hand.press("enter")
        assert hand.row(2).startswith("Clients › Large* ")
        assert "esc drop the changes" in hand.row(-1)
        await hand.press("escape")
        assert hand.row(2).startswith("Clients › Large ")
        await hand.press("s", "n")
        assert hand.row(2).startswith("Clients › Large* ")
        await hand.press("s", "a")
        assert hand.row(2).startswith("Clients › Large ")
        assert "esc leave the view" in hand.row(-1)
        await hand.press("escape")
        assert hand.row(2).startswith("Clients ")
        assert "Large" not in hand.row(2)
        assert "of 15" in hand.row(3)
        assert len(hand.list.list.shown_columns) > 4


async def test_back_and_the_last_place_find_the_view_again(ctx: Context) -> None:
    writing.save(ctx, LARGE)
    async with using(ctx) as hand:
        hand.app.go(Place("clients", view="Large"))
        await hand.settle()
        await hand.press("enter", "escape")
        assert hand.row(2).startswith("Clients › Large ")
        await hand.press("3", "minus")
        assert hand.row(2).startswith("Clients › Large ")
        await hand.press("1", "2")
        assert hand.row(2).startswith("Clients › Large ")


async def test_a_view_that_is_not_there_leaves_the_rows(ctx: Context) -> None:
    async with using(ctx) as hand:
        hand.app.go(Place("clients", view="Nosuch"))
        await hand.settle()
        assert "no view “Nosuch”" in hand.row(23)
        assert "of 15" in hand.row(3)


async def test_what_is_on_the_screen_is_kept_under_a_name(ctx: Context) -> None:
    async with using(ctx) as hand:
        await hand.press("2", "slash")
        await hand.type("owner:none")
        await hand.press("enter", "s", "a", "v", "n")
        await hand.type("Orphans")
        await hand.press("enter")
        assert hand.row(2).startswith("Clients › Orphans ")
        assert hand.row(23).startswith("Orphans saved")
        found = reading.find(ctx, "orphans")
        assert (found.query, found.sort) == ("owner:none", "-arr")
        await hand.press("z")
        assert names(ctx) == []


async def test_kept_again_it_takes_its_own_place(ctx: Context) -> None:
    first = writing.save(ctx, LARGE)
    async with using(ctx) as hand:
        hand.app.go(Place("clients", view="Large"))
        await hand.settle()
        await hand.press("s", "n", "v", "n", "enter")
        found = reading.find(ctx, "Large")
        assert (found.sort, found.columns) == ("name", LARGE.columns)
        assert found.rev > first.rev
        assert hand.row(2).startswith("Clients › Large ")


async def test_of_two_who_keep_at_once_both_versions_are_shown(ctx: Context) -> None:
    first = writing.save(ctx, LARGE)
    async with using(ctx, (110, 30)) as hand:
        hand.app.go(Place("clients", view="Large"))
        await hand.settle()
        theirs = writing.save(ctx, replace(first, query="arr>77k"), rev=first.rev)
        await hand.press("s", "n", "v", "n", "enter")
        assert "Large was saved meanwhile" in hand.text
        assert "arr>77000" in hand.text
        assert "arr>20000" in hand.text
        assert reading.find(ctx, "Large") == theirs
        await hand.press("t")
        assert reading.find(ctx, "Large").sort == "name"
        await hand.press("z")
        assert reading.find(ctx, "Large") == theirs


async def test_a_view_that_is_another_by_now_is_marked_and_named_by_what_it_shows(
    ctx: Context,
) -> None:
    first = writing.save(ctx, LARGE)
    async with using(ctx) as hand:
        hand.app.go(Place("clients", view="Large"))
        await hand.settle()
        shown = hand.row(3)
        writing.save(ctx, replace(first, query="arr>77k"), rev=first.rev)
        await hand.until(lambda: "Clients › Large* " in hand.row(2))
        assert hand.row(3) == shown
        assert "'arr>20000'" in hand.page.command
        assert "esc drop the changes" in hand.row(-1)
        await hand.press("escape")
        assert hand.row(2).startswith("Clients › Large ")
        assert hand.page.command == "bellbuoy client list --view Large"
        assert hand.row(3).startswith("/ arr>77000 ")


async def test_a_view_that_is_gone_is_left_by_escape(ctx: Context) -> None:
    writing.save(ctx, LARGE)
    async with using(ctx) as hand:
        hand.app.go(Place("clients", view="Large"))
        await hand.settle()
        writing.delete(ctx, "Large")
        await hand.until(lambda: "Clients › Large* " in hand.row(2))
        assert "'arr>20000'" in hand.page.command
        assert "esc leave the view" in hand.row(-1)
        await hand.press("escape")
        assert "Large" not in hand.row(2)
        assert "of 15" in hand.row(3)


async def test_sharing_is_no_other_version_of_a_view(ctx: Context) -> None:
    writing.save(ctx, LARGE)
    async with using(ctx) as hand:
        hand.app.go(Place("clients", view="Large"))
        await hand.settle()
        writing.share(ctx, "Large", "*")
        await hand.press("s", "n", "v", "n", "enter")
        assert hand.row(23).startswith("Large saved")
        found = reading.find(ctx, "Large")
        assert (found.sort, found.shared) == ("name", "*")


async def test_the_command_of_a_view_of_a_change_and_of_marks(
    ctx: Context, demo_store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    writing.save(ctx, LARGE)
    async with using(ctx) as hand:
        hand.app.go(Place("clients", view="Large"))
        await hand.settle()
        assert hand.page.command == "bellbuoy client list --view Large"
        await hand.press("s", "n")
        assert hand.page.command == (
            "bellbuoy client list 'arr>20000' --sort=name --cols name,arr,mrr,since"
        )
        await hand.press("space", "down", "space")
        marked = [row.key for row in hand.list.list.marked_rows]
        assert hand.page.command == f"bellbuoy client list id:{marked[0]},{marked[1]}"
        await hand.press("escape", "asterisk", "space")
        out = hand.under_cursor
        assert hand.page.command == (f"bellbuoy client list 'arr>20000 NOT id:{out} sort:name'")
        await hand.press("escape", "escape", "1")
        assert hand.page.command == "bellbuoy radar 'tier:critical,at_risk NOT snoozed:any'"
        await hand.press("slash")
        await erase(hand)
        await hand.press("enter")
        assert hand.page.command == "bellbuoy radar ''"
        total = hand.list.total
    capsys.readouterr()
    assert main(["radar", "", "--store", str(demo_store), "--json"]) == 0
    assert f'"total":{total}' in capsys.readouterr().out.replace(" ", "")


async def test_columns_that_the_filter_names_are_shown_while_it_does(ctx: Context) -> None:
    async with using(ctx) as hand:
        before = hand.list.list.shown_columns
        await hand.press("2", "slash")
        await hand.type("health>20 cols:name,mrr,plan")
        await hand.press("enter")
        assert hand.list.list.shown_columns == ("name", "mrr", "plan")
        assert hand.page.command == "bellbuoy client list 'health>20 cols:name,mrr,plan'"
        await hand.press("C")
        assert "cols: in the filter names them" in hand.row(23)
        await hand.press("escape")
        assert hand.list.list.shown_columns == before


async def test_columns_chosen_in_a_view_are_those_of_the_view(ctx: Context) -> None:
    writing.save(ctx, LARGE)
    async with using(ctx) as hand:
        hand.app.go(Place("clients", view="Large"))
        await hand.settle()
        await hand.press("C", "down", "space", "enter")
        assert hand.list.list.shown_columns == ("name", "mrr", "since")
        assert hand.row(2).startswith("Clients › Large* ")
        await hand.press("escape", "escape")
        assert hand.list.list.shown_columns[:3] == ("name", "tier", "health")


async def test_views_are_in_the_palette(ctx: Context) -> None:
    writing.save(ctx, LARGE)
    async with using(ctx) as hand:
        await hand.press("ctrl+p")
        await hand.type("larg")
        assert ":view Large" in hand.text
        await hand.press("enter")
        assert hand.row(2).startswith("Clients › Large ")


async def test_a_view_opens_although_the_store_changes_meanwhile(ctx: Context) -> None:
    writing.save(ctx, LARGE)
    async with using(ctx) as hand:
        hand.app.go(Place("clients", view="Large"))
        page = hand.list
        await hand.until(lambda: page.is_mounted)
        page.store_changed()
        await hand.settle()
        assert hand.row(2).startswith("Clients › Large ")
        assert not hand.list.changed


async def test_a_view_refreshes_at_its_pace(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    writing.save(ctx, replace(LARGE, refresh_s=30))
    async with using(ctx) as hand:
        hand.app.go(Place("clients", view="Large"))
        await hand.settle()
        page = hand.list
        asked: list[str] = []
        monkeypatch.setattr(page, "store_changed", lambda: asked.append("read"))
        pace = page._pace  # type: ignore[attr-defined]
        assert pace._interval == 30
        page._paced()  # type: ignore[attr-defined]
        assert asked == ["read"]
        hand.app.time_passed()
        assert asked == ["read"], "the pace of all screens is not that of this one"
        await hand.press("escape")
        assert page._pace is None  # type: ignore[attr-defined]
        asked.clear()
        hand.app.time_passed()
        assert asked == ["read"]
