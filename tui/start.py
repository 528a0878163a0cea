"""From a command line to a running app, and back to a whole terminal."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO

from bellbuoy.paths import default_store
from bellbuoy.services.context import Context, open_context
from core.values.errors import NotFoundError, UsageError
from themes.load import ThemeError
from tui.palette import Look
from tui.theming import default_theme, glyphs_of, palette_of

# What Textual 8.2.8 leaves on at its end: the mouse mode that reports pixels.
_LEFT_ON = "\x1b[?1016l"
_SWITCH_S = 0.0005


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
) -> int:
    """Run the app on a store and give the exit code. Raises what opening it raises."""
    return start(Wanted(url, as_of, role, theme, glyphs, read_only, query, demo), sys.stderr)


def start(wanted: Wanted, terminal: TextIO) -> int:
    """Open the store and run the screens; the exit code.

    Raises what opening a store raises. Without a store, and none named, the first
    start asks what to do and writes nothing before that.
    """
    settle(os.environ)
    look = look_of(wanted)
    if wanted.demo:
        with demo_store(terminal) as url:
            return run_screens(replace(wanted, url=url), look, terminal)
    usual = default_store()
    if wanted.url is None and "://" not in usual and not Path(usual).exists():
        return _first_start(wanted, look, terminal)
    return run_screens(wanted, look, terminal)


def settle(env: MutableMapping[str, str]) -> None:
    """What has to hold before the first frame: short turns for the drawing thread;
    NO_COLOR only where it says something, for Textual takes an empty one for a yes."""
    sys.setswitchinterval(_SWITCH_S)
    if env.get("NO_COLOR") == "":
        del env["NO_COLOR"]
    if env.get("TERM", "") in {"dumb", ""}:
        env["NO_COLOR"] = "1"


def look_of(wanted: Wanted) -> Look:
    """Colours and signs. Raises UsageError for a theme or set that there is not."""
    encoding = getattr(sys.stderr, "encoding", "") or "ascii"
    try:
        palette = palette_of(wanted.theme or default_theme(os.environ), os.environ)
        return Look(palette, glyphs_of(wanted.glyphs, os.environ, encoding))
    except ThemeError as error:
        raise UsageError(str(error)) from None


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


def run_screens(wanted: Wanted, look: Look, terminal: TextIO) -> int:
    """The app; after a fault that nobody foresaw, its report, and perhaps the app again."""
    from bellbuoy.services.logs.running import session_noted
    from tui.app import BellbuoyApp

    while True:
        ctx = _open(wanted)
        app = BellbuoyApp(ctx, look, query=wanted.query)
        try:
            with session_noted(ctx):
                code = app.run()
        finally:
            # Also when a signal ends the program.
            leave_terminal(terminal)
        if app.crashed is None:
            return code or 0
        if not _again(app.crashed, ctx, look, terminal):
            return 1


def _open(wanted: Wanted) -> Context:
    return open_context(
        wanted.url or default_store(),
        as_of=wanted.as_of,
        role=wanted.role,
        read_only=wanted.read_only,
    )


def _again(error: Exception, ctx: Context, look: Look, terminal: TextIO) -> bool:
    from tui.crash import AGAIN, CrashScreen
    from tui.report import report

    found = CrashScreen(report(error, ctx), look).run()
    leave_terminal(terminal)
    return found == AGAIN


def leave_terminal(terminal: TextIO) -> None:
    """Nothing of ours stays on."""
    if terminal.isatty():
        terminal.write(_LEFT_ON)
        terminal.flush()


def _first_start(wanted: Wanted, look: Look, terminal: TextIO) -> int:
    from tui.first_start import DEMO, FirstStart

    chosen = FirstStart(look, _why_not).run()
    leave_terminal(terminal)
    if not chosen:
        return 0
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
