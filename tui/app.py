"""The terminal app: it wires screens, threads and upkeep, and decides nothing itself."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.screen import Screen

from bellbuoy.services.context import Context
from core.look.types import REFRESH_S, Preferences
from core.values.errors import RemoteError
from core.values.text import safe_text
from tui.keymap import DEFAULT, Keymap
from tui.leaving import LeavingApp
from tui.list_page import ListPage
from tui.mailbox import Mailbox
from tui.navigator import Navigator
from tui.outfit import Outfit, outfit_of
from tui.own_look import OwnLook
from tui.page import Page
from tui.palette import Look, Role
from tui.places import History, Place, Recall
from tui.registry import overlay, screen
from tui.session import Session
from tui.states import fault_words
from tui.telling import Telling
from tui.theming import first_theme, put_on, textual_theme
from tui.undoing import Undoing
from tui.upkeep import Upkeep
from tui.widgets.empty_state import State, state_words

if TYPE_CHECKING:
    from tui.jumping import Jump

_KEPT = 200


class BellbuoyApp(LeavingApp, inherit_bindings=False):
    """The shell that screens and overlays see."""

    TITLE = "Bellbuoy"
    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS: ClassVar[str | None] = None
    CSS = """
    Screen { overflow: hidden; scrollbar-size: 0 0; }
    """

    def __init__(
        self,
        ctx: Context,
        look: Look,
        *,
        query: str | None = None,
        keymap: Keymap = DEFAULT,
        outfit: Outfit | None = None,
        place: Place | None = None,
        line: str = "",
    ) -> None:
        theme = first_theme(look)
        super().__init__(ansi_color=theme.ansi)
        self.animation_level = "none"
        put_on(self, theme)
        self._dressed = 0
        self.page_left = ""
        self.keymap = keymap
        self.history = History()
        self.typed = Recall()
        self._mailbox = Mailbox()
        self.session = Session(
            ctx, look, self._mailbox, self.store_changed, self.store_away, keymap
        )
        chosen = outfit or outfit_of(look, os.environ)
        self.own = OwnLook(self, chosen.own, chosen.around, chosen.named, chosen.key_problems)
        self._told_first = chosen.problems
        self._navigator = Navigator(self, self, self.history)
        self._upkeep = Upkeep(self)
        self._undoing = Undoing(self)
        self._telling = Telling(self)
        self._line = line
        self._told: deque[str] = deque(maxlen=_KEPT)
        # Its list is read while Textual gets ready to draw.
        front = place is not None and screen(place.screen).front
        start = place if place and front else Place("radar", query=query)
        self._then = None if start is place else place
        self._first = self._navigator.first(start)
        # The terminal is asked how wide it draws them, unless somebody knows.
        asks = look.glyphs.name != "ascii" and self.own.own["ambiguous_width"] == "auto"
        self.wide_signs = self.own.widen if asks else None

    def get_default_screen(self) -> Screen[Any]:
        return self._first

    def on_mount(self) -> None:
        self._mailbox.open(self.call_later)
        self.tune(self.own.own)
        if self._then is not None:
            self.call_after_refresh(self.go, self._then)
        for problem in self._told_first:
            self.call_after_refresh(self.say, safe_text(problem, 300), "error")
        if self._line:
            self.call_after_refresh(self.obey, self._line)
        self.call_after_refresh(lambda: self._upkeep.start(REFRESH_S[self.own.own["refresh"]]))

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key):
            self.session.paint.pressed()
            if self._telling.key(event.key, self.screen):
                return
        await super().on_event(event)

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        super()._display(screen, renderable)
        if renderable is not None and screen.is_current:
            self.session.paint.painted()

    def on_unmount(self) -> None:
        self.session.close()

    def leave(self) -> None:
        front = self._navigator.front_shown
        self.page_left = "" if front is None else front.place.screen
        super().leave()

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
        if self.session.story is not None and screen(self.page.place.screen).front:
            self._telling.ask_end()
        else:
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

    def time_passed(self) -> None:
        """Nobody told of a change for a while; a list with a pace of its own has that."""
        if not self.page.has_own_pace:
            self.store_changed()

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

    # The look

    def use_theme(self, name: str) -> None:
        self.own.use_theme(name)

    def dress(self, look: Look, own: Preferences) -> None:
        """Draw everything with this look from now on."""
        if look.palette != self.session.look.palette:
            theme = first_theme(look)
            # A name of its own each time: Textual reads none again that it knows.
            self._dressed += 1
            name = f"{theme.name}@{self._dressed}"
            self.register_theme(textual_theme(theme, name))
            before, self.ansi_color, self.theme = self.theme, theme.ansi, name
            self.unregister_theme(before)
        self.session.look = look
        self.tune(own)
        self._upkeep.use_pace(REFRESH_S[own["refresh"]])
        for page in self._pages():
            page.use_look()

    def keys_changed(self) -> None:
        """Hints name the keys: all of them are drawn again."""
        self.session.keymap = self.keymap
        for page in self._pages():
            page.use_look()

    # What is said

    def told(self) -> Sequence[str]:
        return tuple(self._told)

    def say(self, words: str, role: Role = "", *, seconds: float = 6.0) -> None:
        self._told.append(words)
        self.page.said.say(words, role, seconds)

    def say_changed(self, words: str, *, redo: bool = False) -> None:
        self._told.append(words)
        word = "redo" if redo else "undo"
        self.page.said.say(words, right=[(f"{self.keymap.label(word)} {word}", "accent")])

    def ring(self) -> None:
        self.bell()

    def hint(self, words: str) -> None:
        self.page.said.say(words, "muted")

    def say_state(self, state: State) -> None:
        fault = state.kind in ("error", "denied")
        if not fault and self.page.said.offers:
            return  # a change has emptied the list: that it can be taken back is worth more
        self.say(state_words(state), "error" if fault else "")

    def fault(self, error: BaseException) -> None:
        if self.session.away and isinstance(error, RemoteError):
            return  # it has been said, and is said again when it is back
        self.say(fault_words(error), "error")

    def told_progress(self, words: str) -> None:
        stops = self.keymap.told("back", "stops it")
        for page in self._pages():
            page.said.stand((), slot="work")
        if words:
            self.page.said.stand([(words, "")], [(stops, "accent")], slot="work")
        self.page.tell_keys()

    # What is asked for

    def take_back(
        self, number: int | None = None, *, done: Callable[[], object] | None = None
    ) -> None:
        self._undoing.take_back(number, done)

    def do_again(self, *, done: Callable[[], object] | None = None) -> None:
        self._undoing.do_again(done)

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
            "story": lambda jump: self._telling.begin(jump.text),
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

    def look_again(self) -> None:
        self.own.look_again()

    def redraw(self) -> None:
        """Every cell anew, and in the look that its files say now."""
        self.look_again()
        self.repaint()


def _call(done: Callable[[Any], object], result: Any) -> None:
    done(result)
