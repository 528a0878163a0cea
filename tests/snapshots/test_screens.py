"""Every screen and state as a picture, at 80x24 and at 160x48."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from bellbuoy.services.making import init
from tests.tui.running import LARGE, SMALL, app_on, press, sees, still, until

Walk = Callable[[Pilot[int]], Awaitable[None]]
SIZES = {"80x24": SMALL, "160x48": LARGE}


def walk(*keys: str, shows: str) -> Walk:
    """Wait for the radar, press keys, wait for the place."""

    async def go(pilot: Pilot[int]) -> None:
        await until(pilot, sees(pilot, "Coral Networks"))
        # The counters come behind the rows.
        await until(pilot, sees(pilot, "15 clients"))
        await press(pilot, *keys)
        await until(pilot, sees(pilot, shows), shows)
        await still(pilot)

    return go


NEXT = "right_square_bracket"
PLACES: dict[str, Walk] = {
    "radar": walk("end", shows="Begin save-18"),
    "clients": walk("2", shows="Hawthorn Bank"),
    "overview": walk("end", "enter", shows="parts sum to it"),
    "usage": walk("end", "enter", NEXT, shows="API calls a day"),
    "client_incidents": walk("end", "enter", NEXT, NEXT, shows="INC-0002-3"),
    "explain": walk("end", "w", shows="WHY IT MOVED"),
    "explain_month": walk("end", "w", "t", shows="since 17 Oct"),
    "diff": walk("space", "down", "space", "w", shows="DIFFERENCE"),
    "figure": walk("up", "right", "w", shows="exactly"),
    "incidents": walk("3", shows="by severity"),
    "incidents_one": walk("3", "enter", shows="reported by"),
    "incidents_stats": walk("3", NEXT, shows="p90"),
    "simulations": walk("4", "down", shows="points by part"),
    "portfolio": walk("0", shows="7 d mean"),
    "portfolio_renewals": walk("0", *"bbbbt", shows=", 90 d ·"),
    "hostile_name": walk("down", "enter", shows="parts sum to it"),
    "no_data": walk("colon", *"client C-0006", "enter", shows="Fieldstone Dental"),
    "look_back": walk("T", *"2026-11-01", "enter", shows="renews in 150 days"),
    "help": walk("question_mark", shows="one row up"),
    "palette": walk("ctrl+p", shows="Palette"),
    "go_to": walk("g", shows="top of the list"),
    "problems": walk("exclamation_mark", shows="Problems"),
    "no_match": walk(
        "slash", *["backspace"] * 45, *"owner:zoe", "enter", shows="0 of 15 match"
    ),
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("place", PLACES)
def test_a_screen_looks_as_it_did(
    demo_store: Path, snap_compare: Any, place: str, size: str
) -> None:
    assert snap_compare(app_on(demo_store), terminal_size=SIZES[size], run_before=PLACES[place])


@pytest.mark.parametrize(
    ("theme", "glyphs", "env"),
    [
        ("light", "braille", None),
        ("high-contrast", "blocks", None),
        ("dark", "ascii", {"TERM": "xterm", "NO_COLOR": "1"}),
    ],
)
def test_the_radar_in_other_looks(
    demo_store: Path, snap_compare: Any, theme: str, glyphs: Any, env: dict[str, str] | None
) -> None:
    app = app_on(demo_store, theme=theme, glyphs=glyphs, env=env)
    assert snap_compare(app, terminal_size=SMALL, run_before=PLACES["radar"])


@pytest.mark.parametrize("size", SIZES)
def test_an_empty_store(tmp_path: Path, snap_compare: Any, size: str) -> None:
    store = tmp_path / "empty.db"
    init(str(store))

    async def wait(pilot: Pilot[int]) -> None:
        await until(pilot, sees(pilot, "No clients yet"), "the empty state")
        await still(pilot)

    assert snap_compare(app_on(store), terminal_size=SIZES[size], run_before=wait)
