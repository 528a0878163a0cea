"""Row 3: the filter of a list, and the box in which it is edited.

What is typed is sent after a short pause; enter keeps it, esc drops the edit.
Which keys those are is the screen's affair: it calls `open`, `keep`, `drop`.
"""

from __future__ import annotations

import re

from rich.highlighter import Highlighter
from rich.style import Style
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input, Static

from core.values.text import safe_text
from tui.palette import Look, Role

PAUSE = 0.12
LONGEST = 2_000


_WORD_AT = re.compile(r"[^\s:=<>~!()]+")


class FaultPlace(Highlighter):
    """Points at the place where a query goes wrong: the word that begins there, else the
    sign. `column` counts from 1; 0: nothing is wrong."""

    def __init__(self) -> None:
        self.column = 0
        self.look = Look()

    def highlight(self, text: Text) -> None:
        if not 0 < self.column <= len(text):
            return
        start = self.column - 1
        word = _WORD_AT.match(text.plain, start)
        style = self.look.style("error") + Style(underline=True)
        text.stylize(style, start, word.end() if word else self.column)


class QueryInput(Input):
    """A box for one line. What is pasted is made harmless before it is shown."""

    def __init__(self) -> None:
        self.fault = FaultPlace()
        super().__init__(
            compact=True, select_on_focus=False, max_length=LONGEST, highlighter=self.fault
        )
        self.cursor_blink = False

    def replace(self, text: str, start: int, end: int) -> None:
        super().replace(safe_text(text, LONGEST), start, end)


class FilterBar(Horizontal):
    """The filter at the left; count and sort at the right, or what is wrong with it."""

    DEFAULT_CSS = """
    FilterBar {
        height: 1;
    }
    FilterBar > Static {
        text-wrap: nowrap;
        text-overflow: ellipsis;
    }
    FilterBar > #filter-text {
        width: 1fr;
    }
    FilterBar > #filter-right {
        width: auto;
        max-width: 75%;
    }
    FilterBar > QueryInput {
        display: none;
        width: 1fr;
        background: transparent;
    }
    FilterBar.-open > #filter-text {
        width: 3;
    }
    FilterBar.-open > QueryInput {
        display: block;
    }
    """

    class Edited(Message):
        """The text in the box, a moment after the last key."""

        def __init__(self, bar: FilterBar, text: str) -> None:
            super().__init__()
            self.bar = bar
            self.text = text

        @property
        def control(self) -> FilterBar:
            return self.bar

    class Kept(Edited):
        """The text became the filter."""

    class Dropped(Edited):
        """The edit was given up; `text` is the filter, as it was before."""

    def __init__(
        self,
        look: Look,
        query: str = "",
        *,
        id: str | None = None,  # noqa: A002 - the name that Textual gives it
    ) -> None:
        super().__init__(id=id)
        self._look = look
        self._query = query
        self._right = ""
        self._error = ""
        self._timer: Timer | None = None
        self._box = QueryInput()
        self._box.fault.look = look
        self._left_words = Static(id="filter-text", markup=False)
        self._right_words = Static(id="filter-right", markup=False)

    def compose(self) -> ComposeResult:
        yield self._left_words
        yield self._box
        yield self._right_words

    def on_mount(self) -> None:
        self._tell()

    @property
    def query_text(self) -> str:
        """The filter that holds, as it was typed."""
        return self._query

    @property
    def is_open(self) -> bool:
        return self.has_class("-open")

    def show(self, query: str, right: str) -> None:
        """The filter that holds, and what stands at the right (`1–9 of 299`)."""
        self._query, self._right = query, right
        self._tell()

    def show_error(self, error: str, column: int = 0) -> None:
        """What is wrong with the text in the box; empty: nothing. `column`, from 1, is
        where it goes wrong; 0: nowhere in particular."""
        self._error = error
        if self._box.fault.column != column:
            self._box.fault.column = column
            self._box.refresh()
        self._tell()

    def use_look(self, look: Look) -> None:
        self._look = self._box.fault.look = look
        self._tell()

    def open(self, text: str | None = None) -> None:
        """Edit the filter, or `text` instead of it (a paste onto the list)."""
        shown = safe_text(self._query if text is None else text, LONGEST)
        with self.prevent(Input.Changed):
            self._box.value = shown
        self._box.cursor_position = len(shown)
        self.add_class("-open")
        self._box.focus()
        self._tell()
        if text is not None:
            self._later()

    def keep(self) -> None:
        """The text in the box becomes the filter; the box closes."""
        if self.is_open:
            self._query = self._box.value
            self._close()
            self.post_message(self.Kept(self, self._query))

    def drop(self) -> None:
        """The box closes; the filter stays what it was."""
        if self.is_open:
            self._close()
            self.post_message(self.Dropped(self, self._query))

    def _close(self) -> None:
        self._stop()
        self.show_error("")
        self.remove_class("-open")
        self._tell()

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _later(self) -> None:
        self._stop()
        self._timer = self.set_timer(PAUSE, self._edited)

    def _edited(self) -> None:
        self._timer = None
        self.post_message(self.Edited(self, self._box.value))

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        if self.is_open:
            self._later()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.keep()

    def _tell(self) -> None:
        """Bring the words up to date; what has not changed is not painted."""
        g = self._look.glyphs
        query = "" if self.is_open else safe_text(self._query, LONGEST)
        self._say(self._left_words, f" / {query}", "")
        role: Role = "error" if self._error else "muted"
        right = g.words(safe_text(self._error or self._right))
        self._say(self._right_words, f" {right} ", role)

    def _say(self, place: Static, words: str, role: Role) -> None:
        text = Text(words, end="")
        text.stylize(self._look.style(role))
        if place.content != text:
            place.update(text)
