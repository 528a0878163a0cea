"""The key table: what a key means, the same on every screen. Data and nothing else.

A key does this or nothing. Ids are stable: users name them in `keys.toml`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Meaning:
    """One line of the table. `keys` are the default ones, by Textual's names.

    `scope` says where it works, `refusal` what is said where it does not.
    """

    id: str
    keys: tuple[str, ...]
    label: str
    hint: str
    group: str
    scope: str = "anywhere"
    refusal: str = "nothing to do here"


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter of an open menu; it belongs to that menu alone."""

    key: str
    id: str
    label: str


M = Meaning
_LISTS, _TEXT = "lists", "lists, text"

MEANINGS: tuple[Meaning, ...] = (
    M("up", ("up", "k"), "up", "one line up", "move", _TEXT),
    M("down", ("down", "j"), "down", "one line down", "move", _TEXT),
    M("left", ("left", "h"), "left", "column, cell, point or tab to the left", "move",
      "lists, charts"),
    M("right", ("right", "l"), "right", "column, cell, point or tab to the right", "move",
      "lists, charts"),
    M("page_up", ("pageup",), "page up", "one page up", "move", _TEXT),
    M("page_down", ("pagedown",), "page down", "one page down", "move", _TEXT),
    M("half_up", ("ctrl+u",), "half up", "half a page up", "move", _TEXT),
    M("half_down", ("ctrl+d",), "half down", "half a page down", "move", _TEXT),
    M("first", ("home",), "first", "the first row (also go to, then g)", "move", _LISTS),
    M("last", ("end", "G"), "last", "the last row", "move", _LISTS),
    M("next_pane", ("tab",), "pane", "the next pane", "move", "screen", "only one pane here"),
    M("previous_pane", ("shift+tab",), "pane back", "the pane before", "move",
      "screen", "only one pane here"),
    M("next_tab", ("right_square_bracket",), "next tab", "the next tab", "move",
      "tabs", "no tabs here"),
    M("previous_tab", ("left_square_bracket",), "tab back", "the tab before", "move",
      "tabs", "no tabs here"),
    M("next_record", ("J",), "next", "the next record of the list you came from", "move",
      "detail", "no list behind this"),
    M("previous_record", ("K",), "previous",
      "the record before, of the list you came from", "move", "detail", "no list behind this"),
    M("open", ("enter",), "open", "open, drill down, accept", "go",
      refusal="nothing to open here"),
    M("back", ("escape",), "back", "peel one layer, then back", "go"),
    M("last_place", ("minus",), "last place", "swap with the place before", "go",
      refusal="there was no other place"),
    M("radar", ("1",), "radar", "the risk radar", "go"),
    M("clients", ("2",), "clients", "all clients", "go"),
    M("incidents", ("3",), "incidents", "incidents", "go"),
    M("simulations", ("4",), "simulate", "simulations", "go"),
    M("pin_5", ("5",), "pin 5", "your first pin", "go", refusal="no pin on 5"),
    M("pin_6", ("6",), "pin 6", "your second pin", "go", refusal="no pin on 6"),
    M("pin_7", ("7",), "pin 7", "your third pin", "go", refusal="no pin on 7"),
    M("pin_8", ("8",), "pin 8", "your fourth pin", "go", refusal="no pin on 8"),
    M("pin_9", ("9",), "pin 9", "your fifth pin", "go", refusal="no pin on 9"),
    M("portfolio", ("0",), "portfolio", "the portfolio", "go"),
    M("go_to", ("g",), "go to", "the go-to strip: one more letter", "go"),
    M("jump", ("colon",), "jump", "type an address: a place or a command", "go"),
    M("palette", ("ctrl+p", "f2"), "palette",
      "actions, places, clients and settings by name", "go"),
    M("filter", ("slash", "f3"), "filter", "narrow the rows by a query", "find",
      _TEXT, "nothing to filter here"),
    M("sort", ("s",), "sort", "sort menu; the same key again reverses", "find",
      _LISTS, "nothing to sort here"),
    M("group", ("b",), "group", "group by", "find", "charts, lists", "nothing to group here"),
    M("range", ("t",), "time", "time range", "find", "charts, lists", "no time range here"),
    M("as_of", ("T",), "as of", "show everything as of a past day", "find"),
    M("columns", ("C",), "columns", "choose columns", "find", _LISTS, "no columns here"),
    M("views", ("v",), "views", "saved views", "find", _LISTS, "no saved views here"),
    M("mark", ("space",), "mark", "mark the row", "rows", _LISTS, "nothing to mark here"),
    M("mark_up", ("shift+up",), "mark up", "mark a range upwards", "rows",
      _LISTS, "nothing to mark here"),
    M("mark_down", ("shift+down",), "mark down", "mark a range downwards", "rows",
      _LISTS, "nothing to mark here"),
    M("mark_all", ("asterisk",), "mark all", "mark all rows of the query", "rows",
      _LISTS, "nothing to mark here"),
    M("act", ("a",), "act", "a menu of what can be done with it", "change",
      "objects", "nothing to act on here"),
    M("edit", ("e",), "edit", "edit", "change", "objects", "nothing to edit here"),
    M("new", ("n",), "new", "create one", "change", _LISTS, "nothing to create here"),
    M("delete", ("d", "delete"), "delete", "delete, after a preview", "change",
      _LISTS, "nothing to delete here"),
    M("note", ("c",), "note", "write a comment or note", "change",
      "objects", "nothing to comment on here"),
    M("run", ("R", "f5", "ctrl+j"), "run", "run it: job, sync, simulation, query", "change",
      "runnable", "nothing to run here"),
    M("save", ("ctrl+s", "f4"), "save", "save the form", "change",
      "forms, editors", "nothing to save here"),
    M("undo", ("z",), "undo", "take back your last change", "change",
      refusal="nothing to undo"),
    M("redo", ("Z",), "redo", "do it again", "change", refusal="nothing to redo"),
    M("why", ("w",), "why", "explain the number", "look",
      "any number", "no number to explain here"),
    M("inspect", ("i",), "raw", "the raw record", "look", "objects", "no record here"),
    M("preview", ("p",), "preview", "preview pane on or off", "look",
      _LISTS, "no preview here"),
    M("maximise", ("m",), "maximise", "this pane alone, and back", "look",
      "panes", "only one pane here"),
    M("refresh", ("r",), "refresh", "read again, apply a waiting order", "look", "screen"),
    M("follow", ("f",), "follow", "follow new rows, or hold", "look",
      "live lists", "nothing live here"),
    M("source", ("o",), "source", "open in the system it came from", "look",
      "objects", "it has no source elsewhere"),
    M("copy", ("y",), "copy", "copy the cell, id or selection", "look",
      refusal="nothing to copy here"),
    M("copy_command", ("Y",), "copy command", "copy the command for this view", "look"),
    M("export", ("x",), "export", "write csv, json, jsonl or svg", "look",
      "lists, charts", "nothing to export here"),
    M("problems", ("exclamation_mark",), "problems",
      "failed jobs, stale sources, quarantine", "app"),
    M("help", ("question_mark", "f1"), "help", "the keys that work here", "app"),
    M("redraw", ("ctrl+l",), "redraw", "draw the screen again", "app"),
    M("suspend", ("ctrl+z",), "suspend", "to the shell; fg comes back", "app"),
    M("cancel", ("ctrl+c",), "cancel",
      "copy the selection, else stop what runs; twice: quit", "app"),
    M("quit", ("q", "ctrl+q"), "quit", "leave Bellbuoy", "app"),
)  # fmt: skip

