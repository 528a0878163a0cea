"""Behind `g j`: the machine room with its tabs: jobs, engine, log, changes."""

from __future__ import annotations

from typing import Any, ClassVar

from tui.actions import Action
from tui.jobs.actions import ROOM, ROOM_MOVES
from tui.jobs.changes_tab import ChangesTab
from tui.jobs.engine_tab import EngineTab
from tui.jobs.jobs_tab import JobsTab
from tui.jobs.room_page import RoomPage
from tui.logs.tab import LogsTab
from tui.room_tab import RoomTab


class JobsPage(RoomPage):
    """`place.tab` is the tab, `place.key` the job whose runs are open, `place.query`
    a filter."""

    ROOM: ClassVar[tuple[Action, ...]] = ROOM
    MOVES: ClassVar[tuple[Action, ...]] = ROOM_MOVES
    OWN_MEANINGS: ClassVar[frozenset[str]] = frozenset({"run"})

    def make_tabs(self) -> tuple[RoomTab[Any], ...]:
        self.jobs = JobsTab(self)
        return self.jobs, EngineTab(self), LogsTab(self), ChangesTab(self)

    def key_of_tab(self, tab: str) -> str:
        return self.jobs.opened if tab == self.jobs.id else ""

    def show_logs(self, query: str) -> None:
        self.switch("logs", query)

    @property
    def crumbs(self) -> tuple[str, ...]:
        first = "Jobs and health" if self.tab is self.jobs else self.tab.title
        return ("System", first, *self.tab.crumbs)
