"""A screen that reads one thing, on its own thread, and shows it in one pane of lines."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from rich.text import Text
from textual.widget import Widget

from tui.actions import Action
from tui.frame.lines_view import LinesView
from tui.frame.row import Row
from tui.page import Page
from tui.places import Place
from tui.shell import Shell
from tui.states import error_state
from tui.widgets.empty_state import State, StateView, loading

SLOW_S = 0.3


def pane_moves(name: str, one: str) -> tuple[Action, ...]:
    """The keys that move in the pane; `one` is what a step goes over: `line`, `part`."""
    return (
        Action(f"{name}.down", "down", "down", f"the next {one}", "do_down"),
        Action(f"{name}.up", "up", "up", f"the {one} before", "do_up"),
        Action(f"{name}.page_down", "page_down", "page down", "one page down", "do_page_down"),
        Action(f"{name}.page_up", "page_up", "page up", "one page up", "do_page_up"),
        Action(f"{name}.half_down", "half_down", "half down", "half a page down",
               "do_half_down"),
        Action(f"{name}.half_up", "half_up", "half up", "half a page up", "do_half_up"),
        Action(f"{name}.first", "first", "first", f"the first {one}", "do_first"),
        Action(f"{name}.last", "last", "last", f"the last {one}", "do_last"),
    )  # fmt: skip


class ReadOnce(Page):
    """`READ` names what is asked of the thread, `WHAT` is what is read, in words. What
    is on the screen stays until the next is there."""

    READ: ClassVar[str] = ""
    WHAT: ClassVar[str] = ""
    data: Any = None

    def __init__(self, shell: Shell, place: Place) -> None:
        super().__init__(shell, place)
        look = self.session.look
        self.strip = Row(look, id="strip")
        self.states = StateView(look)
        self.pane = LinesView(look, self._draw, bar=True, focusable=True, id=self.READ)

    @abstractmethod
    def load(self) -> None:
        """Ask for it."""

    @abstractmethod
    def _draw(self, width: int, height: int) -> Sequence[Text]: ...

    @property
    def FRONT(self) -> str:  # type: ignore[override]  # noqa: N802 - the name of the base
        below = self.shell.list_below
        return below.FRONT if below is not None else ""

    def body(self) -> Iterator[Widget]:
        yield self.strip
        yield self.states
        yield self.pane

    def on_mount(self) -> None:
        self.opened()

    def opened(self) -> None:
        """It is on the screen for the first time."""
        self.pane.focus()
        self.load()

    def _failed(self, error: BaseException) -> None:
        role, kept = self.session.ctx.viewer.role, self.data is not None
        keymap = self.shell.keymap
        self._show(error_state(self.WHAT, error, role, kept=kept, keymap=keymap))

    def _still_reading(self) -> None:
        quiet = self.data is None and self.states.state is None
        if quiet and self.session.back.busy(self.READ):
            self._progress(0, 0)

    def _progress(self, done: int, total: int) -> None:
        stops = self.shell.keymap.helps(("back", "stops it"))
        self.states.show(loading(self.WHAT, done, total or None, stops))

    def _show(self, state: State | None) -> None:
        if state is not None and state != self.states.state:
            self.shell.say_state(state)
        self.states.show(state)
        self.tell_frame()

    def store_changed(self) -> None:
        self.load()

    def day_changed(self) -> None:
        self.load()

    def look_changed(self) -> None:
        look = self.session.look
        self.strip.use_look(look)
        self.states.use_look(look)
        self.pane.use_look(look)

    def do_back(self) -> None:
        self.session.back.cancel(self.READ)
        super().do_back()
