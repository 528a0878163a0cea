"""Telling a story: its commands really run, and what its runs wrote goes back."""

from __future__ import annotations

import io
import shlex
import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TextIO

from bellbuoy.commands.options import Options
from bellbuoy.commands.output import with_columns, write
from bellbuoy.commands.page import width_of
from bellbuoy.commands.parser import Invocation, parse
from bellbuoy.commands.terminal import Terminal
from core.stories.types import StoryLine, StoryTold
from core.values.errors import UsageError
from core.values.text import safe_text

if TYPE_CHECKING:
    from bellbuoy.services.context import Context

_MOST = 100
"""Runs of a story that are looked for."""


def tell(ctx: Context, story: StoryTold, options: Options, out: TextIO) -> None:
    """Write the transcript, line by line as it happens. Runs that are still in force at
    the end, or when it breaks off, are taken back. Raises what a command raises."""
    from bellbuoy.services.simulations import ledger, stories

    since = max((run.number for run in ledger.history(ctx, 1)), default=0)
    out.write(f"{story.id}: {story.title}\n")
    out.write(safe_text(f"about {story.client}, {story.name}", 200) + "\n")
    try:
        for number, line in enumerate(story.lines, 1):
            words = stories.words(line, _runs(ctx, story, since))
            out.write(said(number, line, words))
            out.flush()
            out.write(printed(words, options))
            out.flush()
    finally:
        _take_back(ctx, _runs(ctx, story, since))


def _runs(ctx: Context, story: StoryTold, since: int) -> list[int]:
    """The runs that this story has made of its client, the oldest first. Asked of the
    ledger, so that one that was cut off just after it was written is known too."""
    from bellbuoy.services.simulations import ledger

    return sorted(
        run.number
        for run in ledger.history(ctx, _MOST)
        if run.number > since and run.whom == story.client and run.who == ctx.viewer.name
    )


def _take_back(ctx: Context, runs: Sequence[int]) -> None:
    from bellbuoy.services.simulations import ledger, undoing

    left = sorted({run.number for run in ledger.in_force(ctx)} & {*runs}, reverse=True)
    if not left:
        return
    try:
        undoing.undo(ctx, left)
    except BaseException:
        # Whoever interrupts this too is told what stays.
        sys.stderr.write(f"still in force: bellbuoy sim undo {' '.join(map(str, left))}\n")
        raise


def said(number: int, line: StoryLine, words: Sequence[str]) -> str:
    """What stands above the output of a line: the words, the keys, the command."""
    told = [
        f"{number}. {line.says}",
        f"   keys: {line.keys}",
        f"$ bellbuoy {shlex.join(words)}",
    ]
    return "\n" + "\n".join(safe_text(each, 1000) for each in told) + "\n"


def printed(words: Sequence[str], options: Options) -> str:
    """What a command prints, on the store of the options. Raises what it raises."""
    found = parse(words, Terminal(width=width_of(options)))
    if not isinstance(found, Invocation):
        raise UsageError("a story runs commands: it shows no help")
    inner = replace(
        found.options,
        store=options.store,
        role=options.role,
        color=options.color,
        glyphs=options.glyphs,
        width=width_of(options),
        quiet=True,
    )
    answer = found.command.function(inner)
    if isinstance(answer, int):
        raise UsageError(f"{found.command.words} prints by itself: it is in no story")
    into = io.StringIO()
    write(with_columns(answer, found.command.columns), inner, into, into)
    return into.getvalue()