GO_TO: tuple[Letter, ...] = (
    Letter("r", "radar", "radar"),
    Letter("c", "clients", "clients"),
    Letter("i", "incidents", "incidents"),
    Letter("s", "simulations", "simulations"),
    Letter("e", "segments", "segments"),
    Letter("t", "transactions", "live tail"),
    Letter("a", "analytics", "analytics"),
    Letter("m", "models", "models"),
    Letter("p", "profiles", "profiles"),
    Letter("n", "integrations", "integrations"),
    Letter("v", "activation", "activation"),
    Letter("y", "privacy", "privacy"),
    Letter("j", "jobs", "jobs"),
    Letter("q", "sql", "SQL"),
    Letter("x", "portfolio", "portfolio"),
    Letter("o", "settings", "settings"),
    Letter("g", "first", "top of the list"),
)

ACT: tuple[Letter, ...] = (
    Letter("a", "assign", "assign"),
    Letter("c", "log_call", "log call"),
    Letter("k", "acknowledge", "acknowledge"),
    Letter("s", "severity", "severity"),
    Letter("v", "resolve", "resolve"),
    Letter("p", "pause", "pause"),
    Letter("m", "merge", "merge"),
    Letter("y", "approve", "approve (same)"),
    Letter("n", "refuse", "refuse (different)"),
    Letter("t", "task", "task"),
    Letter("b", "playbook", "playbook"),
    Letter("o", "outage", "sandbox outage"),
)
