"""The keys of simulations, and their words."""

from __future__ import annotations

from typing import Any

from tui.actions import Action, Enabled
from tui.read_once import pane_moves


def _has_clients(page: Any) -> Enabled:
    return True if page.data is not None else "nothing is computed yet"


SIMULATIONS: tuple[Action, ...] = (
    Action("simulations.edit", "edit", "set", "set the parameters and the seed", "do_edit"),
    Action("simulations.filter", "filter", "whom", "which clients: a query, or an id",
           "do_filter"),
    Action("simulations.open", "open", "clients", "the clients that it is about", "do_open",
           enabled=_has_clients),
    Action("simulations.pane", "next_pane", "pane", "between scenarios and effect",
           "do_next_pane"),
)  # fmt: skip
SIMULATION_MOVES: tuple[Action, ...] = pane_moves("simulations", "scenario")
WORDS: tuple[tuple[str, str], ...] = (
    ("scenario", "what could happen, as facts that a run would write about clients"),
    ("effect", "scores and revenue with those facts, computed in memory; nothing is written"),
    ("seed", "what chance depends on: the same seed gives the same effect"),
    ("points by part", "how the sum of all scores changes; the parts add up to it"),
)
