"""`bellbuoy` alone, or `bellbuoy tui`: the screens, or their first page as lines."""

from __future__ import annotations

import os
import sys

from bellbuoy.commands import help as pages
from bellbuoy.commands.answer import Answer
from bellbuoy.commands.command import Command
from bellbuoy.commands.options import Options
from bellbuoy.commands.registry import load
from core.values.errors import UsageError


def run(options: Options) -> Answer | int:
    """Open the screens and give the exit code they end with.

    --plain, or --demo where there is no terminal, gives the first screen as
    plain lines instead. Without a terminal and without these it is a usage
    error behind the page of help.
    """
    plain = options.plain or (options.demo and not on_a_terminal(options))
    if options.format != "table" or (options.output is not None and not plain):
        raise UsageError("a screen has no format", "name a command: bellbuoy radar --json")
    if plain:
        lines: Answer = load("bellbuoy.commands.radar:plain_radar")(options)
        return lines
    if not on_a_terminal(options):
        sys.stderr.write(pages.top() + "\n")
        raise UsageError("the screens need a terminal", "bellbuoy --plain prints the first one")
    settle_color(options)
    if not options.demo:
        return _open(options.store, options)
    with load("bellbuoy.commands.demo:demo_store")(options) as store:
        return _open(store, options)


def _open(store: str | None, options: Options) -> int:
    """The screens on a store; without one that was named they find it, or ask."""
    code: int = load("tui.start:run")(
        store,
        as_of=options.as_of,
        role=options.role,
        theme=options.theme,
        glyphs=options.glyphs,
        read_only=options.read_only,
        view=options.view,
    )
    return code


def on_a_terminal(options: Options) -> bool:
    """Whether a person sees the screens and types."""
    return options.tty and sys.stdin is not None and sys.stdin.isatty()


def settle_color(options: Options) -> None:
    """NO_COLOR as Textual and Rich read it: they take an empty one for a yes."""
    if options.color_choice == "never":
        os.environ["NO_COLOR"] = "1"
    elif options.color_choice == "always" or not os.environ.get("NO_COLOR"):
        os.environ.pop("NO_COLOR", None)


COMMANDS = (
    Command(
        noun="",
        verb="tui",
        summary="open the screens",
        examples=("bellbuoy", "bellbuoy --view 'My book'"),
        function=run,
        takes=("view", "demo", "plain", "theme"),
    ),
)
