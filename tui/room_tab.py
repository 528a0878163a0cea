"""The tabs of the machine room: each reads, draws, and says what its keys do."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from rich.text import Text
from textual.timer import Timer

from bellbuoy.services.context import Context
from bellbuoy.services.narrowing import Noun
from tui.actions import Action
from tui.asks import Ask
from tui.frame.lines_view import LinesView
from tui.look import ScreenLook
from tui.places import Place
from tui.session import Session
from tui.shell import Shell
from tui.widgets.empty_state import State

D = TypeVar("D")


class Room(Protocol):
    """The screen around a tab, as the tab sees it."""

    shell: Shell
    session: Session
    place: Place

    def came(self, tab: RoomTab[Any], state: State | None) -> None:
        """It has read; `state` is what stands in place of rows."""
        ...

    def failed(self, tab: RoomTab[Any], error: BaseException) -> None: ...

    def changed(self) -> None:
        """Its trail, keys or row 3 may differ."""
        ...

    def show_logs(self, query: str) -> None:
        """Open the tab of the log with a filter."""
        ...

    def set_interval(self, interval: float, callback: Callable[[], Any]) -> Timer: ...


class RoomTab(ABC, Generic[D]):
    """One tab. `query` narrows its rows (`NOUN` says by which fields; None: none)."""

    id: ClassVar[str] = ""
    title: ClassVar[str] = ""
    what: ClassVar[str] = ""
    ACTIONS: ClassVar[tuple[Action, ...]] = ()
    BAR: ClassVar[bool] = False
    LIVE: ClassVar[bool] = True
    """Whether a commit of somebody is a reason to read again."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.session = room.session
        self.data: D | None = None
        self.state: State | None = None
        self.query = ""
        self.pane = LinesView(
            self.session.look, self._draw, bar=self.BAR, focusable=True, id=f"room-{self.id}"
        )

    # What a tab of its own says

    @property
    @abstractmethod
    def noun(self) -> Noun | None:
        """What a filter narrows here; None: nothing."""

    @abstractmethod
    def reading(self) -> Callable[[Context, Ask[D]], D]:
        """What to do on the thread; it takes all it needs of the tab with it."""

    @abstractmethod
    def draw(self, data: D, width: int, height: int) -> Sequence[Text]: ...

    @abstractmethod
    def move(self, lines: int) -> None: ...

    @abstractmethod
    def jump(self, *, to_end: bool) -> None: ...

    def page(self, pages: float) -> None:
        step = int(pages * self.pane.size.height)
        self.move(step or (1 if pages > 0 else -1))

    def taken(self, data: D) -> State | None:
        """It has been read; the state that stands in place of rows."""
        return None

    def entered(self, place: Place) -> None:
        """It is shown now, as a place says."""

    def left(self) -> None:
        """Another tab is shown, or the screen goes."""

    def peel(self) -> bool:
        """Escape: whether there was a layer of its own to peel."""
        return False

    def click(self, line: int) -> None:
        """A line of the pane was clicked."""

    @property
    def label(self) -> str:
        """The title, and behind it how many there are where that helps."""
        return self.title

    @property
    def right(self) -> str:
        """Row 3, right."""
        return ""

    @property
    def crumbs(self) -> tuple[str, ...]:
        return ()

    @property
    def back_word(self) -> str:
        return "back"

    @property
    @abstractmethod
    def command(self) -> str: ...

    @property
    def copied(self) -> str:
        return ""

    @property
    def words(self) -> Sequence[tuple[str, str]]:
        return ()

    # What all of them do

    @property
    def ask_name(self) -> str:
        return f"room.{self.id}"

    def load(self) -> None:
        """Read it again; what is on the screen stays until then."""
        self.session.reader.ask(self.ask_name, self.reading(), self._came, self._failed)

    @property
    def busy(self) -> bool:
        return self.session.reader.busy(self.ask_name)

    def _came(self, data: D) -> None:
        self.data = data
        self.state = self.taken(data)
        self.pane.redraw()
        self.room.came(self, self.state)

    def _failed(self, error: BaseException) -> None:
        self.room.failed(self, error)

    def narrow(self, query: str) -> None:
        """Another filter: it is read again."""
        self.query = query
        self.load()

    def _draw(self, width: int, height: int) -> Sequence[Text]:
        return () if self.data is None else self.draw(self.data, width, height)

    def look(self, ctx: Context | None = None) -> ScreenLook:
        return self.session.screen_look(ctx)

    def look_changed(self) -> None:
        self.pane.use_look(self.session.look)
