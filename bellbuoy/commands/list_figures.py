"""`client list --why`, `incident list --why`: figures over the rows of a list, opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bellbuoy.commands import argument_types as types
from bellbuoy.commands.answer import Answer
from bellbuoy.commands.command import Arg
from bellbuoy.commands.figure_rows import figure_answer
from bellbuoy.commands.groups import measures_of
from bellbuoy.commands.options import Options
from bellbuoy.commands.watch import watching
from core.values.errors import UsageError

if TYPE_CHECKING:
    from bellbuoy.services.context import Context


def why_of(help_: str) -> Arg:
    return Arg("why", help_, "option", types.names, metavar="FIGURES")


WHY_CLIENTS = why_of("open figures: clients, at_risk, arr, health, …")
WHY_INCIDENTS = why_of("open figures: incidents, arr, …")


def opened_list(ctx: Context, noun: str, query: str, options: Options) -> Answer:
    """Figures over the rows of a query: groups that add up to each, those of `by:` or by
    tier (incidents: severity). Raises UsageError for flags of a list of rows."""
    from bellbuoy.services.list_figures import client_figures, incident_figures

    _check(options)
    names = options.texts("why")
    if noun == "incident":
        found = incident_figures(ctx, query, names)
    else:
        with watching("looking back", options) as progress:
            found = client_figures(ctx, query, names, progress=progress.update)
    as_of = found[0].as_of if found else ctx.now
    return figure_answer(found, ",".join(names), options, as_of)


def _check(options: Options) -> None:
    for given, flag in (
        (options.chart, "--chart"),
        (bool(measures_of(options)), "a figure of groups"),
        (options.sort is not None, "--sort"),
        (options.cursor is not None, "--cursor"),
    ):
        if given:
            raise UsageError(f"--why is a table of its own, without {flag}", "drop one of them")
