"""The terminal app: it wires screens, threads and upkeep, and decides nothing itself."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App
from textual.screen import Screen

from bellbuoy.services.context import Context
from core.values.errors import RemoteError
from core.values.text import safe_text
from themes.load import ThemeError, load
from tui.keymap import DEFAULT, Keymap
from tui.list_page import ListPage
from tui.mailbox import Mailbox
from tui.navigator import Navigator
from tui.page import Page
from tui.palette import Look, Role
from tui.places import History, Place, Recall
from tui.registry import overlay
from tui.session import Session
from tui.states import fault_words
from tui.theming import colourless, palette_of, textual_theme
from tui.upkeep import Upkeep
from tui.widgets.empty_state import State, state_words

if TYPE_CHECKING:
    from tui.jumping import Jump

_TWICE_S = 2.0
_KEPT = 200


class BellbuoyApp(App[int], inherit_bindings=False):
    """The shell that screens and overlays see."""

    TITLE = "Bellbuoy"
    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS: ClassVar[str | None] = None
    CSS = """
    Screen { overflow: hidden; scrollbar-size: 0 0; }
    """

    def __init__(
        self, ctx: Context, look: Look, *, query: str | None = None, keymap: Keymap = DEFAULT
    ) -> None:
        theme = look.palette.theme or load("ansi")
        super().__init__(ansi_color=theme.ansi)
        self.animation_level = "none"
        self.register_theme(textual_theme(theme))
        # Set, not assigned: nothing has been drawn yet that would have to change.
        self.set_reactive(App.theme, theme.name)
        self.keymap = keymap
        self.history = History()
        self.typed = Recall()
        self._mailbox = Mailbox()
        self.session = Session(ctx, look, self._mailbox, self.store_changed, self.store_away)
        self.crashed: Exception | None = None
        self._navigator = Navigator(self, self, self.history)
        self._upkeep = Upkeep(self)
        self._told: deque[str] = deque(maxlen=_KEPT)
        self._broken_off = -_TWICE_S
        # Its list is read while Textual gets ready to draw.
        self._first = self._navigator.first(Place("radar", query=query))

    def get_default_screen(self) -> Screen[Any]:
        return self._first

    def on_mount(self) -> None:
        self._mailbox.open(self.call_later)
        self.call_after_refresh(self._upkeep.start)

    def on_unmount(self) -> None:
        self.session.close()

    def _handle_exception(self, error: Exception) -> None:
        """End quietly: whoever started the app shows a report on a fresh screen."""
        self.crashed = self.crashed or error
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()

    # Where we are

    @property
    def page(self) -> Page:
        return self._navigator.page

    @property
    def list_below(self) -> ListPage[Any] | None:
        return self._navigator.list_below

    def go(self, place: Place) -> None:
        self._navigator.go(place)

    def step_back(self) -> None:
        self._navigator.step_back()

    def show(
        self, overlay_id: str, *args: Any, done: Callable[[Any], object] | None = None
    ) -> None:
        made = overlay(overlay_id)(self, *args)
        self.push_screen(made, None if done is None else lambda result: _call(done, result))

    # What has changed

    def _pages(self) -> list[Page]:
        below = [s for s in self.screen_stack if isinstance(s, Page)]
        return [*below, *(page for page in self._navigator.fronts if page not in below)]

    def store_changed(self) -> None:
        """Somebody committed, or a while has passed: only what is seen is read again."""
        now = self.page
        for page in self._pages():
            if page is now:
                page.store_changed()
            else:
                page.stale = page.stale or "store"
        self._upkeep.read_pulse()

    def day_changed(self) -> None:
        now = self.page
        for page in self._pages():
            page.stale = "day" if page is not now else ""
        now.day_changed()
        now.tell_frame()

    def store_away(self, error: BaseException | None) -> None:
        """The database went (why), or is back; what is shown stays meanwhile."""
        self.session.away = error is not None
        if error is None:
            self.say("the database is back")
            self.store_changed()
        else:
            self.say(fault_words(error), "error")
        self.pulse_changed()

    def pulse_changed(self) -> None:
        self.page.tell_frame()

    def use_theme(self, name: str) -> None:
        try:
            theme = load(name)
        except ThemeError as error:
            self.say(safe_text(str(error)), "error")
            return
        palette = palette_of(name, os.environ)
        self.session.look = Look(palette, self.session.look.glyphs)
        if not colourless(os.environ):
            self.register_theme(textual_theme(theme))
            self.ansi_color = theme.ansi
            self.theme = theme.name
        for page in self._pages():
            page.use_look()
        self.say(f"theme {theme.name}")

    # What is said

    def told(self) -> Sequence[str]:
        return tuple(self._told)

    def say(self, words: str, role: Role = "", *, seconds: float = 6.0) -> None:
        self._told.append(words)
        self.page.said.say(words, role, seconds)

    def ring(self) -> None:
        self.bell()

    def hint(self, words: str) -> None:
        self.page.said.say(words, "muted")

    def say_state(self, state: State) -> None:
        self.say(state_words(state), "error" if state.kind in ("error", "denied") else "")

    def fault(self, error: BaseException) -> None:
        if self.session.away and isinstance(error, RemoteError):
            return  # it has been said, and is said again when it is back
        self.say(fault_words(error), "error")

    def told_progress(self, words: str) -> None:
        self.page.said.stand([(words, "")], [("esc stops it", "accent")] if words else [])
        self.page.tell_keys()

    # What is asked for

    def obey(self, line: str) -> None:
        self.typed.keep(line)
        from tui.jumping import read_jump

        jump = read_jump(line)
        self._obeyed()[jump.kind](jump)

    def _obeyed(self) -> dict[str, Callable[[Jump], object]]:
        return {
            "go": lambda jump: self.go(jump.place) if jump.place else None,
            "asof": lambda jump: self.set_day(jump.text),
            "theme": lambda jump: self.use_theme(jump.text),
            "recompute": lambda _: self.recompute(),
            "help": lambda _: self.page.do_help(),
            "problems": lambda _: self.page.do_problems(),
            "quit": lambda _: self.leave(),
        }

    @property
    def waits(self) -> bool:
        return self._upkeep.waits

    def stop_waiting(self) -> None:
        self._upkeep.stop_waiting()

    def set_day(self, text: str) -> None:
        self._upkeep.set_day(text)

    def recompute(self) -> None:
        self._upkeep.recompute()

    def copy(self, text: str) -> None:
        safe = safe_text(text, 2_000)
        self.copy_to_clipboard(safe)
        self.say(f"copied: {safe}")

    def leave(self) -> None:
        self.exit(0)

    def to_background(self) -> None:
        self.action_suspend_process()

    def redraw(self) -> None:
        self.screen.refresh(layout=True)

    def interrupt(self) -> None:
        """ctrl+c: stop what runs; a second time soon after: leave."""
        now = time.monotonic()
        if now - self._broken_off < _TWICE_S:
            self.leave()
            return
        self._broken_off = now
        if self.waits:
            self.stop_waiting()
        else:
            self.say("ctrl+c once more leaves Bellbuoy", "muted")


def _call(done: Callable[[Any], object], result: Any) -> None:
    done(result)
