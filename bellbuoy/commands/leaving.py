"""What leaves the program: a file, or CSV. It never holds what a simulation made up as
though it were real."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from bellbuoy.commands.columns import Column
from bellbuoy.commands.options import Options

if TYPE_CHECKING:
    from bellbuoy.services.context import Context

MARK = Column("simulated", "simulated", extra=True)
"""Whether a row is about a simulated client, where such rows are kept."""


def leaves(options: Options) -> bool:
    """Whether an answer is handed on: shown JSON and tables are looked at here."""
    return options.output is not None or options.format == "csv"


def say_what_is_made_up(ctx: Context, options: Options) -> None:
    """One line on stderr for an answer that leaves while simulated clients stand in it."""
    if options.quiet:
        return
    from bellbuoy.services.simulations.outside import made_up

    found = made_up(ctx)
    if found is not None:
        rows = "mark their rows" if options.simulated else "leave their rows out"
        said = f"{found.words}: lists {rows}, sums and SQL hold them until they are undone"
        sys.stderr.write(f"{said}\n")
