"""A small app with what overlays ask of the shell, a real session, and one screen."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, ClassVar

from textual.app import App
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Static

from bellbuoy.services.context import Context
from core.values.errors import BellbuoyError, UsageError
from tests.tui.charts.samples import PLAIN
from themes.load import load
from tui.actions import Action, Enabled
from tui.keymap import DEFAULT, Keymap
from tui.page import Page
from tui.palette import Look, Role
from tui.places import History, Place, Recall
from tui.registry import overlay
from tui.session import Session
from tui.theming import textual_theme


def _no_row(_: Any) -> Enabled:
    return "no row under the cursor"


class SmallPage(Page):
    """A screen with a few keys; `did` collects what they did."""

    ACTIONS = (
        Action("small.sort", "sort", "sort", "sort menu", "do_sort"),
        Action("small.why", "why", "why", "why the score is what it is", "do_why",
               enabled=_no_row),
        Action("small.count", "", "count the bells", "only in the palette", "do_count"),
    )  # fmt: skip
    FRONT = "radar"

    def __init__(self, shell: Any, place: Place) -> None:
        super().__init__(shell, place)
        self.did: list[str] = []

    @property
    def crumbs(self) -> tuple[str, ...]:
        return ("Radar", "My [book]")

    @property
    def words(self) -> Sequence[tuple[str, str]]:
        return (
            ("tier", "how a client stands: critical, at risk, healthy, unknown"),
            ("Δ7d", "the change of the score within the last seven days, in points"),
        )

    def body(self) -> Iterator[Widget]:
        lines = (f"{n:>3}  the screen below  " + "." * 50 for n in range(1, 60))
        yield Static("\n".join(lines), id="body")

    def do_sort(self) -> None:
        self.did.append("sort")

    def do_count(self) -> None:
        self.did.append("count")


class ShellApp(App[None], inherit_bindings=False):
    """`heard` collects what overlays asked for, `results` what they closed with."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[Any]] = []
    selection = ""

    def __init__(self, ctx: Context, look: Look = PLAIN, keymap: Keymap = DEFAULT) -> None:
        theme = look.palette.theme or load("dark")
        super().__init__(ansi_color=theme.ansi)
        self.register_theme(textual_theme(theme))
        self.theme = theme.name
        self.heard: list[tuple[str, Any]] = []
        self.results: list[Any] = []
        self.refused: Mapping[str, BellbuoyError] = {}
        self.session = Session(ctx, look, self.call_later, lambda: None)
        self.keymap = keymap
        self.history, self.typed = History(), Recall()
        self.painted = 0
        self._told: list[str] = []
        self.small = SmallPage(self, Place("radar"))

    def _display(self, screen: Any, renderable: Any) -> None:
        self.painted += renderable is not None
        super()._display(screen, renderable)

    def on_mount(self) -> None:
        self.push_screen(self.small)

    def on_unmount(self) -> None:
        self.session.close()

    @property
    def page(self) -> Page:
        return self.small

    @property
    def list_below(self) -> None:
        return None

    @property
    def waits(self) -> bool:
        return False

    def told(self) -> Sequence[str]:
        return tuple(self._told)

    def show(self, name: str, *args: Any, done: Callable[[Any], object] | None = None) -> None:
        def closed(result: Any) -> None:
            self.results.append(result)
            if done is not None:
                done(result)

        self.push_screen(overlay(name)(self, *args), closed)

    def say(self, words: str, role: Role = "", *, seconds: float = 6.0) -> None:
        self._told.append(words)

    def say_changed(self, words: str, *, redo: bool = False) -> None:
        self._told.append(words)

    def obey(self, line: str) -> None:
        self.heard.append(("obey", line))
        if line in self.refused:
            raise self.refused[line]

    def __getattr__(self, name: str) -> Any:
        if name in _ASKED:
            return lambda *args: self.heard.append((name, args[0] if args else None))
        raise AttributeError(name)


_ASKED = frozenset(
    {"go", "set_day", "use_theme", "copy", "recompute", "leave", "to_background", "redraw",
     "interrupt", "fault", "step_back"}
)  # fmt: skip
UNKNOWN = UsageError("“sail” is no place", "radar, clients …")


@asynccontextmanager
async def shown(
    ctx: Context,
    name: str,
    *args: Any,
    size: tuple[int, int] = (80, 24),
    look: Look = PLAIN,
    keymap: Keymap = DEFAULT,
) -> AsyncIterator[tuple[ShellApp, Pilot[None], Any]]:
    """The app with an overlay open: (app, pilot, overlay). Help and the palette are
    opened on the small screen when nothing else is named."""
    app = ShellApp(ctx, look, keymap)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        app.show(name, *(args or ([app.small] if name in ("help", "palette") else [])))
        await pilot.pause()
        yield app, pilot, app.screen


def closed(app: ShellApp) -> bool:
    return app.screen is app.small
