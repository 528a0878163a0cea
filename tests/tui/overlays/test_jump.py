"""The line behind `:`: completed, recalled, obeyed, or back with the reason."""

from __future__ import annotations

import pytest

from bellbuoy.services import clients
from bellbuoy.services.context import Context
from tests.fixtures.stores import DEMO_NOW, context
from tests.tui.charts.samples import BARE, HOSTILE, LOOKS
from tests.tui.overlays.shell_app import UNKNOWN, closed, shown
from tests.tui.widgets.screen_text import screen_lines, until
from tui.overlays.jump import JumpOverlay
from tui.palette import Look


def shown_ways(overlay: JumpOverlay) -> list[str]:
    return [candidate.shown for candidate in overlay.found]


async def test_it_stands_on_row_23_with_the_ways_above(ctx: Context) -> None:
    async with shown(ctx, "jump") as (app, _, _overlay):
        lines = screen_lines(app)
        assert lines[20].startswith(" 19  the screen below")
        assert lines[21].startswith(
            " radar   clients   today   view   client   figure   incidents "
        )
        assert lines[22].startswith(" :")
        assert lines[23].startswith(" ⏎ go  tab complete ")


async def test_values_come_with_the_rows_that_the_list_would_have(ctx: Context) -> None:
    left = clients.count(ctx, "tier:critical")
    async with shown(ctx, "jump") as (app, pilot, overlay):
        assert isinstance(overlay, JumpOverlay)
        await pilot.press(*"clients tier:")
        await until(pilot, lambda: any(each.count for each in overlay.found))
        assert overlay.found[0].count == str(left)
        assert f" tier:critical {left} " in screen_lines(app)[21]


async def test_enter_closes_and_has_the_line_obeyed(ctx: Context) -> None:
    async with shown(ctx, "jump") as (app, pilot, _):
        await pilot.press(*" clients tier:critical ", "enter")
        await until(pilot, lambda: bool(app.heard))
        assert app.heard == [("obey", "clients tier:critical")]
        assert app.results == ["clients tier:critical"]
        assert closed(app)
        assert app.typed.step(-1) == "clients tier:critical"


@pytest.mark.parametrize("keys", [["enter"], ["space", "enter"], [*"radar", "escape"]])
async def test_nothing_is_obeyed(ctx: Context, keys: list[str]) -> None:
    async with shown(ctx, "jump") as (app, pilot, _):
        await pilot.press(*keys)
        await pilot.pause()
        assert (app.heard, app.results) == ([], [None])
        assert closed(app)


async def test_a_line_that_is_not_understood_comes_back_with_the_reason(ctx: Context) -> None:
    async with shown(ctx, "jump") as (app, pilot, _):
        app.refused = {"sail": UNKNOWN}
        await pilot.press(*"sail", "enter")
        await until(pilot, lambda: isinstance(app.screen, JumpOverlay) and bool(app.heard))
        await pilot.pause()
        assert screen_lines(app)[21].startswith(" “sail” is no place (radar, clients …)")
        assert screen_lines(app)[22].startswith(" :sail ")
        await pilot.press("backspace")
        await pilot.pause()
        overlay = app.screen
        assert isinstance(overlay, JumpOverlay)
        assert (overlay.error, overlay.line.text) == ("", "sai")
        # The refused line is among those typed before.
        await pilot.press("up")
        assert overlay.line.text == "sail"


async def test_tab_completes_words_and_fields(ctx: Context) -> None:
    async with shown(ctx, "jump") as (_, pilot, overlay):
        line = overlay.line
        for keys, text in [
            ("inc", "inc"), (["tab"], "incident"), (["tab"], "incidents "),
            (["tab"], "incident "), (["shift+tab"], "incidents "), ("sev", "incidents sev"),
            (["tab"], "incidents severity:"), ("hi", "incidents severity:hi"),
            (["tab"], "incidents severity:high"),
        ]:  # fmt: skip
            await pilot.press(*keys)
            await pilot.pause()
            assert line.text == text, keys


