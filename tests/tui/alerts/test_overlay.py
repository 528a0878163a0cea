"""The tabs of `!` for alerts and rules, on a store in which something rang."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bellbuoy.services.alerts.deliver import deliver
from bellbuoy.services.context import Context
from core.access.types import Viewer
from core.values.text import cells
from tests.bellbuoy.services.alerts.ringing import (
    alerts,
    keep,
    kept,
    quiet_store,
    settle,
    trouble,
)
from tests.fixtures.facts import client, store
from tests.fixtures.stores import NewStore
from tests.tui.overlays.shell_app import shown
from tests.tui.widgets.screen_text import screen_lines, until
from tui.alerts.board import wide_lines
from tui.alerts.data import read_alerts, read_detail
from tui.alerts.lines import alert_lines, none_lines, rule_lines
from tui.alerts.overlay import AlertsOverlay
from tui.glyphs import ASCII, BRAILLE
from tui.overlays.problems import ProblemsOverlay
from tui.palette import MONO, Look
from tui.places import Place
from tui.pulse import freshness, read_pulse
from tui.widgets.row_window import RowWindow


@pytest.fixture
def rung(new_sqlite: NewStore) -> Context:
    """Two alerts, one of them of a client whose name attacks the terminal."""
    ctx = quiet_store(new_sqlite, clients=1)
    bad = replace(client("bad"), name="Bad\x1b[2J[b]name")
    store(ctx, "client", [bad])
    keep(ctx, "incidents>=1", channels=("screen", "bell"))
    trouble(ctx, "k1")
    trouble(ctx, "bad")
    settle(ctx)
    deliver(ctx)
    return ctx


def text_of(app: object) -> str:
    return "\n".join(screen_lines(app))  # type: ignore[arg-type]


async def test_alerts_open_into_what_rang_them_and_are_taken(rung: Context) -> None:
    async with shown(rung, "alerts") as (app, pilot, overlay):
        await until(pilot, lambda: overlay.found is not None)
        await pilot.pause()
        text = text_of(app)
        assert "Alerts (2)" in text
        assert "Bad�[2J[b]name" in text
        assert "mine" in text
        name = overlay.current.name
        await pilot.press("enter")
        await until(pilot, lambda: "rings if" in text_of(app))
        text = text_of(app)
        assert "incidents>=1" in text
        assert "like it" in text
        await pilot.press("enter")
        await until(pilot, lambda: "rings if" not in text_of(app))
        await pilot.press("a")
        await until(pilot, lambda: "acknowledge" in text_of(app))
        await pilot.press("k")
        await until(pilot, lambda: any(row[2] == "acknowledged" for row in alerts(rung)))
        await until(pilot, lambda: "taken by ana" in text_of(app))
        taken = next(each for each in overlay.found.alerts if each.state == "acknowledged")
        assert taken.name == name


async def test_the_rules_are_the_next_tab(rung: Context) -> None:
    async with shown(rung, "alerts") as (app, pilot, overlay):
        await until(pilot, lambda: overlay.found is not None)
        await pilot.press("right_square_bracket")
        await until(pilot, lambda: "health-drop" in text_of(app))
        await pilot.press("end")
        await until(pilot, lambda: "came with the program" in text_of(app))
        await pilot.press("left_square_bracket")
        await until(pilot, lambda: "Bad" in text_of(app))


async def test_no_alert_is_said_in_words(new_sqlite: NewStore) -> None:
    async with shown(new_sqlite(), "alerts") as (app, pilot, overlay):
        await until(pilot, lambda: overlay.found is not None)
        await pilot.pause()
        assert "no alert is open" in text_of(app)
        await pilot.press("a")
        await pilot.press("enter")
        assert "no alert is open" in text_of(app)


def test_row_2_counts_what_nobody_has_taken(rung: Context) -> None:
    words, role = freshness(rung, read_pulse(rung), "●")
    assert words.startswith("2 alerts · ")
    assert role == "at_risk"


async def test_wide_the_one_under_the_cursor_stands_beside(rung: Context) -> None:
    async with shown(rung, "alerts", size=(160, 40)) as (app, pilot, overlay):
        await until(pilot, lambda: "like it" in text_of(app))
        first = overlay.current
        assert f"{first.key} mine" in text_of(app)
        assert "2 in 30 days" in text_of(app)
        assert "to screen" in text_of(app)
        await pilot.press("down")
        await until(pilot, lambda: f"{overlay.current.key} mine" in text_of(app))
        assert overlay.current.id != first.id
        assert all(len(line) <= 160 for line in screen_lines(app))


async def test_w_goes_to_the_value_that_met_it(rung: Context) -> None:
    async with shown(rung, "alerts") as (app, pilot, overlay):
        await until(pilot, lambda: overlay.current is not None)
        subject = overlay.current.subject
        await pilot.press("w")
        await pilot.pause()
        assert app.heard == [("go", Place("client", subject, "explain"))]


async def test_a_rule_is_turned_off_and_on_again(rung: Context) -> None:
    async with shown(rung, "alerts", "rules") as (_app, pilot, overlay):
        await until(pilot, lambda: overlay.rule is not None)
        while overlay.rule.name != "mine":
            await pilot.press("down")
        await pilot.press("a", "o")
        await until(pilot, lambda: not overlay.rule.active)
        assert not kept(rung, "mine").active
        await pilot.press("a", "o")
        await until(pilot, lambda: overlay.rule.active)
        assert kept(rung, "mine").active


async def test_e_counts_while_one_types_and_keeps_what_holds(rung: Context) -> None:
    async with shown(rung, "alerts", "rules") as (app, pilot, overlay):
        await until(pilot, lambda: overlay.rule is not None)
        while overlay.rule.name != "mine":
            await pilot.press("down")
        await pilot.press("e")
        await until(pilot, lambda: "now             2 clients" in text_of(app))
        assert "incidents: as known today" in text_of(app)
        await pilot.press("backspace", "9")
        await until(pilot, lambda: "now             0 clients" in text_of(app))
        await pilot.press("left_parenthesis")
        editor: Any = app.screen
        await until(pilot, lambda: editor.error != "")
        await pilot.press("enter")
        await pilot.pause()
        assert kept(rung, "mine").condition == "incidents>=1"
        await pilot.press("backspace")
        await until(pilot, lambda: "0 in 30 days" in text_of(app))
        await pilot.press("enter")
        await until(pilot, lambda: kept(rung, "mine").condition == "incidents>=9")


async def test_a_rep_sees_rules_and_changes_none(rung: Context) -> None:
    rep = replace(rung, viewer=Viewer("zoe", "rep"))
    async with shown(rep, "alerts", "rules") as (app, pilot, overlay):
        await until(pilot, lambda: overlay.rule is not None)
        await pilot.press("e", "a")
        await pilot.pause()
        assert "e edit: role rep may not change rules" in app.told()
        assert "a act: role rep may not change rules" in app.told()


async def test_who_may_not_see_alerts_is_told(rung: Context) -> None:
    analyst = replace(rung, viewer=Viewer("zoe", "analyst"))
    async with shown(analyst, "alerts") as (app, pilot, _):
        await until(pilot, lambda: "DENIED" in text_of(app))
        assert "This was recorded." in text_of(app)


async def test_from_tab_to_tab(rung: Context) -> None:
    async with shown(rung, "alerts") as (app, pilot, overlay):
        await until(pilot, lambda: overlay.found is not None)
        await pilot.press("right_square_bracket", "right_square_bracket")
        await until(pilot, lambda: isinstance(app.screen, ProblemsOverlay))
        await pilot.press("left_square_bracket")
        await until(pilot, lambda: isinstance(app.screen, AlertsOverlay))
        assert app.screen.tab == "rules"  # type: ignore[attr-defined]


@pytest.mark.parametrize("glyphs", [BRAILLE, ASCII], ids=["braille", "ascii"])
@pytest.mark.parametrize("width", [20, 40, 78, 120, 200])
def test_no_line_is_wider_than_the_room_or_holds_a_control_sign(
    rung: Context, width: int, glyphs: object
) -> None:
    look = Look(MONO, glyphs)  # type: ignore[arg-type]
    found = read_alerts(rung)
    lines, rows = [], RowWindow()
    rows.resize(len(found.alerts), 12)
    for at, alert in enumerate(found.alerts):
        detail = read_detail(rung, alert.key)
        lines += alert_lines(found, at, detail, look, width)[0]
        if width >= 110:
            lines += wide_lines(found, rows, detail, "alerts", look, width)
            lines += wide_lines(found, rows, None, "rules", look, width)
    lines += rule_lines(found, 1, look, width)[0]
    lines += none_lines(replace(found, alerts=()), look, width)
    for line in lines:
        assert cells(line.plain) <= width
        assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in line.plain)
