"""What all overlays share: a window over the screen below, its keys on the last row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, TypeVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, Static

from core.values.text import fit, safe_text
from tui.actions import Action, find, hints, refusal
from tui.common_actions import can_undo
from tui.frame.footer import footer
from tui.frame.row import Row
from tui.lines import Piece, cut, ends
from tui.palette import Look
from tui.shell import Shell
from tui.widgets.filter_bar import LONGEST, QueryInput

Result = TypeVar("Result")

_CLOSING: tuple[Action, ...] = (
    Action("overlay.back", "back", "close", "close this", "do_back"),
    Action("overlay.help", "help", "help", "the keys that work here", "do_help"),
    Action("overlay.undo", "undo", "undo", "take back your last change", "do_undo",
           right="change:undo", enabled=can_undo),
    Action("overlay.redo", "redo", "redo", "do again what you took back last", "do_redo",
           right="change:undo", enabled=can_undo),
    Action("overlay.redraw", "redraw", "redraw", "draw the screen again", "do_redraw"),
    Action("overlay.suspend", "suspend", "suspend", "to the shell; fg comes back",
           "do_suspend"),
    Action("overlay.cancel", "cancel", "cancel", "stop what runs; twice: leave", "do_cancel"),
    Action("overlay.quit", "quit", "quit", "leave Bellbuoy", "do_quit"),
)  # fmt: skip


class Overlay(ModalScreen[Result], inherit_bindings=False):
    """One layer over a screen. `body` gives its widgets, `ACTIONS` its keys in the
    order of the last row; the screen below stays as it is, neither dimmed nor moved.
    """

    AUTO_FOCUS: ClassVar[str | None] = ""
    ACTIONS: ClassVar[tuple[Action, ...]] = ()
    NAME: ClassVar[str] = ""
    DEFAULT_CSS = """
    Overlay {
        align: center top;
        overflow: hidden;
        background: transparent;
        &:ansi { background: transparent; }
    }
    Overlay > #keys { dock: bottom; background: $background; }
    """

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.session = shell.session
        self.look: Look = self.session.look
        self.keys = Row(self.look, id="keys")

    # What help and the palette ask of whatever has keys

    @property
    def actions(self) -> tuple[Action, ...]:
        return self.ACTIONS + _CLOSING

    @property
    def crumbs(self) -> tuple[str, ...]:
        return (self.NAME,)

    @property
    def words(self) -> Sequence[tuple[str, str]]:
        return ()

    @property
    def back_word(self) -> str:
        """What escape does now."""
        return "close"

    def body(self) -> Iterator[Widget]:
        yield from ()

    def compose(self) -> ComposeResult:
        yield from self.body()
        yield self.keys

    def on_resize(self, event: events.Resize) -> None:
        self.tell_keys()

    def tell_keys(self) -> None:
        """The keys that work now."""
        keymap, width = self.shell.keymap, self.size.width or 80
        leave = (keymap.label("back"), self.back_word)
        found = hints(self.ACTIONS, self, keymap)
        self.keys.tell(footer(found, leave, ("", ""), width, self.look.glyphs)[0])

    # Keys

    def takes(self, event: events.Key) -> bool:
        """Whether the key is data here: a letter of a menu."""
        return False

    def on_key(self, event: events.Key) -> None:
        if self.takes(event):
            self._done_with(event)
            return
        meaning = self.shell.keymap.meaning_of(event.key)
        action = find(self.actions, meaning) if meaning is not None else None
        typing = isinstance(self.focused, Input)
        if meaning is None or (typing and (action is None or event.is_printable)):
            # What is left is for the box: its cursor, deleting, text.
            return
        self._done_with(event)
        if action is None:
            self.shell.say(refusal(meaning, self.shell.keymap), "muted")
        elif (enabled := action.enabled(self)) is True:
            getattr(self, action.handler)()
        else:
            key = self.shell.keymap.label(action.meaning)
            self.shell.say(f"{key} {action.label}: {enabled}", "muted")

    @staticmethod
    def _done_with(event: events.Key) -> None:
        event.stop()
        event.prevent_default()

    def do_back(self) -> None:
        self.dismiss(None)

    def do_help(self) -> None:
        self.shell.show("help", self)

    def store_changed(self) -> None:
        """Something was taken back: read again what is shown."""

    def do_undo(self) -> None:
        self.shell.take_back(done=self._changed_here)

    def do_redo(self) -> None:
        self.shell.do_again(done=self._changed_here)

    def _changed_here(self) -> None:
        if self.is_attached:
            self.store_changed()

    def do_redraw(self) -> None:
        self.shell.redraw()

    def do_suspend(self) -> None:
        self.shell.to_background()

    def do_cancel(self) -> None:
        self.shell.interrupt()

    def do_quit(self) -> None:
        self.shell.leave()


class Sheet(Vertical):
    """A box with a title, over the body of the screen below: its rows 1, 2 and 23
    stay free."""

    DEFAULT_CSS = """
    Sheet {
        width: 100%;
        max-width: 100;
        height: 1fr;
        margin: 2 0 1 0;
        background: $surface;
        border: solid $border;
        border-title-color: $foreground;
        border-title-background: $surface;
        border-title-style: bold;
        border-subtitle-color: $foreground;
        border-subtitle-background: $surface;
    }
    Sheet.-ascii { border: ascii $border; }
    Sheet > LinesView { background: $surface; }
    """

    def __init__(self, look: Look, title: str, *children: Widget) -> None:
        super().__init__(*children)
        self._look = look
        self.set_class(look.glyphs.name == "ascii", "-ascii")
        self.tell_title(title)

    def tell_title(self, title: str) -> None:
        """Safe text; it is never read as markup."""
        self.border_title = self._edge(title)

    def tell_foot(self, words: str) -> None:
        """A few words on the lower edge; empty: none."""
        self.border_subtitle = self._edge(words) if words else None

    def _edge(self, words: str) -> Content:
        g = self._look.glyphs
        return Content(shortened(g.words(words), 52, g.ellipsis))


class LineInput(QueryInput):
    """The box itself; it tells when somebody deletes back beyond its beginning."""

    class Emptied(Message):
        """There is nothing left to delete."""

    def action_delete_left(self) -> None:
        if not self.value:
            self.post_message(self.Emptied())
        super().action_delete_left()


class LineBox(Horizontal):
    """A sign and a box for one line."""

    DEFAULT_CSS = """
    LineBox { height: 1; }
    LineBox > Static { width: auto; }
    LineBox > QueryInput { width: 1fr; background: transparent; }
    LineBox > QueryInput > .input--cursor {
        background: $surface; color: $foreground; text-style: reverse;
    }
    """

    def __init__(self, sign: str, look: Look, text: str = "", placeholder: str = "") -> None:
        super().__init__()
        self._sign = Static(Text(sign, look.style("accent"), end=""), markup=False)
        self.box = LineInput()
        self.box.placeholder = placeholder
        self.set_text(text)

    def compose(self) -> ComposeResult:
        yield self._sign
        yield self.box

    def on_mount(self) -> None:
        self.box.focus()

    @property
    def text(self) -> str:
        return self.box.value

    def set_text(self, text: str) -> None:
        """Another text, made harmless, and the cursor behind it."""
        self.box.value = safe_text(text, LONGEST)
        self.box.cursor_position = len(self.box.value)


def shortened(text: str, width: int, ellipsis: str) -> str:
    """Safe text of at most `width` cells."""
    return fit(text, width, ellipsis=ellipsis).rstrip() if len(text) > width // 2 else text


def choice_line(
    left: Sequence[Piece], right: Sequence[Piece], chosen: bool, look: Look, width: int
) -> Text:
    """One line of a list to choose from; the chosen one has a sign and is reversed."""
    sign: Piece = (f"{look.glyphs.cursor if chosen else ' '} ", "accent" if chosen else "")
    text = ends([sign, *left], [("  ", ""), *right, (" ", "")], look, width)
    text = cut(text, look, width)
    text.append(" " * (width - text.cell_len))
    if chosen:
        text.stylize(look.style("cursor"))
    return text
