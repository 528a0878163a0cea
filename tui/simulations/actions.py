"""The keys of simulations, and their words."""

from __future__ import annotations

from typing import Any

from tui.actions import Action, Enabled
from tui.read_once import pane_moves

_NO_CLIENT = "a feed is about no client"


def _of_clients(page: Any) -> Enabled:
    return _NO_CLIENT if page.scenarios and page.on_feed else True


def _has_clients(page: Any) -> Enabled:
    if page.scenarios and page.on_feed:
        return _NO_CLIENT
    return True if page.data is not None else "nothing is computed yet"


def _can_run(page: Any) -> Enabled:
    if not page.scenarios or (page.shown is None and not page.on_feed):
        return "nothing is computed yet"
    reason: str = page.may_run()
    return reason or True


def _has_effect(page: Any) -> Enabled:
    if page.scenarios and page.on_feed:
        return f"{_NO_CLIENT}: it moves no score"
    return True if page.shown is not None else "nothing is computed yet"


SIMULATIONS: tuple[Action, ...] = (
    Action("simulations.run", "run", "run", "run it: first what would happen, then y",
           "do_run", right="simulation:run", enabled=_can_run),
    Action("simulations.edit", "edit", "set",
           "set parameters, seed, spread, length, speed, start", "do_edit"),
    Action("simulations.filter", "filter", "whom", "which clients: a query, or an id",
           "do_filter", enabled=_of_clients),
    Action("simulations.why", "why", "why", "what a figure of the effect is made of",
           "do_why", enabled=_has_effect),
    Action("simulations.runs", "next_tab", "runs", "what has run, and what came of it",
           "do_runs"),
    Action("simulations.copy_command", "copy_command", "copy",
           "copy the command that computes the same effect", "do_copy_command"),
    Action("simulations.open", "open", "clients", "the clients that it is about", "do_open",
           enabled=_has_clients),
    Action("simulations.pane", "next_pane", "pane", "between scenarios and effect",
           "do_next_pane"),
)  # fmt: skip
SIMULATION_MOVES: tuple[Action, ...] = pane_moves("simulations", "scenario")
WORDS: tuple[tuple[str, str], ...] = (
    ("scenario", "what could happen, as facts that a run would write about clients"),
    ("effect", "scores and revenue with those facts, computed in memory; nothing is written"),
    ("last run", "when it ran last; taken back or not"),
    ("spread", "within so many minutes the clients are reached, each at a moment of its own"),
    ("lasts", "after so many minutes what the run opened is resolved"),
    ("start", "when it begins: 30m, 2h, 14:30; nothing: at once"),
    ("speed", "once: all at once; 1, 60: so many times as fast as the clock"),
    ("seed", "what chance depends on: the same seed gives the same effect"),
    ("points by part", "how the sum of all scores changes; the parts add up to it"),
)
