"""`bellbuoy incident …`: support cases and outages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bellbuoy.commands.answer import Answer
from bellbuoy.commands.command import LISTING, Arg, Command
from bellbuoy.commands.incident_rows import INCIDENTS, incident_columns, incident_row
from bellbuoy.commands.listing import Source, list_answer
from bellbuoy.commands.opening import open_for
from bellbuoy.commands.options import Options
from bellbuoy.commands.page import known
from core.incidents.types import Incident
from core.values.page import Page

if TYPE_CHECKING:
    from bellbuoy.services.context import Context


def list_(options: Options) -> Answer:
    """The incidents of a query: open first, by severity, then the oldest."""
    from bellbuoy.services import incidents

    ctx, query = open_for(options), options.query or ""
    found = incidents.window(ctx, query, options.sort)

    def page(ctx: Context, limit: int, cursor: str | None) -> Page[Incident]:
        return incidents.page(ctx, query, sort=options.sort, limit=limit, cursor=cursor)

    def count() -> int:
        with ctx.reader() as reader:
            return found.window.count(reader)

    source = Source(ctx, found.directives, found.ctx.now, page, incident_row, count)
    return list_answer("incident", source, incident_columns(options), options)


def show(options: Options) -> Answer:
    """One incident, whole."""
    from bellbuoy.services import incidents

    ctx = open_for(options)
    row = incident_row(incidents.show(ctx, options.need("id")))
    columns = known([replace(column, extra=False) for column in INCIDENTS], row, options)
    return Answer("incident", [row], columns, as_of=ctx.now, single=True)


COMMANDS = (
    Command(
        noun="incident",
        verb="list",
        summary="the incidents of a query, open and worst first",
        examples=(
            "bellbuoy incident list 'status:open severity:critical,high'",
            "bellbuoy incident list 'client:northwind opened<30d' --json",
        ),
        function=list_,
        takes=LISTING,
        columns=INCIDENTS,
    ),
    Command(
        noun="incident",
        verb="show",
        summary="one incident, whole",
        examples=("bellbuoy incident show INC-0001", "bellbuoy incident show INC-0001 --json"),
        function=show,
        arguments=(Arg("id", "the incident: its id here or in its source"),),
    ),
)
