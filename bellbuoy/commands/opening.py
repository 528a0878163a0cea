"""From options to the context that every service asks for."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from bellbuoy.commands.leaving import leaves, say_what_is_made_up
from bellbuoy.commands.options import Options
from bellbuoy.paths import default_store

if TYPE_CHECKING:
    from bellbuoy.services.context import Context


def open_for(options: Options) -> Context:
    """The store that the options name, else the usual one, seen as they ask.

    Raises what `open_context` raises: NotFoundError, UsageError, ConflictError.
    """
    from bellbuoy.services.context import open_context  # help needs no store

    ctx = open_context(
        options.store or default_store(),
        as_of=options.as_of,
        role=options.role,
        seed=options.seed or 0,
        read_only=options.read_only,
        as_known=options.as_known,
    )
    if ctx.as_of is not None and not options.quiet:
        _say_what_is_gone(ctx)
    if leaves(options):
        say_what_is_made_up(ctx, options)
    return ctx if options.watch is None else options.watch.watch(ctx)


def _say_what_is_gone(ctx: Context) -> None:
    """A past day whose raw rows have gone is told from what is kept, and says so."""
    from bellbuoy.services.retention import gone_words

    words = gone_words(ctx)
    if words is not None:
        sys.stderr.write(f"{words}\n")
