"""Row 2 while a simulation is in force: it always says SIM, and never leaves the row."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bellbuoy.services.simulations.banner import Banner
from core.values.text import cells, safe_text
from tests.tui.charts.samples import HOSTILE
from tui.frame.banner import banner_forms, beside
from tui.frame.heading import trail
from tui.keymap import DEFAULT

ONE = Banner((14,), "outage", 1, 1, "Cobalt Air", 14, moving=False)
FRESH = "DEMO · clock 2026-11-21 · live ●"
AROUND = 3


def row(found: Banner, fresh: str, width: int, steps: tuple[str, ...]) -> tuple[str, str]:
    right, room = beside(banner_forms(found, DEFAULT), fresh, "", steps, width)
    left = "".join(text for text, _ in trail(steps, room))
    return left, "".join(text for text, _ in right)


def test_the_run_the_client_and_the_key_stand_in_80_cells() -> None:
    left, right = row(ONE, FRESH, 80, ("Radar", "At risk"))
    assert left == "Radar › At risk"
    assert right == "SIM outage#14 · Cobalt Air · z undo · live ●"


def test_many_runs_are_counted_and_z_names_the_one_that_it_takes_back() -> None:
    many = replace(ONE, numbers=(12, 13, 14), takes_back=13)
    assert banner_forms(many, DEFAULT)[0] == "SIM 3 runs · z undo 13"


def test_where_the_last_change_is_another_one_the_screen_is_named() -> None:
    other = replace(ONE, takes_back=None)
    assert banner_forms(other, DEFAULT)[0] == "SIM outage#14 · Cobalt Air · 4 undo there"


def test_a_moving_run_says_how_many_it_has_reached() -> None:
    moving = replace(ONE, name=None, done=40, clients=100, moving=True)
    assert "· 40 of 100 clients ·" in banner_forms(moving, DEFAULT)[0]


def test_a_past_day_stays_told() -> None:
    _, right = row(ONE, "as of 2026-10-01 · only reads", 66, ("Radar",))
    assert right.endswith("z undo · as of 2026-10-01")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_harmless(name: str) -> None:
    for form in banner_forms(replace(ONE, name=name), DEFAULT):
        assert form == safe_text(form)
        assert cells(form) <= 60


@settings(max_examples=100)
@given(
    name=st.text(max_size=60) | st.none(),
    fresh=st.sampled_from([FRESH, "as of 2026-10-01 · only reads", "", "no worker"]),
    width=st.integers(20, 160),
    steps=st.lists(st.text("ab 東", min_size=1, max_size=40), min_size=1, max_size=4),
)
def test_it_fits_and_says_sim_at_any_width(
    name: str | None, fresh: str, width: int, steps: list[str]
) -> None:
    _, right = row(replace(ONE, name=name), fresh, width, tuple(steps))
    assert right.startswith("SIM")
    assert cells(right) <= width - 2
