"""The settings as pictures, at 80x24 and at 160x48."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from bellbuoy.services import formula
from bellbuoy.services.clock import FixedClock
from bellbuoy.services.context import open_context
from bellbuoy.services.making import init
from core.health.types import HealthConfig
from tests.snapshots.test_screens import SIZES, walk
from tests.tui.running import DEMO_NOW, SMALL, press, sees, still, until
from tui.app import BellbuoyApp
from tui.glyphs import GLYPHS, SetName
from tui.palette import Look
from tui.theming import palette_of

_COLOURS = {"TERM": "xterm-256color"}
PLACES = {
    "look": walk("g", "o", shows="[comfortable]"),
    "formula": walk("g", "o", "down", shows="VERSIONS"),
    "tiers": walk("g", "o", *["down"] * 2, shows="nothing is known"),
    "definitions": walk("g", "o", *["down"] * 3, shows="No files were applied"),
    "edit": walk("g", "o", "down", "e", "right", shows="Usage-focused"),
    "typed": walk("g", "o", *["down"] * 2, "e", *"90", shows="clients change tier, $"),
    "wrong": walk("g", "o", "down", "e", "tab", "backspace", shows="is no number"),
}


def app_of(
    store: Path,
    *,
    role: str = "manager",
    glyphs: SetName = "braille",
    env: dict[str, str] | None = None,
) -> BellbuoyApp:
    """The app of a role that may change the formula, and starts no worker."""
    ctx = open_context(str(store), user="ana", role=role, clock=FixedClock(DEMO_NOW))
    return BellbuoyApp(ctx, Look(palette_of("dark", env or _COLOURS), GLYPHS[glyphs]))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("place", PLACES)
def test_a_section_looks_as_it_did(
    demo_store: Path, snap_compare: Any, place: str, size: str
) -> None:
    assert snap_compare(app_of(demo_store), terminal_size=SIZES[size], run_before=PLACES[place])


@pytest.mark.parametrize("size", SIZES)
def test_the_question_before_it_is_in_force(
    demo_store: Path, snap_compare: Any, size: str
) -> None:
    async def go(pilot: Pilot[int]) -> None:
        await PLACES["edit"](pilot)
        await press(pilot, "enter")
        await until(pilot, sees(pilot, "keep health/1"), "the question")
        await still(pilot)

    assert snap_compare(app_of(demo_store), terminal_size=SIZES[size], run_before=go)


@pytest.mark.parametrize("size", SIZES)
def test_versions_with_who_and_when(demo_store: Path, snap_compare: Any, size: str) -> None:
    ctx = open_context(str(demo_store), user="raj", clock=FixedClock(DEMO_NOW))
    formula.apply(ctx, HealthConfig(weights=(50, 25, 25), healthy_from=75), expect="health/1")
    formula.rollback(ctx, "health/1")
    app = app_of(demo_store, role="rep")
    assert snap_compare(app, terminal_size=SIZES[size], run_before=PLACES["formula"])


@pytest.mark.parametrize("size", SIZES)
def test_a_role_that_may_not_see_it(demo_store: Path, snap_compare: Any, size: str) -> None:
    async def go(pilot: Pilot[int]) -> None:
        await press(pilot, "g", "o", "down")
        await until(pilot, sees(pilot, "may not see the health formula"), "the refusal")
        await still(pilot)

    app = app_of(demo_store, role="auditor")
    assert snap_compare(app, terminal_size=SIZES[size], run_before=go)


@pytest.mark.parametrize("size", SIZES)
def test_a_preview_of_an_empty_store(tmp_path: Path, snap_compare: Any, size: str) -> None:
    path = tmp_path / "empty.db"
    init(str(path))

    async def go(pilot: Pilot[int]) -> None:
        await until(pilot, sees(pilot, "No clients yet"), "the empty state")
        await press(pilot, "g", "o", "down", "e", "right")
        await until(pilot, sees(pilot, "nobody moves"), "the preview")
        await still(pilot)

    assert snap_compare(app_of(path), terminal_size=SIZES[size], run_before=go)


def test_the_form_in_plain_signs(demo_store: Path, snap_compare: Any) -> None:
    app = app_of(demo_store, glyphs="ascii", env={"TERM": "xterm", "NO_COLOR": "1"})
    assert snap_compare(app, terminal_size=SMALL, run_before=PLACES["edit"])
