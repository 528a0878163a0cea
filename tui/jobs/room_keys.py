"""The keys that all tabs of the machine room share."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from tui.page import Page
from tui.room_tab import RoomTab
from tui.widgets.filter_bar import FilterBar


class RoomKeys(Page):
    """Handlers of `ROOM` and `ROOM_MOVES`; the tab that is shown does the work."""

    tabs: tuple[RoomTab[Any], ...]
    bar: FilterBar | None

    @property
    @abstractmethod
    def tab(self) -> RoomTab[Any]: ...

    @property
    @abstractmethod
    def editing(self) -> bool: ...

    @abstractmethod
    def switch(self, tab: str, query: str | None = None) -> None: ...

    @abstractmethod
    def complete(self) -> None: ...

    def do_back(self) -> None:
        """Peel: the box, then what the tab has to peel, then the screen."""
        if self.editing:
            assert self.bar is not None
            self.bar.drop()
        elif not self.tab.peel():
            super().do_back()

    def do_next_pane(self) -> None:
        if self.editing:
            self.complete()

    def do_next_tab(self) -> None:
        self._tab_by(1)

    def do_previous_tab(self) -> None:
        self._tab_by(-1)

    def _tab_by(self, steps: int) -> None:
        at = (self.tabs.index(self.tab) + steps) % len(self.tabs)
        self.switch(self.tabs[at].id)

    def do_next(self) -> None:
        self._next_job(1)

    def do_previous(self) -> None:
        self._next_job(-1)

    def _next_job(self, by: int) -> None:
        step = getattr(self.tab, "next_job", None)
        if step is not None:
            step(by)

    def do_down(self) -> None:
        self.tab.move(1)

    def do_up(self) -> None:
        self.tab.move(-1)

    def do_first(self) -> None:
        self.tab.jump(to_end=False)

    def do_last(self) -> None:
        self.tab.jump(to_end=True)

    def do_page_down(self) -> None:
        self.tab.page(1)

    def do_page_up(self) -> None:
        self.tab.page(-1)

    def do_half_down(self) -> None:
        self.tab.page(0.5)

    def do_half_up(self) -> None:
        self.tab.page(-0.5)
