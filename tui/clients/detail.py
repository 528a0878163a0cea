"""The page of one client with its keys, and the walk through the list behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from tui.actions import Action
from tui.clients.actions_view import ActionsTab
from tui.clients.detail_actions import DETAIL, DETAIL_MOVES
from tui.clients.detail_page import SINCE, ClientBase
from tui.clients.sandbox import SCENARIOS, Sandbox
from tui.desk.actions import DONE, ends
from tui.frame.row import READ_S
from tui.places import Place

_FIGURE_OF_TAB = {"usage": "calls", "incidents": "incidents"}


class ClientPage(Sandbox, ClientBase):
    """Opened from a list, by name or by id."""

    ACTIONS: ClassVar[tuple[Action, ...]] = DETAIL
    MOVES: ClassVar[tuple[Action, ...]] = DETAIL_MOVES

    def do_why(self) -> None:
        """The number of the tab: the calls of Usage, the incidents; else the score."""
        measure = _FIGURE_OF_TAB.get(self.tab.id)
        if self.tab.id == "explain":
            self.do_open()
        elif measure is not None:
            self.shell.go(Place("figure", measure, self.place.key))
        else:
            self.show_tab("explain")

    def do_open(self) -> None:
        if isinstance(self.tab, ActionsTab):
            self._end(self.tab)
        elif self.tab.id == "overview":
            self.show_tab("incidents")
        elif self.tab.id == "incidents" and self.tab.copied:
            self.shell.go(Place("incident", self.tab.copied))
        elif not self.tab.enter():
            self.shell.say("there is nothing below this part", "muted")

    def _end(self, tab: ActionsTab) -> None:
        """The task or the playbook under the cursor is done: what came of it."""
        if (reason := ends(self)) is not True:
            self.shell.say(str(reason), "muted")
        elif tab.task is not None:
            self.ask_outcome(*tab.task)
        elif tab.follow is not None:
            self.ask_ending(tab.follow)
        else:
            self.shell.say("no task is open here", "muted")

    def more_choices(self) -> Sequence[tuple[str, str, str]]:
        """What the cursor of the Actions tab stands on can be ended by `a` as well, and
        any client can be simulated with."""
        return [*self._endings(), *self.sandbox_choices()]

    def _endings(self) -> Sequence[tuple[str, str, str]]:
        tab = self.tab
        if not isinstance(tab, ActionsTab) or ends(self) is not True:
            return ()
        if tab.task is not None:
            return [(DONE, "done", f"{tab.task[0]} is done: what came of it")]
        return [(DONE, "end", "what came of the playbook")] if tab.follow is not None else ()

    def chose_more(self, letter: str) -> None:
        if letter == DONE and isinstance(self.tab, ActionsTab):
            self._end(self.tab)
        elif letter in SCENARIOS and self.data is not None:
            row = self.data.detail.row
            self.simulate(letter, row.key, row.name)

    def do_range(self) -> None:
        """Compare with another day before: 7, 30, 90 days ago, and round again."""
        self.since = SINCE[(SINCE.index(self.since) + 1) % len(SINCE)]
        self.tell_frame()
        self.load()

    def do_next(self) -> None:
        self._walk(1)

    def do_previous(self) -> None:
        self._walk(-1)

    def _walk(self, by: int) -> None:
        below = self.shell.list_below
        if below is None:
            return
        key = below.step_key(by)
        if key is None:
            self.shell.say("the list ends here" if below.total else "no list here", "muted")
            return
        self.place = Place("client", key, self.place.tab)
        self.shell.history.correct(self.place)
        self.load()

    def do_left(self) -> None:
        self._point(-1)

    def do_right(self) -> None:
        self._point(1)

    def _point(self, steps: int) -> None:
        """The point before or after, and what it says on row 23."""
        if self.tab.sideways(steps) and self.tab.point_words:
            self.said.say(self.tab.point_words, "accent", READ_S)

    def do_down(self) -> None:
        self.tab.move(1)

    def do_up(self) -> None:
        self.tab.move(-1)

    def do_page_down(self) -> None:
        self.tab.page(1)

    def do_page_up(self) -> None:
        self.tab.page(-1)

    def do_half_down(self) -> None:
        self.tab.page(0.5)

    def do_half_up(self) -> None:
        self.tab.page(-0.5)

    def do_first(self) -> None:
        self.tab.jump(to_end=False)

    def do_last(self) -> None:
        self.tab.jump(to_end=True)
