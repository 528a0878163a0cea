"""What the keys do in Definitions: a plan of the folder where one stands, and back."""

from __future__ import annotations

from functools import partial
from typing import Any

from rich.text import Text

from bellbuoy.services.context import Context
from bellbuoy.services.definitions.files import FOLDER
from bellbuoy.services.definitions.planning import plan
from bellbuoy.services.definitions.wording import counts_words
from core.definitions.types import ApplyDone, DefinitionFaultsError, DefinitionPlan
from core.values.text import safe_text
from tui.actions import Action, Enabled
from tui.asks import Ask
from tui.places import Place
from tui.settings.definitions_pane import Planned, definition_lines, planned_lines
from tui.settings.look_keys import LookKeys
from tui.shell import Shell
from tui.widgets.empty_state import State, state_lines

_PLAN, _APPLY = "definitions.plan", "definitions.apply"


def _can_apply(page: Any) -> Enabled:
    found = None if page.planned is None else page.planned.plan
    if found is None:
        return str(page.shell.keymap.told("open", "shows the plan first"))
    return bool(found.differences or found.adopts) or "nothing would change"


DEFINED: tuple[Action, ...] = (
    Action("settings.down", "down", "section", "the section below", "do_down"),
    Action("definitions.plan", "open", "plan", "what ./bellbuoy.d would change", "do_plan"),
    Action("definitions.apply", "save", "apply", "make the store say what the plan shows",
           "do_apply_plan", right="definition:apply", enabled=_can_apply),
)  # fmt: skip


class DefinitionKeys(LookKeys):
    """`planned` is the plan that is shown; None: the list is."""

    def __init__(self, shell: Shell, place: Place) -> None:
        self.planned: Planned | None = None
        super().__init__(shell, place)

    def do_plan(self) -> None:
        """Compare the folder with the store, off the event loop."""
        if self.data is None or self.data.definitions is None:
            return
        self.planned = Planned(FOLDER)
        self.detail.scroll_first()
        self.redraw()

        def work(ctx: Context, ask: Ask[DefinitionPlan]) -> DefinitionPlan:
            return plan(ctx, FOLDER, progress=ask.progress, cancelled=ask.cancelled)

        self.session.back.ask(_PLAN, work, self._came_of_plan, self._failed_to_plan)

    def _came_of_plan(self, found: DefinitionPlan) -> None:
        if self.planned is not None:
            self.planned = Planned(FOLDER, found)
            self.redraw()

    def _failed_to_plan(self, error: BaseException) -> None:
        if self.planned is None:
            return
        self.planned = None
        if isinstance(error, DefinitionFaultsError):
            self.planned = Planned(FOLDER, faults=error.faults)
        else:
            self.shell.fault(error)
        self.redraw()

    def do_apply_plan(self) -> None:
        """Make it so, after a question: one change, which one undo takes back."""
        found = None if self.planned is None else self.planned.plan
        if found is None:
            return
        choices = [
            ("n", "keep the store", "nothing changes"),
            ("y", "apply", "one change: an undo takes all of it back"),
        ]
        words = safe_text(f"{found.folder}: {counts_words(found)}", 120)
        self.shell.show("menu", words, choices, done=partial(self._answered_plan, found))

    def _answered_plan(self, found: DefinitionPlan, letter: str | None) -> None:
        if letter != "y":
            return
        ctx = self.session.ctx

        def work(_held: Context, _ask: Ask[ApplyDone]) -> ApplyDone:
            from bellbuoy.services.definitions.applying import apply

            return apply(ctx, found)

        self.session.back.ask(_APPLY, work, self._applied, self._failed_to_plan)

    def _applied(self, done: ApplyDone) -> None:
        self.leave_plan()
        change = "" if done.change is None else f" (change {done.change})"
        self.shell.say_changed(f"definitions are applied{change}")
        self.load()

    def leave_plan(self) -> None:
        """The list again; a plan that is under way is stopped."""
        self.session.back.cancel(_PLAN)
        self.planned = None
        self.detail.scroll_first()
        self.redraw()

    def show_section(self, at: int) -> None:
        if self.planned is not None:
            self.session.back.cancel(_PLAN)
            self.planned = None
        super().show_section(at)

    def _section(self, width: int) -> list[Text]:
        if not self.of_definitions:
            return super()._section(width)
        look, data = self.session.screen_look(), self.data
        if data is None:
            return []
        if data.definitions is None:
            role = data.ctx.viewer.role
            hidden = (f"Role {role} may not see definitions (needs definition:read).",)
            return state_lines(State("denied", hidden, self._back_hint()), look, width)
        if self.planned is not None:
            return planned_lines(self.planned, look, width)
        return definition_lines(data.definitions, look, width)
