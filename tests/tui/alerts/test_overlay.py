"""The tabs of `!` for alerts and rules, on a store in which something rang."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bellbuoy.services.alerts.deliver import deliver
from bellbuoy.services.context import Context
from tests.bellbuoy.services.alerts.ringing import alerts, keep, quiet_store, settle, trouble
from tests.fixtures.facts import client, store
from tests.fixtures.stores import NewStore
from tests.tui.overlays.shell_app import shown
from tests.tui.widgets.screen_text import screen_lines, until
from tui.pulse import freshness, read_pulse


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
        await until(pilot, lambda: "bellbuoy alert rules edit tier-critical" in text_of(app))
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
