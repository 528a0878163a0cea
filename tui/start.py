"""From a command line to a running app, and back to a whole terminal."""

from __future__ import annotations

import gc
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, NoReturn, TextIO, TypeVar

from bellbuoy.paths import default_store
from bellbuoy.services.context import Context, open_context
from core.values.errors import NotFoundError
from tui.outfit import Outfit, outfit
from tui.palette import Look
from tui.places import Place
from tui.pulse import may

if TYPE_CHECKING:
    from tui.terminal.pace import PacedApp

T = TypeVar("T")

_SWITCH_S = 0.0005
_GARBAGE = (50_000, 20, 20)
"""Loading makes objects by the hundred thousand, and hardly one that nobody wants."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line asked for; None where it did not say."""

    url: str | None = None
    as_of: str | None = None
    role: str | None = None
    theme: str | None = None
    glyphs: str | None = None
    read_only: bool = False
    query: str | None = None
    demo: bool = False
    place: Place | None = None
    view: str | None = None
    line: str = ""
    """What is obeyed first, as typed behind `:`."""


def run(
    url: str | None = None,
    *,
    as_of: str | None = None,
    role: str | None = None,
    theme: str | None = None,
    glyphs: str | None = None,
    read_only: bool = False,
    query: str | None = None,
    demo: bool = False,
    place: Place | None = None,
    view: str | None = None,
    line: str = "",
) -> int:
    """Run the app on a store and give the exit code. Raises what opening it raises, and
    NotFoundError for a view that there is not."""
    wanted = Wanted(url, as_of, role, theme, glyphs, read_only, query, demo, place, view,
                    line)  # fmt: skip
    return start(wanted, sys.stderr)


def start(wanted: Wanted, terminal: TextIO) -> int:
    """Open the store and run the screens; the exit code.

    Raises what opening a store raises. Without a store, and none named, the first
    start asks what to do and writes nothing before that.
    """
    settle(os.environ)
    dressed = outfit_for(wanted)
    if wanted.demo:
        with demo_store(terminal) as url:
            return run_screens(replace(wanted, url=url), dressed, terminal)
    usual = default_store()
    if wanted.url is None and "://" not in usual and not Path(usual).exists():
        return _first_start(wanted, dressed.look, terminal)
    return run_screens(wanted, dressed, terminal)


def settle(env: MutableMapping[str, str]) -> None:
    """What has to hold before the first frame: short turns for the drawing thread; no
    search for garbage where there is none; NO_COLOR only where it says something, for
    Textual takes an empty one for a yes."""
    sys.setswitchinterval(_SWITCH_S)
    gc.set_threshold(*_GARBAGE)
    if env.get("NO_COLOR") == "":
        del env["NO_COLOR"]
    if env.get("TERM", "") in {"dumb", ""}:
        env["NO_COLOR"] = "1"


def outfit_for(wanted: Wanted) -> Outfit:
    """Colours, signs and keys. The app is loaded while the terminal thinks about its
    answer. Raises UsageError for a theme or set that there is not."""
    with ThreadPoolExecutor(1) as beside:
        found = beside.submit(outfit, os.environ, wanted.theme, wanted.glyphs)
        import_module("tui.app")
        return found.result()


@contextmanager
def demo_store(terminal: TextIO) -> Iterator[str]:
    """A demo store in a folder that is gone afterwards."""
    from bellbuoy.services.making import demo

    with tempfile.TemporaryDirectory(prefix="bellbuoy-demo-") as folder:
        path = Path(folder) / "demo.db"
        terminal.write("Making a demo store …\n")
        terminal.flush()
        demo(str(path))
        yield str(path)


