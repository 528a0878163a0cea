"""What all overlays share: silence while idle, keys that hold everywhere, the frame."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from textual.widgets import Input

from bellbuoy.services.context import Context
from core.alerts.shipped import RULES
from core.desk.types import Preview
from core.operations.types import RowConflict, UndoConflictError, UndoDifference
from core.values.money import Money
from tests.tui.charts.samples import BARE, HEALTH, PLAIN
from tests.tui.overlays.shell_app import closed, shown
from tests.tui.widgets.screen_text import screen_lines
from themes.load import load
from tui.actions import problems
from tui.desk.preview import change_lines
from tui.overlays.sheet import Overlay, choice_line, shortened
from tui.palette import Look, Palette
from tui.registry import OVERLAYS

ROW = RowConflict("alert_rule", "r", (UndoDifference("days", 1, 2, 3),), True, "mei", 9)
CHANGE = Preview("owner mei", 2, 1, (Money(100, "USD"),), ())
ARGS: dict[str, tuple[Any, ...]] = {
    "menu": ("Sort by", [("h", "health"), ("n", "name")]),
    "prompt": ("as of", "2024-06-30, or now"),
    "columns": ("clients", [("name", "CLIENT"), ("tier", "TIER")], ["name"]),
    "rule": (RULES[0],),
    "views": ("client",),
    "facets": ("client", ""),
    "entry": ("note: Acme", "what was said", lambda _: ""),
    "note": ("note: Acme", "what was said", lambda _: ""),
    "change": ("Assign 2 clients", partial(change_lines, CHANGE)),
    "ask_run": ("Run Outage?", ("1 of 1 client, 4 incidents opened",), "runs it"),
    "effect_why": ("Outage: why scores", (HEALTH.earned,)),
    "conflict": (UndoConflictError(7, (ROW,), "a row was changed since"),),
}
NAMES = [entry.id for entry in OVERLAYS]


@pytest.mark.parametrize("name", NAMES)
async def test_nothing_is_painted_while_nobody_does_anything(ctx: Context, name: str) -> None:
    async with shown(ctx, name, *ARGS.get(name, ())) as (app, pilot, overlay):
        await pilot.pause(0.4)
        painted = app.painted
        assert painted > 0
        await pilot.pause(0.8)
        assert app.painted == painted
        assert all(not box.cursor_blink for box in overlay.query(Input))


@pytest.mark.parametrize("name", NAMES)
async def test_escape_closes_it_with_nothing(ctx: Context, name: str) -> None:
    async with shown(ctx, name, *ARGS.get(name, ())) as (app, pilot, _):
        await pilot.press("escape")
        await pilot.pause()
        assert closed(app)
        assert app.results == [None]
        assert app.heard == []


@pytest.mark.parametrize("name", [name for name in NAMES if name != "goto"])
async def test_keys_that_hold_everywhere(ctx: Context, name: str) -> None:
    async with shown(ctx, name, *ARGS.get(name, ())) as (app, pilot, _):
        await pilot.press("ctrl+l", "ctrl+z", "ctrl+c", "ctrl+q")
        await pilot.pause()
        assert [word for word, _ in app.heard] == [
            "redraw", "to_background", "interrupt", "leave",
        ]  # fmt: skip
        assert not closed(app)


@pytest.mark.parametrize("name", NAMES)
async def test_a_key_has_one_meaning_and_a_handler(ctx: Context, name: str) -> None:
    async with shown(ctx, name, *ARGS.get(name, ())) as (_, _pilot, overlay):
        assert isinstance(overlay, Overlay)
        assert problems(overlay.actions) == ()
        assert all(callable(getattr(overlay, action.handler)) for action in overlay.actions)


@pytest.mark.parametrize("name", NAMES)
async def test_the_heading_stays_in_view_and_the_last_row_is_the_overlays(
    ctx: Context, name: str
) -> None:
    async with shown(ctx, name, *ARGS.get(name, ()), size=(60, 16)) as (app, _, overlay):
        lines = screen_lines(app)
        assert lines[0].startswith(" Bellbuoy [1 Radar]")
        assert "sort  " not in lines[15]
        assert overlay.back_word in lines[15]


@pytest.mark.parametrize("name", NAMES)
async def test_the_screen_below_keeps_its_colours(ctx: Context, name: str) -> None:
    look = Look(Palette(load("light")))
    async with shown(ctx, name, *ARGS.get(name, ()), look=look) as (app, _, overlay):
        assert overlay.styles.background.a == 0
        first = app.screen._compositor.render_strips()[0]
        below = [segment.style.color for segment in first if segment.style]
        assert below
        assert look.style("header").color in below


async def test_a_title_is_no_markup(ctx: Context) -> None:
    async with shown(ctx, "menu", "[red]Sort[/] [b", [("h", "health")]) as (app, _, _overlay):
        assert any("┌─ [red]Sort[/] [b ──" in line for line in screen_lines(app))


def test_a_long_title_is_cut_in_cells() -> None:
    assert shortened("東京" * 30, 11, "…") == "東京東京東…"
    assert shortened("short", 52, "…") == "short"


@pytest.mark.parametrize("look", [PLAIN, BARE])
def test_the_chosen_line_is_told_by_sign_and_style(look: Look) -> None:
    chosen = choice_line([("name", "")], [("k", "accent")], True, look, 20)
    other = choice_line([("name", "")], [("k", "accent")], False, look, 20)
    assert chosen.plain == f"{look.glyphs.cursor} name{' ' * 12}k "
    assert other.plain == f"  name{' ' * 12}k "
    assert any(span.style == look.style("cursor") for span in chosen.spans)
    assert not any(span.style == look.style("cursor") for span in other.spans)
