"""`--view` of lists: what a saved view asks for, narrowed by the words behind it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bellbuoy.commands.options import Options
from core.query.types import Directives

if TYPE_CHECKING:
    from bellbuoy.services.context import Context


def viewed(ctx: Context, noun: str, options: Options) -> tuple[Options, tuple[str, ...]]:
    """The options with the query of --view in the place of theirs, and the columns of
    its rows, none where it names none. Raises NotFoundError, UsageError for a view of
    another list."""
    if options.view is None:
        return options, ()
    from bellbuoy.services.views.reading import find, shown

    found = shown(ctx, find(ctx, options.view, noun), options.query or "")
    return replace(options, query=found.query), found.columns


def with_columns(directives: Directives, columns: tuple[str, ...]) -> Directives:
    """Directives that name the columns of a view, where it has any."""
    return replace(directives, cols=columns) if columns else directives
