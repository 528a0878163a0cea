"""The playbooks: for whom, how many follow each; below the one under the cursor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from rich.text import Text
from textual import on
from textual.widget import Widget

from bellbuoy.services.context import Context
from core.playbooks.types import Counts, Follow, Playbook, Results
from core.values.counting import counted
from core.values.text import safe_text
from tui.actions import Action, Enabled
from tui.asks import Ask
from tui.desk.playbook_lines import detail_lines, playbook_line
from tui.desk.tabs import TABS, DeskTabs
from tui.frame.lines_view import LinesView
from tui.frame.row import Row
from tui.lines import rule
from tui.places import Place
from tui.shell import Shell
from tui.states import error_state
from tui.widgets.empty_state import StateView

_LETTERS = "abcdefghilmnopqrstuvwxyz"
Listed = tuple[tuple[Playbook, Counts], ...]
Shown = tuple[Playbook, tuple[Follow, ...], Results]
WORDS: tuple[tuple[str, str], ...] = (
    ("playbook", "for which clients, and what is done for them step by step"),
    ("running", "clients that follow it now"),
    ("ended", "with what came of it; the comparison is with clients of the same tier"),
    ("starter", "came with the program; editing it makes one of your own"),
)


def _has_followers(page: Any) -> Enabled:
    return True if page.follows else "nobody follows it"


class PlaybooksPage(DeskTabs):
    """Reads the list, then the one under the cursor."""

    ACTIONS: ClassVar[tuple[Action, ...]] = (
        Action("playbooks.open", "open", "who", "a client that follows it", "do_open",
               enabled=_has_followers),
        *TABS,
    )  # fmt: skip
    MOVES: ClassVar[tuple[Action, ...]] = (
        Action("playbooks.down", "down", "down", "the next one", "do_down"),
        Action("playbooks.up", "up", "up", "the one before", "do_up"),
        Action("playbooks.page_down", "page_down", "page down", "on in what it is", "do_far"),
        Action("playbooks.page_up", "page_up", "page up", "back in what it is", "do_back_far"),
        Action("playbooks.first", "first", "first", "the first one", "do_first"),
        Action("playbooks.last", "last", "last", "the last one", "do_last"),
    )
    DEFAULT_CSS = """
    PlaybooksPage #playbooks { height: auto; max-height: 40%; width: 1fr; }
    PlaybooksPage #one { height: 1fr; width: 1fr; }
    """

    def __init__(self, shell: Shell, place: Place) -> None:
        super().__init__(shell, place)
        look = self.session.look
        self.listed: Listed = ()
        self.shown: Shown | None = None
        self._at = 0
        self.strip = Row(look, id="strip")
        self.states = StateView(look)
        self.pane = LinesView(look, self._draw, bar=True, focusable=True, id="playbooks")
        self.one = LinesView(look, self._draw_one, bar=True, id="one")

    def body(self) -> Iterator[Widget]:
        yield self.strip
        yield self.states
        yield self.pane
        yield self.one

    def on_mount(self) -> None:
        self.pane.focus()
        self.load()

    def arrive(self, place: Place) -> None:
        self.place = place
        self.load()

    # Reading

    def load(self) -> None:
        """Read it again; what is on the screen stays until then."""

        def work(ctx: Context, _ask: Ask[Listed]) -> Listed:
            from bellbuoy.services.playbooks.definitions import listed

            return listed(ctx)

        self.session.reader.ask("playbooks", work, self._came, self._failed)

    def _came(self, found: Listed) -> None:
        name = None if self.current is None else self.current.name
        self.listed = found
        names = [playbook.name for playbook, _ in found]
        self._at = names.index(name) if name in names else min(self._at, len(names) - 1)
        self.states.show(None)
        self.pane.styles.height = len(found)
        self._moved()
        self.tell_frame()

    def _failed(self, error: BaseException) -> None:
        role, kept = self.session.ctx.viewer.role, bool(self.listed)
        state = error_state("playbooks", error, role, kept=kept, keymap=self.shell.keymap)
        self.states.show(state)
        self.shell.say_state(state)

    def _moved(self) -> None:
        """The one under the cursor is read; until then the pane says nothing of it."""
        self.pane.redraw()
        self.pane.reveal(self._at)
        self.one.redraw()
        self.tell_keys()
        if (playbook := self.current) is None:
            return
        name = playbook.name

        def work(ctx: Context, _ask: Ask[Shown]) -> Shown:
            from bellbuoy.services.playbooks import following

            return *following.show(ctx, name), following.results(ctx, name)

        self.session.reader.ask("playbook", work, self._read, self._failed)

    def _read(self, shown: Shown) -> None:
        self.shown = shown
        self.one.redraw()
        self.tell_keys()

    def store_changed(self) -> None:
        self.load()

    def day_changed(self) -> None:
        self.load()

    def do_refresh(self) -> None:
        self.load()

    def look_changed(self) -> None:
        for view in (self.strip, self.states, self.pane, self.one):
            view.use_look(self.session.look)

    # Drawing

    @property
    def current(self) -> Playbook | None:
        """The playbook under the cursor."""
        return self.listed[self._at][0] if self._at < len(self.listed) else None

    @property
    def follows(self) -> tuple[Follow, ...]:
        """Who follows it, as far as it has been read."""
        shown, current = self.shown, self.current
        same = shown is not None and current is not None and shown[0].name == current.name
        return shown[1] if shown is not None and same else ()

    def _draw(self, width: int, _height: int) -> Sequence[Text]:
        look = self.session.screen_look()
        return [
            playbook_line(playbook, counts, n == self._at, width, look)
            for n, (playbook, counts) in enumerate(self.listed)
        ]

    def _draw_one(self, width: int, _height: int) -> Sequence[Text]:
        look, shown, current = self.session.screen_look(), self.shown, self.current
        if shown is None or current is None or shown[0].name != current.name:
            return [rule(look, width)]
        return [rule(look, width), *detail_lines(*shown, width, look)]

    def tell_frame(self) -> None:
        super().tell_frame()
        running = sum(counts.running for _, counts in self.listed)
        self.strip.tell(self.titles(), [(f"{counted(running, 'client')} on the way", "muted")])

    @property
    def crumbs(self) -> tuple[str, ...]:
        return ("Today", "Playbooks")

    @property
    def command(self) -> str:
        return "bellbuoy playbook " + (
            "list" if self.current is None else f"show {self.current.name}"
        )

    @property
    def copied(self) -> str:
        return "" if self.current is None else self.current.name

    @property
    def words(self) -> Sequence[tuple[str, str]]:
        return WORDS

    # Keys

    def do_open(self) -> None:
        """One of those who follow it, to its Actions."""
        letters = dict(zip(_LETTERS, self.follows, strict=False))
        choices = [
            (letter, safe_text(follow.client_name, 40), follow.outcome or "running")
            for letter, follow in letters.items()
        ]

        def done(letter: str | None) -> None:
            if letter is not None:
                self.shell.go(Place("client", letters[letter].client, "actions"))

        if choices and self.current is not None:
            self.shell.show("menu", f"Who follows {self.current.name}", choices, done=done)

    def _to(self, at: int) -> None:
        self._at = max(0, min(at, len(self.listed) - 1))
        self.one.scroll_first()
        self._moved()

    def do_down(self) -> None:
        self._to(self._at + 1)

    def do_up(self) -> None:
        self._to(self._at - 1)

    def do_far(self) -> None:
        self.one.scroll_pages(1)

    def do_back_far(self) -> None:
        self.one.scroll_pages(-1)

    def do_first(self) -> None:
        self._to(0)

    def do_last(self) -> None:
        self._to(len(self.listed) - 1)

    @on(LinesView.Clicked)
    def _line_clicked(self, event: LinesView.Clicked) -> None:
        event.stop()
        if event.view is self.pane:
            self._to(event.line)
