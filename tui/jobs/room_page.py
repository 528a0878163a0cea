"""A screen of tabs that read for themselves: row 3 has their titles, keys go to the one
that is shown."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from textual import on
from textual.containers import Container
from textual.timer import Timer
from textual.widget import Widget

from core.values.text import cells, safe_text
from tui.actions import Action, Enabled
from tui.common_actions import COMMON
from tui.frame.lines_view import LinesView
from tui.frame.row import Row
from tui.jobs.room_filter import RoomFilter
from tui.lines import Piece
from tui.places import Place
from tui.room_tab import RoomTab
from tui.shell import Shell
from tui.states import error_state, fault_words
from tui.widgets.empty_state import State, StateView, loading
from tui.widgets.filter_bar import FilterBar

SLOW_S = 0.3
AGAIN_S = 1.0
"""A worker commits many times a second: a tab is read again at this pace."""


class RoomPage(RoomFilter):
    """`place.tab` is the tab that is shown, `place.query` a filter for it. A screen of
    its own says which tabs it has (`make_tabs`), and which keys they share (`ROOM`)."""

    ROOM: ClassVar[tuple[Action, ...]] = ()
    OWN_MEANINGS: ClassVar[frozenset[str]] = frozenset()
    """What means something else here than on other screens, also where no tab has it."""
    DEFAULT_CSS = """
    RoomPage #tabs { width: 1fr; height: 1fr; }
    """

    def __init__(self, shell: Shell, place: Place) -> None:
        super().__init__(shell, place)
        look = self.session.look
        self.tabs: tuple[RoomTab[Any], ...] = self.make_tabs()
        self.strip = Row(look, id="strip")
        self.bar: FilterBar | None = None
        self.states = StateView(look)
        self._again: Timer | None = None
        self._faults: dict[str, State] = {}

    @abstractmethod
    def make_tabs(self) -> tuple[RoomTab[Any], ...]:
        """The tabs from the left."""

    def key_of_tab(self, tab: str) -> str:
        """What the place of another tab of this screen is about."""
        return self.place.key

    def body(self) -> Iterator[Widget]:
        yield self.strip
        yield self.states
        yield Container(*(tab.pane for tab in self.tabs), id="tabs")

    @property
    def tab(self) -> RoomTab[Any]:
        """The tab that is shown."""
        return next((tab for tab in self.tabs if tab.id == self.place.tab), self.tabs[0])

    @property
    def actions(self) -> tuple[Action, ...]:
        own = (*self.tab.ACTIONS, *self.ROOM)
        taken = {action.meaning for action in own} | self.OWN_MEANINGS
        rest = tuple(action for action in COMMON if action.meaning not in taken)
        return (*own, *rest, *self.MOVES)

    def act(self, action: Action | None, refused: str) -> None:
        """A tab's own handler comes before the screen's."""
        enabled: Enabled = True if action is None else action.enabled(self)
        own = None if action is None else getattr(self.tab, action.handler, None)
        if own is not None and enabled is True:
            own()
        else:
            super().act(action, refused)

    def on_mount(self) -> None:
        self.arrive(self.place)

    def on_unmount(self) -> None:
        for tab in self.tabs:
            tab.left()

    def on_screen_suspend(self) -> None:
        """Something else is shown: nothing is followed meanwhile."""
        self.tab.left()

    def on_screen_resume(self) -> None:
        self.tab.entered(replace(self.place, query=None))

    def arrive(self, place: Place) -> None:
        before = self.tab
        self.place = place
        if self.tab is not before:
            before.left()
        self.tab.entered(place)
        self._show_tab()

    def _show_tab(self) -> None:
        for tab in self.tabs:
            tab.pane.display = tab is self.tab
        self.tab.pane.focus()
        self.close_box()
        self.states.show(self._faults.get(self.tab.id) or self.tab.state)
        self.load()
        self.tell_frame()

    def switch(self, tab: str, query: str | None = None) -> None:
        """Show another tab of the room."""
        place = Place(self.place.screen, self.key_of_tab(tab), tab, query)
        self.shell.history.correct(place)
        self.arrive(place)

    # Reading

    def load(self) -> None:
        """Read the tab that is shown; what is on the screen stays until then."""
        self.tab.load()
        self.set_timer(SLOW_S, self._still_reading)

    def came(self, tab: RoomTab[Any], state: State | None) -> None:
        self._faults.pop(tab.id, None)
        if tab is not self.tab:
            return
        if self.bar is not None:
            self.bar.show_error("")
        self._show(state)
        self.tell_frame()

    def failed(self, tab: RoomTab[Any], error: BaseException) -> None:
        if tab is not self.tab:
            return
        if self.editing and hasattr(error, "column"):
            assert self.bar is not None
            self.bar.show_error(str(error))
            self.shell.hint(fault_words(error))
            return
        role, keymap = self.session.ctx.viewer.role, self.shell.keymap
        kept = tab.data is not None
        state = error_state(tab.what, error, role, kept=kept, keymap=keymap)
        self._faults[tab.id] = state
        self._show(state)

    def changed(self) -> None:
        self.tell_frame()

    def show_logs(self, query: str) -> None:
        self.shell.go(Place("jobs", tab="logs", query=query))

    def _show(self, state: State | None) -> None:
        before = self.states.state
        # The age of what is stale grows with each look: it is said once.
        same = before is not None and state is not None and before.kind == state.kind == "stale"
        if state is not None and state != before and not same:
            self.shell.say_state(state)
        self.states.show(state)

    def _still_reading(self) -> None:
        tab = self.tab
        if tab.data is None and self.states.state is None and tab.busy:
            back = self.shell.keymap.helps(("back", "back"))
            self.states.show(loading(tab.what, 0, None, back))

    def store_changed(self) -> None:
        if self._again is None and self.tab.LIVE:
            self._again = self.set_timer(AGAIN_S, self._load_again)

    def _load_again(self) -> None:
        self._again = None
        self.load()

    def do_refresh(self) -> None:
        self.load()

    def day_changed(self) -> None:
        self.load()

    def look_changed(self) -> None:
        look = self.session.look
        self.strip.use_look(look)
        self.states.use_look(look)
        if self.bar is not None:
            self.bar.use_look(look)
        for tab in self.tabs:
            tab.look_changed()

    # Row 3 and the trail

    def tell_frame(self) -> None:
        super().tell_frame()
        right: list[Piece] = [(self.tab.right, "muted")] if self.tab.right else []
        self.strip.tell([*self._titles(), *self._filter()], right)
        if self.bar is not None:
            self.bar.show(self.tab.query, self.tab.right)

    def _titles(self) -> list[Piece]:
        return [
            (f"[{tab.label}]", "header") if tab is self.tab else (f" {tab.label} ", "muted")
            for tab in self.tabs
        ]

    def _filter(self) -> list[Piece]:
        if self.tab.noun is None:
            return []
        query = safe_text(self.tab.query)
        return [("  / ", "muted"), (query or "all", "" if query else "muted")]

    @property
    def back_word(self) -> str:
        return self.tab.back_word

    @property
    def command(self) -> str:
        return self.tab.command

    @property
    def copied(self) -> str:
        return self.tab.copied

    @property
    def words(self) -> Sequence[tuple[str, str]]:
        return self.tab.words

    @on(Row.Clicked)
    def _tab_clicked(self, event: Row.Clicked) -> None:
        event.stop()
        left = 1
        for tab, (label, _) in zip(self.tabs, self._titles(), strict=True):
            if event.row is self.strip and left <= event.x < left + cells(label):
                self.switch(tab.id)
                return
            left += cells(label)

    @on(LinesView.Clicked)
    def _line_clicked(self, event: LinesView.Clicked) -> None:
        event.stop()
        self.tab.click(event.line)
