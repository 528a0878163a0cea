"""One row of the frame: words at the left, words at the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from rich.text import Text
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from tui.frame.lines_view import strip_of
from tui.lines import Piece, ends, line
from tui.palette import Look, Role

NOTICE_S = 6.0


class Row(Widget):
    """Painted only when its words have changed; one cell stays free at both ends."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Row {
        width: 1fr;
        height: 1;
    }
    """

    class Clicked(Message):
        """The row was clicked at a cell."""

        def __init__(self, row: Row, x: int) -> None:
            super().__init__()
            self.row = row
            self.x = x

        @property
        def control(self) -> Row:
            return self.row

    def __init__(
        self,
        look: Look,
        *,
        id: str | None = None,  # noqa: A002 - the name that Textual gives it
    ) -> None:
        super().__init__(id=id)
        self._look = look
        self._left: tuple[Piece, ...] = ()
        self._right: tuple[Piece, ...] = ()

    def tell(self, left: Sequence[Piece], right: Sequence[Piece] = ()) -> None:
        """Say this from now on: safe text, our own signs as they are."""
        new = (tuple(left), tuple(right))
        if new != (self._left, self._right):
            self._left, self._right = new
            self.refresh()

    @property
    def words(self) -> str:
        """What it says, as plain text."""
        return self._text(self.size.width or 80).plain.strip()

    def use_look(self, look: Look) -> None:
        self._look = look
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        self.post_message(self.Clicked(self, event.x))

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        return strip_of(self._text(width), width, self.rich_style, self)

    def _text(self, width: int) -> Text:
        words = self._look.glyphs.words
        left: list[Piece] = [(" ", ""), *((words(text), role) for text, role in self._left)]
        right: list[Piece] = [(words(text), role) for text, role in self._right]
        if not right:
            return line(left, self._look, width)
        return ends(left, [*right, (" ", "")], self._look, width)


# So long the words of a point stay: somebody reads it beside the chart.
READ_S = 60.0


Slot = Literal["work", "edit", "story", "list"]
_SLOTS: tuple[Slot, ...] = ("work", "edit", "story", "list")
_Words = tuple[tuple[Piece, ...], tuple[Piece, ...]]
_NOTHING: _Words = ((), ())


class MessageRow(Row):
    """Row 23: what stands there for good, and for a while what has just been said."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._timer: Timer | None = None
        self._offers = False
        self._stands: dict[Slot, _Words] = {}

    def stand(
        self, left: Sequence[Piece], right: Sequence[Piece] = (), slot: Slot = "list"
    ) -> None:
        """What is shown whenever nothing else is being said. Work under way stands before
        a fault in what is being written, then a story that is told, and all before what a
        list says of its rows; nothing at the left leaves the slot."""
        self._stands[slot] = (tuple(left), tuple(right))
        if self._timer is None:
            self.tell(*self._standing)

    @property
    def _standing(self) -> _Words:
        found = (self._stands.get(slot, _NOTHING) for slot in _SLOTS)
        return next((words for words in found if words[0]), _NOTHING)

    def say(
        self,
        text: str,
        role: Role = "",
        seconds: float = NOTICE_S,
        right: Sequence[Piece] = (),
    ) -> None:
        """Say something for a while; what stands at the right stays there, unless
        there is something to say there as well."""
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(seconds, self._silent)
        self._offers = bool(right)
        self.tell([(text, role)], right or self._standing[1])

    @property
    def offers(self) -> bool:
        """Whether what is being said comes with a key of its own, as undo does."""
        return self._timer is not None and self._offers

    def _silent(self) -> None:
        self._timer = None
        self.tell(*self._standing)
