"""Today, tasks and playbooks: three lists side by side, gone through by the tab keys."""

from __future__ import annotations

from tui.actions import Action
from tui.lines import Piece
from tui.page import Page
from tui.places import Place
from tui.pulse import may
from tui.registry import screen

SCREENS = ("today", "tasks", "playbooks")
TABS: tuple[Action, ...] = (
    Action("desk.next_tab", "next_tab", "next tab", "today, tasks, playbooks", "do_next_tab"),
    Action("desk.tab_back", "previous_tab", "tab back", "playbooks, tasks, today",
           "do_tab_back"),
)  # fmt: skip


class DeskTabs(Page):
    """A screen that is one of the three."""

    @property
    def open_tabs(self) -> list[str]:
        """Those that the role may read."""
        ctx = self.session.ctx
        return [each for each in SCREENS if may(ctx, screen(each).right)]

    def titles(self) -> list[Piece]:
        """`[Today] Tasks  Playbooks`"""
        pieces: list[Piece] = []
        for each in self.open_tabs:
            here, title = each == self.place.screen, screen(each).title
            pieces.append(
                (f"[{title}]" if here else f" {title} ", "header" if here else "muted")
            )
        return [*pieces, ("  ", "")]

    def _tab_by(self, steps: int) -> None:
        tabs = self.open_tabs
        at = tabs.index(self.place.screen) if self.place.screen in tabs else 0
        self.shell.go(Place(tabs[(at + steps) % len(tabs)]))

    def do_next_tab(self) -> None:
        self._tab_by(1)

    def do_tab_back(self) -> None:
        self._tab_by(-1)
