"""The keys of runs, the letters of their menu, and their words."""

from __future__ import annotations

from typing import Any

from core.simulations.types import Run
from tui.actions import Action, Enabled
from tui.read_once import pane_moves

PAUSE, GO_ON, STEP, STOP, VERIFY, COMPARE, UNDO = "pgsxvcu"
_MOVING = ("running", "paused")
_WAITS = "waiting"
Choice = tuple[str, str, str, str]


def _may_write(page: Any) -> Enabled:
    if page.run is None:
        return "nothing has run yet"
    reason: str = page.may_run()
    return reason or True


def _may_move(page: Any) -> Enabled:
    enabled = _may_write(page)
    if enabled is True and page.run.state not in _MOVING:
        return f"run {page.run.number} is {page.run.state}"
    return enabled


def _may_step(page: Any) -> Enabled:
    enabled = _may_write(page)
    if enabled is True and page.run.state == _WAITS:
        return True
    return _may_move(page)


def _has_run(page: Any) -> Enabled:
    return True if page.run is not None else "nothing has run yet"


def _has_clients(page: Any) -> Enabled:
    enabled = _has_run(page)
    if enabled is True and page.run.feed:
        return "a feed is about no client: bellbuoy txn list"
    return enabled


RUNS: tuple[Action, ...] = (
    Action("runs.undo", "undo", "undo", "take back the run under the cursor", "do_undo_run",
           enabled=_may_write),
    Action("runs.act", "act", "act", "verify, compare, pause, step, stop", "do_act",
           enabled=_has_run),
    Action("runs.follow", "follow", "hold", "pause the run, or let it go on", "do_hold",
           enabled=_may_move),
    Action("runs.step", "run", "step", "on to the next moment at which something happens",
           "do_step", enabled=_may_step),
    Action("runs.edit", "edit", "speed", "how fast it goes", "do_edit", enabled=_may_move),
    Action("runs.open", "open", "clients", "the clients that it is about", "do_open",
           enabled=_has_clients),
    Action("runs.pane", "next_pane", "pane", "between runs and what came of one",
           "do_next_pane"),
    Action("runs.tab_back", "previous_tab", "scenarios", "back to the scenarios",
           "do_scenarios"),
)  # fmt: skip
RUN_MOVES: tuple[Action, ...] = pane_moves("runs", "run")
WORDS: tuple[tuple[str, str], ...] = (
    ("run", "a scenario that was applied; its rows and changes bear its number"),
    ("state", "waiting for its start, running, paused, applied, stopped, undone"),
    ("reached", "clients that it has written about, of all that it will"),
    ("at", "hours and minutes since it began, by its own clock"),
    ("predicted", "the score that was computed before it ran"),
    ("measured", "the score that the clients have with it"),
    ("without", "the score that they would have without any run"),
    ("off", "measured less predicted: facts that came in meanwhile"),
)


def choices_of(run: Run, refused: str) -> list[Choice]:
    """What can be done with a run; what cannot be now is struck, with the reason."""
    is_off = "it is undone already" if run.state == "undone" else ""
    is_over = "" if run.state in (_WAITS, *_MOVING) else f"it is {run.state}"

    def not_in(state: str) -> str:
        return refused or ("" if run.state == state else f"it is {run.state}")

    return [
        (VERIFY, "verify", "whether the store equals the state before it", ""),
        (COMPARE, "compare", "with another run of the same clients", ""),
        (PAUSE, "pause", "it waits where it is", not_in("running")),
        (GO_ON, "go on", "from where it is", not_in("paused")),
        (STEP, "step", "to the next moment at which something happens", refused or is_over),
        (STOP, "stop", "nobody more is reached; what it wrote stays", refused or is_over),
        (UNDO, "take back", "its rows and changes, and nothing else", refused or is_off),
    ]  # fmt: skip
