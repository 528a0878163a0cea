"""What a screen may ask of the app around it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from tui.keymap import Keymap
from tui.palette import Role
from tui.places import History, Place, Recall
from tui.session import Session

if TYPE_CHECKING:
    from tui.own_look import OwnLook
    from tui.widgets.empty_state import State


class Cursor(Protocol):
    """Where a list stands."""

    @property
    def cursor_index(self) -> int: ...


class ListBelow(Protocol):
    """The list that a detail was opened from, as the detail sees it."""

    FRONT: ClassVar[str]
    total: int | None

    @property
    def list(self) -> Cursor: ...

    @property
    def crumbs(self) -> tuple[str, ...]: ...

    def step_key(self, by: int) -> str | None:
        """The public id of the next row, or the one before, which becomes current."""
        ...


class Shell(Protocol):
    """The app, as its screens and overlays see it."""

    session: Session
    keymap: Keymap
    history: History
    typed: Recall
    own: OwnLook

    @property
    def colours_offered(self) -> str:
        """The colours that the terminal has: `truecolor`, `256`, `16`, `none`."""
        ...

    @property
    def shortest_pause(self) -> float:
        """Seconds between two pictures where nobody chose; 0: none."""
        ...

    @property
    def list_below(self) -> ListBelow | None:
        """The list that a detail was opened from."""
        ...

    def go(self, place: Place) -> None:
        """Show a place; the trail that leads there is built on the way."""
        ...

    def step_back(self) -> None:
        """One step to the left in the trail; nothing at its start."""
        ...

    def say(self, words: str, role: Role = "", *, seconds: float = 6.0) -> None:
        """Tell something on row 23 for a while; outside text must be safe already."""
        ...

    def say_changed(self, words: str, *, redo: bool = False) -> None:
        """Tell what one has just changed, and at the right that z takes it back
        (`redo`: that Z does it again)."""
        ...

    def take_back(
        self, number: int | None = None, *, done: Callable[[], object] | None = None
    ) -> None:
        """Take back a change, or one's own last; `done` once it is."""
        ...

    def do_again(self, *, done: Callable[[], object] | None = None) -> None:
        """Do again what was taken back last."""
        ...

    def hint(self, words: str) -> None:
        """Show something on row 23 that need not be kept."""
        ...

    def say_state(self, state: State) -> None:
        """The same for the state of a list, for whoever reads row 23."""
        ...

    def told(self) -> Sequence[str]:
        """What was said so far, the newest last."""
        ...

    def show(
        self, overlay: str, *args: Any, done: Callable[[Any], object] | None = None
    ) -> None:
        """Open an overlay of the registry; `done` gets what it is closed with."""
        ...

    def fault(self, error: BaseException) -> None:
        """Tell an error that came as a value."""
        ...

    @property
    def waits(self) -> bool:
        """Whether something runs in the foreground that escape can stop."""
        ...

    def stop_waiting(self) -> None: ...

    def set_day(self, text: str) -> None:
        """Look at another day (`2024-06-30`, `now`), all screens together."""
        ...

    def use_theme(self, name: str) -> None: ...

    def obey(self, line: str) -> None:
        """What was typed behind `:`."""
        ...

    @property
    def selection(self) -> str:
        """The text that is selected on the screen; empty: none is."""
        ...

    def copy(self, text: str, what: str = "") -> None:
        """To the clipboard, and onto the message line: `copied 3 rows: …`."""
        ...

    def recompute(self) -> None:
        """Ask the worker for new scores."""
        ...

    def leave(self) -> None:
        """End the program."""
        ...

    def to_background(self) -> None:
        """ctrl+z: to the shell; `fg` comes back."""
        ...

    def redraw(self) -> None: ...

    def interrupt(self) -> None:
        """ctrl+c: stop what runs; a second time: leave."""
        ...
