"""The actions that every screen has, and the words its keys are told in."""

from __future__ import annotations

from typing import Any

from tui.actions import Action, Enabled
from tui.keymap import BY_ID
from tui.pulse import SCORING, may


def _was_elsewhere(page: Any) -> Enabled:
    return True if page.shell.history.last is not None else "there was no other place"


def _can_go_back(page: Any) -> Enabled:
    leaves = page.shell.keymap.told("quit", "leaves")
    return True if page.back_word else f"this is the first screen; {leaves}"


def _has_copy(page: Any) -> Enabled:
    found = page.copied or page.shell.selection
    return True if found else BY_ID["copy"].refusal


def _writes(page: Any) -> Enabled:
    ctx = page.shell.session.ctx
    if ctx.as_of is not None:
        returns = page.shell.keymap.told("as_of", "now goes back")
        return f"a look at a past day only reads; {returns}"
    return "the store was opened read-only" if ctx.read_only else True


def can_undo(page: Any) -> Enabled:
    """Of a screen or an overlay: may changes be taken back here?"""
    ctx = page.shell.session.ctx
    if not may(ctx, "change:undo"):
        return f"role {ctx.viewer.role} may not take changes back"
    return _writes(page)


PLACES: tuple[Action, ...] = (
    Action("place.go_to", "go_to", "go to", "a place, by one more letter", "do_go_to"),
    Action("place.jump", "jump", "jump", "type a place or a command", "do_jump"),
    Action(
        "place.palette", "palette", "palette", "find actions, places and clients by name",
        "do_palette",
    ),
    Action(
        "place.last", "last_place", "last place", "swap with the place before", "do_last_place",
        enabled=_was_elsewhere,
    ),
    Action("place.radar", "radar", "radar", "the risk radar", "do_radar"),
    Action("place.clients", "clients", "clients", "all clients", "do_clients"),
    Action("place.incidents", "incidents", "incidents", "incidents", "do_incidents"),
    Action("place.simulations", "simulations", "simulate", "simulations", "do_simulations"),
)  # fmt: skip

APP: tuple[Action, ...] = (
    Action("app.as_of", "as_of", "as of", "look at a past day, or back at now", "do_as_of"),
    Action("app.refresh", "refresh", "refresh", "read again, apply a waiting order",
           "do_refresh"),
    Action("app.copy", "copy", "copy",
           "copy what is selected or marked, else the cell or id", "do_copy",
           enabled=_has_copy),
    Action("app.copy_command", "copy_command", "copy command",
           "copy the command that yields what you see", "do_copy_command"),
    Action("app.recompute", "run", "recompute", f"ask the worker to run {SCORING}",
           "do_recompute", right="job:run", enabled=_writes),
    Action("app.problems", "problems", "problems",
           "worker, stale scores, quarantine, failed jobs, messages", "do_problems"),
    Action("app.back", "back", "back", "peel one layer, then one step back", "do_back",
           enabled=_can_go_back),
    Action("app.help", "help", "help", "the keys that work here, and the words", "do_help"),
    Action("app.redraw", "redraw", "redraw", "draw the screen again", "do_redraw"),
    Action("app.suspend", "suspend", "suspend", "to the shell; fg comes back", "do_suspend"),
    Action("app.cancel", "cancel", "cancel", "stop what runs; twice: leave", "do_cancel"),
    Action("app.quit", "quit", "quit", "leave Bellbuoy", "do_quit"),
    Action("app.undo", "undo", "undo", "take back your last change", "do_undo",
           right="change:undo", enabled=can_undo),
    Action("app.redo", "redo", "redo", "do again what you took back last", "do_redo",
           right="change:undo", enabled=can_undo),
    Action("place.portfolio", "portfolio", "portfolio", "all clients together",
           "do_portfolio"),
    Action("app.export", "export", "export",
           "write it to a file: csv, json, jsonl, md; svg: the screen", "do_export"),
)  # fmt: skip

COMMON = (*PLACES[:2], *APP[:1], *PLACES[2:], *APP[1:])
"""The most useful first: a place, a jump, another day."""