def run_screens(wanted: Wanted, dressed: Outfit, terminal: TextIO) -> int:
    """The app; after a fault that nobody foresaw, its report, and perhaps the app again."""
    from bellbuoy.services.logs.running import session_noted
    from tui.app import BellbuoyApp

    while True:
        ctx = _open(wanted)
        app = BellbuoyApp(
            ctx, dressed.look, query=wanted.query, keymap=dressed.keymap, outfit=dressed,
            place=_first_place(ctx, wanted),
            line=wanted.line,
        )  # fmt: skip
        with session_noted(ctx):
            code = drawn(app, mouse=dressed.own["mouse"] == "on")
        if app.crashed is None:
            if app.page_left == "radar":
                _looked(ctx)
            return code or app.return_code or 0
        if not _again(app.crashed, ctx, dressed.look, terminal):
            return 1


def _looked(ctx: Context) -> None:
    """Whoever leaves from the radar has looked at it."""
    from bellbuoy.services.looks import keep_quietly

    keep_quietly(ctx)


def _first_place(ctx: Context, wanted: Wanted) -> Place | None:
    """What was asked for; else one's own clients, where one has any; None: the radar.
    Raises NotFoundError for a view that there is not."""
    if wanted.view is not None:
        from bellbuoy.services.views.reading import find

        return Place(find(ctx, wanted.view).place, view=wanted.view)
    if wanted.place is not None or wanted.query is not None or not may(ctx, "view:read"):
        return wanted.place
    from bellbuoy.services.views.first import MINE, first_view

    view = first_view(ctx)
    return Place("radar", query=MINE, view=view) if view else None


def drawn(app: PacedApp[T], *, mouse: bool = True) -> T | None:
    """Run an app, and leave the terminal as it was found, whatever ends it."""
    with _interruptible():
        try:
            return app.run(mouse=mouse)
        finally:
            app.leave_terminal()


@contextmanager
def _interruptible() -> Iterator[None]:
    """SIGINT ends the app by KeyboardInterrupt, as it ends a command: asyncio would only
    cancel its main task, which Textual takes for an app that was left. Keys never make
    it, for ctrl+c is a key here. A second one does not cut the clean-up short."""
    on = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if not on or threading.current_thread() is not threading.main_thread():
        yield
        return
    signal.signal(signal.SIGINT, _interrupt)
    try:
        yield
    finally:
        # Once it has come the process ends, and stays deaf to another until it has.
        if signal.getsignal(signal.SIGINT) is _interrupt:
            signal.signal(signal.SIGINT, signal.default_int_handler)


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise KeyboardInterrupt


def _open(wanted: Wanted) -> Context:
    return open_context(
        wanted.url or default_store(),
        as_of=wanted.as_of,
        role=wanted.role,
        read_only=wanted.read_only,
    )


def _again(error: Exception, ctx: Context | None, look: Look, terminal: TextIO) -> bool:
    """Show the report of a fault; whether to start again. Where even that cannot be
    shown, the report is written as plain lines."""
    from tui.crash import AGAIN, CrashScreen
    from tui.report import report

    lines = report(error, ctx)
    screen = CrashScreen(lines, look)
    found = drawn(screen)
    if screen.crashed is not None:
        terminal.write("\n".join(["Bellbuoy stopped.", *lines, ""]))
    return found == AGAIN


def _first_start(wanted: Wanted, look: Look, terminal: TextIO) -> int:
    from tui.first_start import DEMO, FirstStart

    screen = FirstStart(look, _why_not)
    chosen = drawn(screen)
    if screen.crashed is not None:
        again = _again(screen.crashed, None, look, terminal)
        return _first_start(wanted, look, terminal) if again else 1
    if not chosen:
        return screen.return_code or 0
    return start(
        replace(wanted, demo=chosen == DEMO, url=None if chosen == DEMO else chosen), terminal
    )


def _why_not(url: str) -> str:
    """Why a store cannot be opened; empty when it can."""
    from core.values.errors import BellbuoyError

    try:
        open_context(url, read_only=True)
    except NotFoundError as error:
        return error.message
    except BellbuoyError as error:
        return error.message
    return ""
