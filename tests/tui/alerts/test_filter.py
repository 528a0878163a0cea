"""`/` in the tab of alerts, and an alert that is given to a person."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bellbuoy.services.alerts.acts import acknowledge
from bellbuoy.services.context import Context
from core.access.types import Viewer
from tests.bellbuoy.services.alerts.ringing import keep, quiet_store, settle, trouble
from tests.fixtures.stores import NewStore
from tests.tui.overlays.shell_app import shown
from tests.tui.widgets.screen_text import screen_lines, until


@pytest.fixture
def rung(new_sqlite: NewStore) -> Context:
    ctx = quiet_store(new_sqlite, clients=3)
    keep(ctx, "incidents>=1")
    for name in ("k1", "k2", "k3"):
        trouble(ctx, name)
    settle(ctx)
    acknowledge(ctx, "A-2")
    return ctx


def text_of(app: object) -> str:
    return "\n".join(screen_lines(app))  # type: ignore[arg-type]


async def test_rows_narrow_while_one_types(rung: Context) -> None:
    async with shown(rung, "alerts") as (app, pilot, overlay):
        await until(pilot, lambda: overlay.found is not None)
        assert len(overlay.found.alerts) == 3
        await pilot.press("slash")
        await until(pilot, lambda: overlay.editing)
        await pilot.press(*"state", "colon", *"new")
        await until(pilot, lambda: len(overlay.found.alerts) == 2)
        assert overlay.editing
        await pilot.press("enter")
        await until(pilot, lambda: not overlay.editing)
        assert overlay.query_text == "state:new"
        assert "/ state:new" in text_of(app)
        await pilot.press("down", "y")
        assert app.heard[-1] == ("copy", overlay.current.key)
        await pilot.press("escape")
        await until(pilot, lambda: len(overlay.found.alerts) == 3)
        assert overlay.is_attached
        await pilot.press("escape")
        await until(pilot, lambda: not overlay.is_attached)


async def test_an_edit_is_dropped_and_a_bad_one_is_told(rung: Context) -> None:
    async with shown(rung, "alerts") as (app, pilot, overlay):
        await until(pilot, lambda: overlay.found is not None)
        await pilot.press("slash")
        await until(pilot, lambda: overlay.editing)
        await pilot.press(*"stat", "tab")
        await until(pilot, lambda: "state" in text_of(app))
        await pilot.press("left_parenthesis")
        await until(pilot, lambda: "error" in overlay.bar._error or overlay.bar._error != "")
        assert len(overlay.found.alerts) == 3
        await pilot.press("escape")
        await until(pilot, lambda: not overlay.editing)
        assert (overlay.query_text, overlay.asked) == ("", "")
        assert overlay.is_attached


async def test_what_fits_nothing_says_so(rung: Context) -> None:
    async with shown(rung, "alerts") as (app, pilot, overlay):
        await until(pilot, lambda: overlay.found is not None)
        await pilot.press("slash")
        await until(pilot, lambda: overlay.editing)
        await pilot.press(*"nobody")
        await until(pilot, lambda: "no alert fits nobody" in text_of(app))
        await pilot.press("enter")
        await until(pilot, lambda: not overlay.editing)
        assert overlay.query_text == "nobody"


async def test_one_is_given_to_a_person(rung: Context) -> None:
    async with shown(rung, "alerts") as (app, pilot, overlay):
        await until(pilot, lambda: overlay.found is not None)
        key = overlay.current.key
        await pilot.press("a", "p")
        await until(pilot, lambda: f"{key}: who looks after it" in text_of(app))
        await pilot.press("enter")
        await until(pilot, lambda: "a name has 1 to 80" in text_of(app))
        await pilot.press(*"mei", "enter")
        await until(pilot, lambda: any(a.who == "mei" for a in overlay.found.alerts))


async def test_who_may_not_give_is_not_offered_it(rung: Context) -> None:
    rep = replace(rung, viewer=Viewer("zoe", "rep"))
    async with shown(rep, "alerts") as (app, pilot, overlay):
        await until(pilot, lambda: overlay.found is not None)
        await pilot.press("a")
        await until(pilot, lambda: "acknowledge" in text_of(app))
        assert "give to a person" not in text_of(app)
