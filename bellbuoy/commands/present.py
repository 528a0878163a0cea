"""The store as it is: for what has no past day to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bellbuoy.commands.opening import open_for
from bellbuoy.commands.options import Options
from core.values.errors import UsageError

if TYPE_CHECKING:
    from bellbuoy.services.context import Context


def open_present(options: Options) -> Context:
    """The store in its present. Raises UsageError with --as-of: an answer of
    today must not say that it is of then."""
    if options.as_of is not None:
        raise UsageError("this has no past to look at", "drop --as-of")
    return open_for(options)
