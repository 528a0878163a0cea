"""What the keys do in Look and keys: go to a setting, choose another value, take it back."""

from __future__ import annotations

from typing import Any

from core.look.types import SETTINGS
from tui.actions import Action, Enabled
from tui.settings.editing import Editing
from tui.settings.look_pane import choices_of, line_of

_LETTERS = "abcdefghilmnoprstuvw"


def _can_undo(page: Any) -> Enabled:
    return True if page.shell.own.can_undo else "no setting was changed in this run"


def _can_redo(page: Any) -> Enabled:
    return True if page.shell.own.can_redo else "nothing to redo"


_UNDO = (
    Action("look.undo", "undo", "undo", "take back your last change", "do_look_undo",
           enabled=_can_undo),
    Action("look.redo", "redo", "redo", "choose again what was taken back", "do_look_redo",
           enabled=_can_redo),
)  # fmt: skip

LOOK_LIST: tuple[Action, ...] = (
    Action("settings.down", "down", "section", "the section below", "do_down"),
    Action("look.pane", "next_pane", "pane", "to the settings", "do_look_in"),
    Action("look.open", "open", "change", "to the settings", "do_look_in"),
    Action("settings.edit", "edit", "edit", "all that can be chosen", "do_edit"),
    *_UNDO,
)
"""While the cursor is in the list of sections."""

LOOK_PANE: tuple[Action, ...] = (
    Action("look.out", "next_pane", "pane", "back to the sections", "do_look_out"),
    Action("look.next", "open", "change", "the next value", "do_look_next"),
    Action("look.right", "right", "next", "the next value", "do_look_next"),
    Action("look.left", "left", "before", "the value before", "do_look_before"),
    Action("settings.edit", "edit", "edit", "all that can be chosen", "do_edit"),
    *_UNDO,
    Action("look.down", "down", "down", "the setting below", "do_look_down"),
    Action("look.up", "up", "up", "the setting above", "do_look_up"),
    Action("look.first", "first", "first", "the first setting", "do_look_first"),
    Action("look.last", "last", "last", "the last setting", "do_look_last"),
    Action("look.pane_back", "previous_pane", "pane back", "back to the sections",
           "do_look_out"),
)  # fmt: skip
"""While the cursor is among the settings."""


class LookKeys(Editing):
    """`look_at` is the setting under the cursor, `in_look` whether keys go to it."""

    # Where the cursor is

    def do_look_in(self) -> None:
        self.in_look = True
        self.redraw()

    def do_look_out(self) -> None:
        self.in_look = False
        self.redraw()

    def do_look_down(self) -> None:
        self._look_to(self.look_at + 1)

    def do_look_up(self) -> None:
        self._look_to(self.look_at - 1)

    def do_look_first(self) -> None:
        self._look_to(0)

    def do_look_last(self) -> None:
        self._look_to(len(SETTINGS) - 1)

    def _look_to(self, at: int) -> None:
        self.look_at = max(0, min(at, len(SETTINGS) - 1))
        self.redraw()
        look, width = self.session.look, max(1, self.detail.size.width - 1)
        self.detail.reveal(line_of(self.look_at, self.look_facts(), look, width))

    # What is chosen

    def do_look_next(self) -> None:
        self._choose(1)

    def do_look_before(self) -> None:
        self._choose(-1)

    def _choose(self, by: int) -> None:
        setting = SETTINGS[self.look_at]
        named = choices_of(setting, self.look_facts())
        now = named.index(self.shell.own.own[setting.id])
        self.shell.own.choose(setting.id, named[(now + by) % len(named)])
        self.redraw()

    def choose_from_menu(self) -> None:
        """All values of the setting under the cursor, each with its letter."""
        setting = SETTINGS[self.look_at]
        named = choices_of(setting, self.look_facts())
        found = dict(zip(_LETTERS, named, strict=False))
        choices = [(letter, name, setting.about if place == 0 else "")
                   for place, (letter, name) in enumerate(found.items())]  # fmt: skip

        def chosen(letter: str | None) -> None:
            if letter in found:
                self.shell.own.choose(setting.id, found[letter])
                self.redraw()

        self.shell.show("menu", setting.label, choices, done=chosen)

    def do_look_undo(self) -> None:
        self.shell.own.undo()
        self.redraw()

    def do_look_redo(self) -> None:
        self.shell.own.redo()
        self.redraw()
