"""Groups in place of rows: their totals, what enter opens, where escape leads."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bellbuoy.services import clients
from bellbuoy.services.context import Context
from bellbuoy.services.views import writing
from bellbuoy.services.views.groups import groups_of, rows_of_group
from core.values.money import show_money
from core.views.types import View
from tests.fixtures.stores import DEMO_NOW, NewStore
from tests.tui.hand import using
from tui.places import Place
from tui.views.grouped import BY

FIELDS = tuple(field for _, field, _ in BY)


@pytest.fixture(scope="module")
def demo(new_demo: NewStore) -> Context:
    return new_demo(DEMO_NOW)


@settings(max_examples=30)
@given(
    st.sampled_from(["", "tier:critical,at_risk", "arr>10k OR owner:none", "plan:any"]),
    st.lists(st.sampled_from(FIELDS), min_size=1, max_size=2, unique=True),
)
def test_each_group_finds_its_rows_and_all_add_up(
    demo: Context, where: str, by: list[str]
) -> None:
    view = View("", "clients", where, by=",".join(by))
    found = groups_of(demo, view)
    counts = []
    for group in found.groups:
        rows = clients.page(demo, rows_of_group(demo, view, group), limit=999).rows
        assert len(rows) == group.n
        counts.append(len(rows))
    assert sum(counts) == found.totals.n == clients.count(demo, where)


def numbers(line: str) -> list[int]:
    return [
        int(found.replace(",", "")) for found in re.findall(r"(?<![\d.])\d[\d,]*(?= )", line)
    ]


async def test_groups_that_are_opened_at_once_have_all_the_room(demo_ctx: Context) -> None:
    async with using(demo_ctx, query="by:owner") as hand:
        await hand.until(lambda: "total" in hand.text)
        opened = hand.lines
        await hand.press("escape", "b", "o")
        await hand.until(lambda: "total" in hand.text)
        assert hand.lines[6:22] == opened[6:22]


async def test_groups_add_up_on_the_screen(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("2", "b", "o")
        assert hand.row(2).startswith("Clients › by owner ")
        assert "groups of 15 · by owner" in hand.row(3)
        lines = [line for line in hand.lines if "$" in line and "total" not in line]
        (total,) = (line for line in hand.lines if line.strip().startswith("total"))
        assert sum(numbers(line.replace("$", " ") + " ")[0] for line in lines) == 15
        assert " 15 " in total


async def test_enter_opens_a_group_and_escape_comes_back_to_it(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("2", "b", "t", "down")
        group = hand.list.groups.current  # type: ignore[attr-defined]
        await hand.press("enter")
        assert f"of {group.n} " in hand.row(3)
        assert len(hand.row(2).split(" › ")) == 2
        assert "esc groups" in hand.row(-1)
        await hand.press("escape")
        assert hand.row(2).startswith("Clients › by tier ")
        assert hand.list.groups.current.keys == group.keys  # type: ignore[attr-defined]
        assert "esc rows again" in hand.row(-1)
        await hand.press("escape")
        assert "of 15" in hand.row(3)
        assert hand.list.list.has_focus


async def test_what_is_for_rows_does_nothing_in_groups(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("2", "b", "t")
        for key in ("space", "p", "a"):
            await hand.press(key)
        assert not hand.list.list.marks
        assert hand.row(2).startswith("Clients › by tier ")
        assert hand.app.screen is hand.page


async def test_why_opens_the_figures_of_a_group_and_its_rows(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("2", "b", "i", "down")
        group = hand.list.groups.current  # type: ignore[attr-defined]
        found = hand.list.groups.found  # type: ignore[attr-defined]
        query = rows_of_group(demo_ctx, hand.list.as_view(), group)  # type: ignore[attr-defined]
        await hand.press("w")
        assert hand.page.place == Place(
            "figures", "clients,arr,health,at_risk", "client", query
        )
        await hand.until(lambda: f"clients of {query}: {group.n}" in hand.text)
        arr = dict(zip((m.key for m in found.measures), group.figures, strict=True))["sum_arr"]
        assert arr
        assert f"ARR of {query}: {show_money(arr[0], whole=False)}" in hand.text
        assert hand.page.command.startswith("bellbuoy client list ")
        assert hand.page.command.endswith(" --why clients,arr,health,at_risk")
        await hand.press("enter")
        assert hand.page.place.screen == "clients"
        assert query in hand.row(3)


async def test_the_total_is_a_line_that_opens_by_its_groups(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("2", "b", "t", "end")
        total = next(line for line in hand.lines if "total" in line)
        assert total.startswith("►")
        await hand.press("w")
        assert hand.page.place.query == "by:tier"
        await hand.until(lambda: "all clients: 15" in hand.text)
        await hand.press("escape", "enter")
        assert hand.row(2).startswith("Clients › all of them ")
        assert "of 15" in hand.row(3)
        await hand.press("escape")
        assert hand.list.groups.on_total  # type: ignore[attr-defined]


async def test_incidents_in_groups_open_by_severity(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("3", "b", "c", "w")
        assert hand.page.place.key == "incidents"
        await hand.until(lambda: "incidents of status:" in hand.text)
        await hand.press("enter")
        assert hand.page.place.screen == "incidents"


async def test_an_edit_that_is_given_up_in_a_group_leaves_the_group(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("2", "b", "t", "enter", "slash")
        await hand.type("owner:nobody")
        await hand.until(lambda: "0 of 0" in hand.row(3))
        await hand.press("escape")
        assert "1–1 of 1" in hand.row(3)
        assert "esc groups" in hand.row(-1)
        await hand.press("escape")
        assert hand.row(2).startswith("Clients › by tier ")


async def test_marks_in_a_group_are_what_the_command_names(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("2", "b", "o", "enter", "space")
        marked = hand.under_cursor
        assert hand.page.command == f"bellbuoy client list id:{marked}"
        await hand.press("escape", "asterisk", "space")
        assert f"NOT id:{marked}" in hand.page.command
        assert "owner:" in hand.page.command


async def test_groups_that_are_read_again_by_themselves_hold_no_escape(
    demo_ctx: Context,
) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("2", "b", "t")
        page: Any = hand.list
        page._read_groups()
        page.do_back()
        await hand.settle()
        assert not page.grouped
        assert "of 15 · sort" in hand.row(3)


async def test_a_filter_narrows_the_groups(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("2", "b", "t", "slash")
        await hand.type("tier:healthy")
        await hand.press("enter")
        assert "1 group of " in hand.row(3)
        await hand.press("slash", "end", *["backspace"] * 20)
        await hand.type("zzz")
        await hand.press("enter")
        assert "0 groups of 0" in hand.row(3)


async def test_groups_follow_the_filter_that_names_them(demo_ctx: Context) -> None:
    mine = clients.count(demo_ctx, "owner:raj")
    async with using(demo_ctx) as hand:
        await hand.press("2", "slash")
        await hand.type("by:owner")
        await hand.until(lambda: " by owner" in hand.row(2))
        await hand.press("escape")
        await hand.until(lambda: not hand.list.grouped)
        await hand.press("slash")
        await hand.type("by:owner sort:-arr")
        await hand.press("enter")
        await hand.until(lambda: "total" in hand.text)
        await hand.press("slash", "ctrl+u")
        await hand.type("by:plan")
        await hand.press("enter")
        await hand.until(lambda: " by plan" in hand.row(3))
        await hand.press("slash", "ctrl+u")
        await hand.type("owner:raj by:owner sort:-arr")
        await hand.press("enter")
        await hand.until(lambda: "1 group of" in hand.row(3))
        for opens in ("enter", "end"):
            await hand.press(opens, *(["enter"] if opens == "end" else []))
            await hand.until(lambda: f"of {mine} " in hand.row(3) and not hand.list.grouped)
            await hand.press("escape")
            await hand.until(lambda: "1 group of" in hand.row(3))
        await hand.press("escape")
        await hand.until(lambda: not hand.list.grouped)


async def test_groups_have_the_figures_that_the_filter_names(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("2", "slash")
        await hand.type("by:owner cols:name,mrr,calls")
        await hand.press("enter")
        await hand.until(lambda: "total" in hand.text)
        titles = next(line for line in hand.lines if "OWNER" in line)
        assert titles.split()[:5] == ["OWNER", "CLIENTS", "MRR", "AVG", "CALLS"]
        assert hand.page.command == "bellbuoy client list 'by:owner cols:mrr,calls'"


async def test_groups_in_another_order(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("2", "b", "i", "s", "a")
        page = hand.list
        sums = [g.figures[0][0].minor for g in page.groups.found.groups]  # type: ignore[attr-defined]
        assert sums == sorted(sums, reverse=True)
        assert page.command.endswith("by:industry cols:arr,health' --sort=-arr")
        await hand.press("s", "s")
        again = [g.figures[0][0].minor for g in page.groups.found.groups]  # type: ignore[attr-defined]
        assert again == sorted(sums)


async def test_a_view_in_groups_opens_in_groups_and_leaves_as_a_whole(ctx: Context) -> None:
    writing.save(ctx, View("Owners", "radar", "tier:critical,at_risk arr>1", by="owner"))
    async with using(ctx) as hand:
        hand.app.go(Place("radar", view="Owners"))
        await hand.settle()
        assert hand.row(2).startswith("Radar › Owners › by owner ")
        assert hand.page.command == "bellbuoy radar --view Owners"
        await hand.press("enter")
        assert hand.row(2).startswith("Radar › Owners › ")
        assert "Owners*" not in hand.row(2)
        assert "owner:" in hand.page.command
        await hand.press("escape", "escape")
        assert hand.row(2).startswith("Radar › At risk ")
        assert not hand.list.grouped  # type: ignore[attr-defined]


async def test_groups_that_are_being_read_are_read_once_more_and_not_begun_anew(
    demo_ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("2", "b", "t")
        page: Any = hand.list
        reads: list[str] = []
        read = page._read_groups

        def counted() -> None:
            reads.append("read")
            read()

        monkeypatch.setattr(page, "_read_groups", counted)
        page._read_groups()
        page.apply_order()
        page.apply_order()
        assert reads == ["read"]
        await hand.settle()
        assert reads == ["read", "read"]


async def test_by_in_the_filter_groups_too(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("2", "slash")
        await hand.type("by:plan")
        await hand.press("enter")
        assert hand.row(2).startswith("Clients › Filtered › by plan ")


@pytest.mark.parametrize("size", [(80, 24), (160, 48), (48, 16)])
async def test_no_line_is_wider_than_the_screen(
    demo_ctx: Context, size: tuple[int, int]
) -> None:
    async with using(demo_ctx, size) as hand:
        await hand.press("1", "b", "o")
        assert all(len(line) <= size[0] for line in hand.lines)
        assert any(line.strip().startswith("total") for line in hand.lines)


async def test_an_empty_store_has_no_groups(empty_ctx: Context) -> None:
    async with using(empty_ctx) as hand:
        await hand.press("2", "b", "o")
        assert "0 groups of 0" in hand.row(3)
