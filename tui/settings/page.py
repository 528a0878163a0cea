"""Settings: the place, and what its keys do."""

from __future__ import annotations

from textual import events, on
from textual.widgets import Input

from tui.actions import Action, find, refusal
from tui.common_actions import COMMON
from tui.frame.lines_view import LinesView
from tui.settings.actions import AROUND_FORM, FORM, MOVES, VIEW
from tui.settings.definition_keys import DEFINED, DefinitionKeys
from tui.settings.look_keys import LOOK_LIST, LOOK_PANE
from tui.settings.sections import SECTIONS

# What a box does itself: its cursor, deleting, accepting.
_OF_THE_BOX = frozenset(
    {"left", "right", "first", "last", "delete", "open", "half_up", "half_down"}
)


class SettingsPage(DefinitionKeys):
    """Behind `g o`, or `:settings`."""

    @property
    def actions(self) -> tuple[Action, ...]:
        if self.editing:
            return FORM + AROUND_FORM
        if self.of_definitions:
            return DEFINED + COMMON + MOVES
        if not self.of_look:
            return VIEW + COMMON + MOVES
        # What one chose of the look lies in a file: z takes that back there.
        own = LOOK_PANE if self.in_look else LOOK_LIST
        taken = {action.meaning for action in own}
        return own + tuple(a for a in (*COMMON, *MOVES) if a.meaning not in taken)

    def on_key(self, event: events.Key) -> None:
        if not self.editing:
            super().on_key(event)
            return
        meaning = self.shell.keymap.meaning_of(event.key)
        typing = isinstance(self.focused, Input)
        if meaning is None or (typing and (event.is_printable or meaning.id in _OF_THE_BOX)):
            return
        event.stop()
        event.prevent_default()
        action = find(self.actions, meaning)
        if action is None:
            keymap = self.shell.keymap
            leaves = keymap.told("back", "leaves the form")
            self.shell.say(f"{refusal(meaning, keymap)}; {leaves}", "muted")
        else:
            self.act(action, "")

    @property
    def back_word(self) -> str:
        if self.editing:
            return "leave"
        if self.planned is not None:
            return "list"
        return "sections" if self.in_look else super().back_word

    def do_back(self) -> None:
        if self.editing:
            self.leave_form()
        elif self.in_look:
            self.do_look_out()
        elif self.planned is not None:
            self.leave_plan()
        else:
            super().do_back()

    def do_edit(self) -> None:
        if self.of_look:
            self.choose_from_menu()
        else:
            super().do_edit()

    # Moving

    def do_down(self) -> None:
        self.show_section(self.at + 1)

    def do_up(self) -> None:
        self.show_section(self.at - 1)

    def do_first(self) -> None:
        self.show_section(0)

    def do_last(self) -> None:
        self.show_section(len(SECTIONS) - 1)

    def do_page_down(self) -> None:
        self.detail.scroll_pages(1)

    def do_page_up(self) -> None:
        self.detail.scroll_pages(-1)

    def do_half_down(self) -> None:
        self.detail.scroll_pages(0.5)

    def do_half_up(self) -> None:
        self.detail.scroll_pages(-0.5)

    def do_next_field(self) -> None:
        self.form.step(1)

    def do_previous_field(self) -> None:
        self.form.step(-1)

    def do_preset_on(self) -> None:
        self.form.choose(1)

    def do_preset_back(self) -> None:
        self.form.choose(-1)

    @on(LinesView.Clicked)
    def _clicked(self, event: LinesView.Clicked) -> None:
        event.stop()
        if event.view is self.sections and event.line < len(SECTIONS) and not self.editing:
            self.show_section(event.line)
        elif event.view is self.form.preset:
            self.form.choose(1)
