"""Walks through the app by keyboard alone, on a demo store."""

from __future__ import annotations

import pytest

from bellbuoy.services import clients
from bellbuoy.services.clients import RADAR_QUERY
from bellbuoy.services.context import Context
from core.incidents.types import Incident
from tests.tui.hand import using


async def test_the_radar_opens_on_the_worst_and_says_why(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        assert hand.row(1).startswith("Bellbuoy [1 Radar] 2 Clients  3 Incidents")
        assert hand.row(1).endswith("ana admin 14:00")
        assert hand.row(3).startswith("/ tier:critical,at_risk")
        assert hand.row(3).endswith("1–6 of 6 · sort health ▲")
        assert hand.under_cursor == "C-0011"
        assert "Oxbow Foods: no change in 7 d" in hand.text
        assert "30 = usage 0 of 40 + engagement 0 of 30 + incidents 30 of 30" in hand.text
        assert "15 clients" in hand.row(4)


async def test_drilling_down_and_back_finds_the_same_place(demo_ctx: Context) -> None:
    async with using(demo_ctx, (80, 24)) as hand:
        await hand.press("2")
        await hand.press("G", "up", "up")
        before = hand.lines[3:16]
        client = hand.under_cursor
        await hand.press("enter")
        assert "[Overview]" in hand.row(3)
        assert hand.row(3).endswith("13 of 15")
        await hand.press("escape")
        assert hand.lines[3:16] == before
        assert hand.under_cursor == client


async def test_a_filter_belongs_to_its_list(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("slash")
        await hand.type("quill")
        assert "of 1 ·" in hand.row(3)
        await hand.press("enter", "enter", "escape")
        assert hand.row(3).startswith("/ tier:critical,at_risk NOT snoozed:any quill")
        await hand.press("2")
        assert hand.row(3).startswith("/ ")
        assert "of 15" in hand.row(3)
        await hand.press("1")
        assert "quill" in hand.row(3)
        await hand.press("escape")
        assert hand.row(3).startswith("/ tier:critical,at_risk NOT snoozed:any  ")
        assert "filter dropped" in hand.row(23)


async def test_a_slip_in_the_filter_keeps_the_rows_and_says_where(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        rows = hand.lines[7:13]
        await hand.press("slash")
        await hand.type("tierr:x")
        assert hand.lines[7:13] == rows
        assert "unknown field `tierr` at 39, did you mean `tier`?" in hand.row(23)
        await hand.press("enter")
        assert hand.list.editing
        await hand.press("escape")
        assert not hand.list.editing
        assert hand.row(3).startswith("/ tier:critical,at_risk NOT snoozed:any ")
        assert "of 6" in hand.row(3)


async def test_tab_completes_in_the_filter(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("slash")
        await hand.type("own")
        assert "owner:" in "".join(hand.lines[3:])
        await hand.press("tab")
        await hand.type("raj")
        await hand.press("enter")
        assert hand.list.query_text == "tier:critical,at_risk NOT snoozed:any owner:raj"
        assert "of 3" in hand.row(3)


async def test_tabs_and_the_walk_through_the_list(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("enter")
        for tab in (
            "[Usage]", "[Incidents 0]", "[Explain]", "[Timeline]", "[Actions]", "[Overview]",
        ):  # fmt: skip
            await hand.press("right_square_bracket")
            assert tab in hand.row(3)
        await hand.press(*["left_square_bracket"] * 3)
        assert "[Explain]" in hand.row(3)
        assert "why 30" in hand.row(2)
        await hand.press("J")
        assert "[Explain]" in hand.row(3)
        assert "why 49" in hand.row(2)
        await hand.press("J")
        assert hand.row(2).startswith("Radar › At risk › 東京データ › why 53") or (
            "why 53" in hand.row(2)
        )
        assert hand.row(3).endswith("3 of 6")
        await hand.press("K")
        assert "why 49" in hand.row(2)
        await hand.press("escape")
        assert hand.under_cursor == "C-0008"


async def test_why_leads_to_the_parts_from_everywhere(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("down", "w")
        assert "[Explain]" in hand.row(3)
        assert "Points add up exactly" in "\n".join(
            line.plain
            for line in hand.app.screen.query_one("#tab-explain").lines  # type: ignore[attr-defined]
        )
        await hand.press("3")
        row = hand.list.list.cursor_row
        assert isinstance(row, Incident)
        score = clients.page(demo_ctx, f"id:{row.client_key}").rows[0].score
        await hand.press("w")
        assert f"why {score}" in hand.row(2)
        assert hand.row(1).startswith("Bellbuoy  1 Radar  2 Clients [3 Incidents]")


async def test_incidents_open_and_lead_to_their_client(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("3")
        assert hand.row(3).endswith("1–7 of 7 · sort sla ▲")
        key = hand.under_cursor
        assert "next  acknowledge" in hand.text
        await hand.press("p")
        assert "next  acknowledge" not in hand.text
        await hand.press("p", "enter")
        assert hand.row(2).startswith(f"Incidents › Open › {key}")
        assert "[Overview] Timeline" in hand.row(3)
        await hand.press("right_square_bracket", "right_square_bracket", "enter")
        assert "[Overview] Usage" in hand.row(3)
        await hand.press("escape", "escape")
        assert "► " in hand.text


async def test_looking_back_shows_that_day_everywhere(own_ctx: Context) -> None:
    async with using(own_ctx) as hand:
        await hand.press("T")
        await hand.type("2026-11-01")
        await hand.press("enter")
        assert hand.row(2).endswith("as of 2026-11-01 · only reads")
        assert "of 5 ·" in hand.row(3)
        await hand.press("2")
        assert "of 14 ·" in hand.row(3)
        await hand.press("R")
        assert "a look at a past day only reads" in hand.row(23)
        await hand.press("T")
        await hand.type("now")
        await hand.press("enter")
        assert "as of" not in hand.row(2)
        assert "of 15 ·" in hand.row(3)
        await hand.press("1")
        assert "of 6 ·" in hand.row(3)


async def test_a_day_that_cannot_be_is_refused(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("T")
        await hand.type("2030-01-01")
        await hand.press("enter")
        assert "lies ahead of the store's clock" in hand.row(23)
        assert "as of" not in hand.row(2)


async def test_the_colon_line_leads_to_lists_clients_and_incidents(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("colon")
        await hand.type("clients owner:mei")
        await hand.press("enter")
        assert hand.row(3).startswith("/ owner:mei")
        await hand.press("colon")
        await hand.type("client explain quill")
        await hand.press("enter")
        assert "[Explain]" in hand.row(3)
        assert "why 56" in hand.row(2)
        await hand.press("colon")
        await hand.type("incident INC-0004-1")
        await hand.press("enter")
        assert hand.row(1).startswith("Bellbuoy  1 Radar  2 Clients [3 Incidents]")
        assert hand.row(2).startswith("Incidents › INC-0004-1")


async def test_the_last_place_swaps(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("minus")
        assert "there was no other place" in hand.row(23)
        await hand.press("enter", "right_square_bracket", "minus")
        assert "[1 Radar]" in hand.row(1)
        assert hand.row(3).startswith("/ tier")
        await hand.press("minus")
        assert "[Usage]" in hand.row(3)
        assert "Oxbow Foods" in hand.row(2)


async def test_the_go_to_strip_offers_what_exists(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("g")
        assert "radar" in hand.text
        assert "segments" not in hand.text
        await hand.press("c")
        assert "[2 Clients]" in hand.row(1)
        await hand.press("G", "g", "g")
        assert hand.list.list.cursor_index == 0


async def test_sorting_and_turning_round(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("2", "s", "a")
        assert hand.row(3).endswith("sort arr ▼")
        assert hand.under_cursor == "C-0001"
        await hand.press("s", "s")
        assert hand.row(3).endswith("sort arr ▲")
        await hand.press("Y")
        assert "bellbuoy client list --sort=arr" in hand.row(23)


async def test_copying_id_and_command(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("y")
        assert hand.row(23) == "copied: C-0011"
        assert hand.app.clipboard == "C-0011"
        await hand.press("Y")
        expected = f"bellbuoy radar '{RADAR_QUERY}' --store {demo_ctx.store.url}"
        assert hand.app.clipboard == expected
        await hand.press("enter", "w", "Y")
        assert hand.app.clipboard.startswith("bellbuoy health explain C-0011 --store ")


async def test_the_palette_finds_a_client_by_name(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("ctrl+p")
        await hand.type("umber")
        await hand.press("enter")
        assert "Umber Energy" in hand.row(2)


async def test_help_tells_the_keys_that_work_here(demo_ctx: Context) -> None:
    async with using(demo_ctx, (80, 60)) as hand:
        await hand.press("question_mark")
        assert "open the row" in hand.text
        assert "saved views" not in hand.text
        await hand.press("escape")
        assert "► " in hand.text


@pytest.mark.parametrize("key", ["q", "ctrl+q"])
async def test_leaving(demo_ctx: Context, key: str) -> None:
    async with using(demo_ctx) as hand:
        await hand._pilot.press(key)
        await hand._pilot.pause(0.1)
        assert hand.app.return_value == 0


async def test_ctrl_c_leaves_the_second_time(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("ctrl+c")
        assert "ctrl+c once more" in hand.row(23)
        assert hand.app.return_value is None
        await hand._pilot.press("ctrl+c")
        await hand._pilot.pause(0.1)
        assert hand.app.return_value == 0


async def test_pasted_text_becomes_a_filter_and_never_keys(demo_ctx: Context) -> None:
    from textual.events import Paste

    async with using(demo_ctx) as hand:
        hand.list.list.post_message(Paste("owner:raj\nq\x1b[31m"))
        await hand.settle()
        assert hand.app.return_value is None
        assert hand.list.editing
        assert "\x1b" not in hand.text


async def test_wide_screens_explain_beside_the_list(demo_ctx: Context) -> None:
    async with using(demo_ctx, (160, 48)) as hand:
        assert "CONTRIBUTION" in hand.text
        assert "ARR $1.8M" in hand.text
        await hand.press("enter")
        assert "API calls a day" in hand.text
        assert "No open incidents" in hand.text


@pytest.mark.parametrize("size", [(79, 23), (60, 16), (58, 14), (40, 10)])
async def test_small_terminals_still_work(demo_ctx: Context, size: tuple[int, int]) -> None:
    async with using(demo_ctx, size) as hand:
        assert "Oxbow" in hand.text or size[1] < 10
        await hand.press("down", "enter", "w", "escape", "3", "enter", "escape", "2", "G")
        assert hand.under_cursor == "C-0014" or hand.list.list.cursor_index == 14
