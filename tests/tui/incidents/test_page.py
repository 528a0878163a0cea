"""The queue: its columns by width, the breakdown, and clocks that tick."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from textual.geometry import Region

from bellbuoy.services import incidents
from bellbuoy.services.context import Context
from core.incidents.types import Incident
from tests.fixtures.stores import DEMO_NOW, move
from tests.tui.hand import Hand, using
from tui.incidents.page import IncidentsPage
from tui.incidents.usual import usual_words


def page(hand: Hand) -> IncidentsPage:
    found = hand.page
    assert isinstance(found, IncidentsPage)
    return found


async def test_what_breaches_next_comes_first_and_the_pane_tells_of_it(
    demo_ctx: Context,
) -> None:
    first = incidents.page(demo_ctx, "status:open,acknowledged,pending").rows[0]
    async with using(demo_ctx) as hand:
        await hand.press("3")
        assert hand.row(3).endswith("1–7 of 7 · sort sla ▲")
        assert hand.under_cursor == first.key
        assert "by severity" in hand.text
        assert first.title in hand.text
        await hand.press("p")
        assert "CLOCK" in hand.text
        assert "OWNER" in hand.text
        assert first.title not in hand.lines[3]


async def test_a_wide_screen_has_both_clocks_and_bars_by_status(demo_ctx: Context) -> None:
    async with using(demo_ctx, (160, 48)) as hand:
        await hand.press("3")
        assert "RESPOND     RESOLVE     OWNER" in hand.text
        assert "by status" in hand.text
        assert "acknowledged" in hand.text


async def test_a_tiny_screen_keeps_the_list_and_one_line(demo_ctx: Context) -> None:
    async with using(demo_ctx, (58, 14)) as hand:
        await hand.press("3")
        key = hand.under_cursor
        assert hand.lines[4].startswith(f"►  {key}")
        assert hand.lines[-3].startswith(f" {key} ")
        assert "by severity" not in hand.text


async def test_clocks_tick_and_only_lines_that_differ_are_drawn(ctx: Context) -> None:
    live = replace(ctx, info=replace(ctx.info, clock=replace(ctx.info.clock, mode="live")))
    move(live, DEMO_NOW)
    async with using(live, (120, 30)) as hand:
        await hand.press("3")
        found = page(hand)
        drawn: list[Region] = []
        paint = found.list.refresh

        def noted(*regions: Region, **more: object) -> object:
            drawn.extend(regions)
            return paint(*regions, **more)  # type: ignore[arg-type]

        found.list.refresh = noted  # type: ignore[method-assign, assignment]
        before = hand.lines
        found._tick()
        assert drawn == []
        move(live, DEMO_NOW + timedelta(seconds=1))
        found._tick()
        quiet = len(drawn)
        move(live, DEMO_NOW + timedelta(hours=2))
        found._tick()
        await hand.settle()
        assert len(drawn) - quiet == len(set(drawn[quiet:])) > 0
        assert all(region.height == 1 for region in drawn)
        changed = [old for old, new in zip(before, hand.lines, strict=True) if old != new]
        assert changed
        assert "RESPOND" in "\n".join(hand.lines)
        assert hand.lines[3] == before[3]


async def test_the_stats_lie_behind_the_next_tab(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("3", "right_square_bracket")
        assert hand.row(2).startswith("Incidents › Stats ")
        await hand.until(lambda: "MTTR" in hand.text)
        assert hand.row(3).endswith("90 days · by severity")
        await hand.press("b", "m")
        assert hand.row(3).endswith("90 days · by month")
        await hand.press("t")
        assert hand.row(3).endswith("180 days · by month")
        assert hand.page.command == "bellbuoy incident stats --by month --days 180"
        await hand.press("escape")
        assert "[3 Incidents]" in hand.row(1)
        assert hand.row(3).startswith("/ status:open")


async def test_a_line_of_the_stats_opens_its_incidents(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("3", "right_square_bracket", "down", "enter")
        assert hand.row(3).startswith("/ severity:high")
        assert {row.severity for row in incidents.page(demo_ctx, "severity:high").rows} == {
            "high"
        }


async def test_no_incident_at_all(empty_ctx: Context) -> None:
    async with using(empty_ctx) as hand:
        await hand.press("3")
        await hand.until(lambda: "EMPTY" in hand.text or "NO MATCH" in hand.text)
        await hand.press("right_square_bracket")
        await hand.until(lambda: "none yet" in hand.text)


async def test_groups_add_up_and_open_their_rows(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("3", "b", "v")
        assert hand.row(2).startswith("Incidents › Open › by severity")
        assert "4 groups of 7 · by severity" in hand.row(3)
        group = page(hand).groups.current
        assert group is not None
        await hand.press("enter")
        await hand.until(lambda: f"of {group.n} " in hand.row(3))
        assert page(hand).about is not None
        await hand.press("escape", "escape")
        assert "of 7 " in hand.row(3)
        assert hand.list.list.has_focus


async def test_the_pane_tells_how_long_its_severity_takes(demo_ctx: Context) -> None:
    said = usual_words(demo_ctx)
    assert said
    async with using(demo_ctx, (120, 40)) as hand:
        await hand.press("3")
        for _ in range(7):
            row = hand.list.list.cursor_row
            assert isinstance(row, Incident)
            words = said.get(row.severity or "medium", "")
            if words:
                assert words in hand.text
                return
            await hand.press("down")
    raise AssertionError(f"no severity of {list(said)} is open")