async def test_the_taken_way_is_shown_and_can_be_edited(ctx: Context) -> None:
    async with shown(ctx, "jump") as (_, pilot, overlay):
        await pilot.press(*"theme ", "tab", "tab")
        await pilot.pause()
        assert overlay.line.text == "theme colour-safe"
        assert len(shown_ways(overlay)) > 2
        await pilot.press("backspace")
        await pilot.pause()
        assert shown_ways(overlay) == ["colour-safe"]


async def test_clients_are_completed_from_the_store_to_their_id(ctx: Context) -> None:
    async with shown(ctx, "jump") as (app, pilot, overlay):
        await pilot.press(*"client explain dalt")
        await until(pilot, lambda: shown_ways(overlay) == ["C-0013"])
        assert screen_lines(app)[21].startswith(" C-0013 Dalton Outfitters")
        await pilot.press("tab")
        await pilot.pause()
        assert overlay.line.text == "client explain C-0013"
        await pilot.press("enter")
        await until(pilot, lambda: bool(app.heard))
        assert app.heard == [("obey", "client explain C-0013")]


async def test_a_hostile_name_on_the_way(ctx: Context) -> None:
    async with shown(ctx, "jump", size=(200, 50)) as (app, pilot, overlay):
        await pilot.press(*"client hart")
        await until(pilot, lambda: shown_ways(overlay) == ["C-0008"])
        await pilot.pause()
        text = "\n".join(screen_lines(app))
        assert "C-0008 [bold red]Hartmann[/] �[31m�" in text
        assert not any(ord(char) < 32 and char != "\n" for char in text)


async def test_an_answer_that_comes_too_late_changes_nothing(ctx: Context) -> None:
    async with shown(ctx, "jump") as (_, pilot, overlay):
        await pilot.press(*"client dalt")
        await until(pilot, lambda: shown_ways(overlay) == ["C-0013"])
        await pilot.press("ctrl+u", *"rad")
        await pilot.pause(0.2)
        assert shown_ways(overlay) == ["radar"]


async def test_a_role_without_clients_is_not_refused_for_asking(demo_master: object) -> None:
    ctx = context(demo_master, DEMO_NOW, role="auditor")  # type: ignore[arg-type]
    async with shown(ctx, "jump") as (app, pilot, overlay):
        await pilot.press(*"client dalt")
        await pilot.pause(0.2)
        assert (shown_ways(overlay), overlay.error) == ([], "")
        assert not app.session.back.busy("jump.clients")


async def test_arrow_up_recalls_and_down_comes_back_to_what_was_being_typed(
    ctx: Context,
) -> None:
    async with shown(ctx, "menu", "t", [("a", "b")]) as (app, pilot, _):
        await pilot.press("escape")
        for line in ("radar", "clients tier:critical", "radar"):
            app.typed.keep(line)
        app.typed.step(-1)
        app.show("jump")
        await pilot.pause()
        overlay = app.screen
        assert isinstance(overlay, JumpOverlay)
        await pilot.press(*"the")
        for key, text in [
            ("up", "radar"), ("up", "clients tier:critical"), ("up", "clients tier:critical"),
            ("down", "radar"), ("down", "the"), ("down", "the"), ("up", "radar"),
        ]:  # fmt: skip
            await pilot.press(key)
            await pilot.pause()
            assert overlay.line.text == text, key


async def test_hostile_text_and_errors(ctx: Context) -> None:
    for text in HOSTILE[:4]:
        async with shown(ctx, "jump", text, text, look=BARE) as (app, _, overlay):
            assert "\x1b" not in overlay.line.text + overlay.error
            assert "\x1b" not in "\n".join(screen_lines(app))


@pytest.mark.parametrize(
    ("size", "look"),
    [((60, 16), LOOKS[2]), ((80, 24), LOOKS[1]), ((200, 50), LOOKS[0]), ((20, 6), LOOKS[2])],
)
async def test_every_size(ctx: Context, size: tuple[int, int], look: Look) -> None:
    async with shown(ctx, "jump", size=size, look=look) as (app, pilot, overlay):
        await pilot.press(*"clients t")
        await pilot.pause()
        lines = screen_lines(app)
        assert lines[size[1] - 2].startswith(" :clients t")
        assert lines[size[1] - 3].startswith(" tier:")
        assert overlay.line.box.cursor_blink is False
