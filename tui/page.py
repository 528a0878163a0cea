"""A screen of the app: the frame of six rows around a body, and its keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, Literal

from textual import events
from textual.app import ComposeResult
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from core.values.text import cells
from tui.actions import Action, find, hints, refusal
from tui.common_actions import COMMON
from tui.export_keys import ExportKeys
from tui.frame.footer import footer
from tui.frame.heading import heading, trail
from tui.frame.row import MessageRow, Row
from tui.page_keys import PageKeys
from tui.palette import Role
from tui.places import Place
from tui.pulse import freshness
from tui.shell import Shell

_APART = ("back", "help")
# What a text field leaves to the screen around it.
_THROUGH = frozenset({"back", "palette", "help", "suspend", "cancel", "redraw", "next_pane"})


class Page(PageKeys, ExportKeys, Screen[None], inherit_bindings=False):
    """One place. `body` gives its widgets, row 3 first; `crumbs` is its trail.

    `actions` are records of what its keys do, the most useful first; their
    handlers are its methods.
    """

    AUTO_FOCUS: ClassVar[str | None] = None
    TITLE = "Bellbuoy"
    DEFAULT_CSS = """
    Page { layout: vertical; background: $background; color: $foreground; }
    Page #body { height: 1fr; width: 1fr; }
    """
    ACTIONS: ClassVar[tuple[Action, ...]] = ()
    MOVES: ClassVar[tuple[Action, ...]] = ()
    FRONT: ClassVar[str] = ""

    def __init__(self, shell: Shell, place: Place) -> None:
        super().__init__()
        self.shell = shell
        self.session = shell.session
        self.place = place
        look = self.session.look
        self.head, self.trail, self.keys = Row(look), Row(look), Row(look)
        self.said = MessageRow(look)
        self.stale: Literal["", "store", "day"] = ""

    # What a place of its own says

    @property
    def actions(self) -> tuple[Action, ...]:
        return self.ACTIONS + COMMON + self.MOVES

    @property
    def crumbs(self) -> tuple[str, ...]:
        """The trail to this place, safe to show."""
        return ()

    @property
    def back_word(self) -> str:
        """What escape does now; empty where it does nothing."""
        if self.shell.waits:
            return "stop"
        return "end the story" if self.session.story is not None else ""

    @property
    def command(self) -> str:
        """The command that yields what this place shows, without the options that
        name store and day."""
        return "bellbuoy radar"

    @property
    def copied(self) -> str:
        """The id that `y` copies; empty where there is none."""
        return ""

    @property
    def words(self) -> Sequence[tuple[str, str]]:
        """The words on the screen and what they mean, for help."""
        return ()

    @property
    def box_hints(self) -> tuple[tuple[str, str], ...]:
        """(key, word) of a text box that is open; empty: none is."""
        return ()

    @property
    def has_own_pace(self) -> bool:
        """Whether it reads itself again by a clock of its own."""
        return False

    def body(self) -> Iterator[Widget]:
        """Row 3, and what stands below it."""
        yield from ()

    def begin(self) -> None:
        """Start reading, before it is shown."""

    def arrive(self, place: Place) -> None:
        """It is open already, and shall show this of itself."""

    def put_aside(self) -> None:
        """Another front screen takes its place."""

    def store_changed(self) -> None:
        """Somebody committed: read again what is visible."""

    def day_changed(self) -> None:
        """Another moment is looked at: everything is to be read anew."""

    def look_changed(self) -> None:
        """Another theme or set of signs; the frame has it already."""

    # The frame

    def compose(self) -> ComposeResult:
        yield self.head
        yield self.trail
        yield from self.body()
        yield self.said
        yield self.keys

    def on_screen_resume(self) -> None:
        """Catch up with what has happened while another screen was shown."""
        stale, self.stale = self.stale, ""
        if self.size:
            self.fit(self.size)
        if stale == "day":
            self.day_changed()
        elif stale:
            self.store_changed()
        self.tell_frame()

    def on_resize(self, event: events.Resize) -> None:
        self.fit(event.size)
        self.tell_frame()

    def fit(self, size: Size) -> None:
        """Arrange the body for the room that there is."""

    def tell_frame(self) -> None:
        """Bring the frame up to date; what has not changed is not painted."""
        ctx, width = self.session.ctx, self.size.width or 80
        self.head.tell(*heading(ctx, self.FRONT, width, self.shell.keymap))
        dot, away = self.session.look.glyphs.dot, self.session.away
        fresh, role = freshness(ctx, self.session.pulse, dot, away=away)
        self._tell_trail(fresh, role, width)
        self._tell_story(width)
        self.tell_keys()

    def _tell_trail(self, fresh: str, role: Role, width: int) -> None:
        """Row 2, with what is simulated where something is."""
        pulse, crumbs = self.session.pulse, self.crumbs
        if pulse is None or pulse.banner is None:
            self.trail.tell(trail(crumbs, width - cells(fresh) - 3), [(fresh, role)])
            return
        from tui.frame.banner import banner_forms, beside

        forms = banner_forms(pulse.banner, self.shell.keymap)
        right, room = beside(forms, fresh, role, crumbs, width)
        self.trail.tell(trail(crumbs, room), right)

    def _tell_story(self, width: int) -> None:
        """Row 23 stands for a story that is being told."""
        story = self.session.story
        if story is None:
            self.said.stand((), slot="story")
            return
        from tui.story import strip

        self.said.stand(*strip(story, width, self.shell.keymap.label("back")), slot="story")

    def tell_keys(self) -> None:
        keymap, width = self.shell.keymap, self.size.width or 80
        shown = [action for action in self.actions if action.meaning not in _APART]
        leave = (keymap.label("back"), self.back_word) if self.back_word else None
        last = (keymap.label("help"), "help")
        found: Sequence[tuple[str, str]] = self.box_hints
        if found:
            leave = None
        else:
            found = hints(shown, self, keymap)
        self.keys.tell(*footer(found, leave, last, width, self.session.look.glyphs))

    def use_look(self) -> None:
        for row in self.query(Row):
            row.use_look(self.session.look)
        self.look_changed()
        if self.size:
            self.fit(self.size)
        self.tell_frame()

    # Keys

    def on_key(self, event: events.Key) -> None:
        meaning = self.shell.keymap.meaning_of(event.key)
        typing = isinstance(self.focused, Input)
        if meaning is None or (typing and meaning.id not in _THROUGH):
            return
        if typing and event.is_printable:
            return
        event.stop()
        event.prevent_default()
        self.act(find(self.actions, meaning), refusal(meaning, self.shell.keymap))

    def act(self, action: Action | None, refused: str) -> None:
        """Do it, or say in one line why not."""
        if action is None:
            self.shell.say(refused, "muted")
            return
        enabled = action.enabled(self)
        if enabled is not True:
            key = self.shell.keymap.label(action.meaning)
            words = f"{key} {action.label}: {enabled}"
            self.shell.say(words, "muted")
            return
        getattr(self, action.handler)()
