"""A page of simulations: a list with a cursor, and lines about what is under it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.containers import Container
from textual.widget import Widget

from tui.actions import Action
from tui.frame.lines_view import LinesView
from tui.places import Place
from tui.read_once import ReadOnce
from tui.shell import Shell

_FAR = 1_000_000


class TwoPanes(ReadOnce):
    """One of both panes is `pane`, which ReadOnce shows, the other one `beside`; the list
    is `listed`, and its rows begin below `ABOVE` lines."""

    BESIDE: ClassVar[str] = ""
    ABOVE: ClassVar[int] = 0
    WORDS: ClassVar[Sequence[tuple[str, str]]] = ()

    def __init__(self, shell: Shell, place: Place) -> None:
        super().__init__(shell, place)
        self._at = 0
        self.beside = LinesView(
            self.session.look, self._draw_beside, bar=True, focusable=True, id=self.BESIDE
        )

    @property
    @abstractmethod
    def listed(self) -> LinesView:
        """The pane with the cursor; it stands first."""

    @property
    @abstractmethod
    def many(self) -> int:
        """How many rows the list has."""

    @abstractmethod
    def came_to(self) -> None:
        """The cursor stands on another row."""

    @abstractmethod
    def _draw_beside(self, width: int, height: int) -> Sequence[Text]: ...

    @property
    def told(self) -> LinesView:
        """The pane that tells of what is under the cursor."""
        return self.beside if self.listed is self.pane else self.pane

    @property
    def FRONT(self) -> str:  # type: ignore[override]  # noqa: N802 - the name of the base
        return "simulations"

    @property
    def actions(self) -> tuple[Action, ...]:
        """Its own first, then the others, but for those whose key it took."""
        taken = {action.meaning for action in self.ACTIONS}
        rest = (action for action in super().actions if action.meaning not in taken)
        return (*self.ACTIONS, *rest)

    @property
    def words(self) -> Sequence[tuple[str, str]]:
        return self.WORDS

    def body(self) -> Iterator[Widget]:
        yield self.strip
        yield self.states
        with Container(id="main"):
            yield self.listed
            yield self.told

    def look_changed(self) -> None:
        super().look_changed()
        self.beside.use_look(self.session.look)

    # Keys

    def do_refresh(self) -> None:
        self.load()

    def do_next_pane(self) -> None:
        (self.told if self.focused is self.listed else self.listed).focus()

    def do_down(self) -> None:
        self.to(self._at + 1)

    def do_up(self) -> None:
        self.to(self._at - 1)

    def do_page_down(self) -> None:
        self._pages(1)

    def do_page_up(self) -> None:
        self._pages(-1)

    def do_half_down(self) -> None:
        self._pages(0.5)

    def do_half_up(self) -> None:
        self._pages(-0.5)

    def do_first(self) -> None:
        self.to(0)

    def do_last(self) -> None:
        self.to(_FAR)

    def _pages(self, pages: float) -> None:
        self.to(self._at + int(pages * max(2, self.pane.size.height)))

    def to(self, at: int) -> None:
        """Another row; where the other pane has the focus, other lines of it."""
        if self.focused is self.told:
            self.told.scroll_lines(at - self._at)
            return
        before, self._at = self._at, max(0, min(at, self.many - 1))
        if before != self._at:
            self.came_to()

    @on(LinesView.Clicked)
    def _line_clicked(self, event: LinesView.Clicked) -> None:
        event.stop()
        row = event.line - self.ABOVE
        if event.view is self.listed and 0 <= row < self.many:
            self.listed.focus()
            self.to(row)
