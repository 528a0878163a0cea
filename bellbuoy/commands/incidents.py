"""`bellbuoy incident …`: support cases and outages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bellbuoy.commands.answer import Answer
from bellbuoy.commands.command import CHECKED, LISTING, Arg, Command
from bellbuoy.commands.drawing import charts_text, check_chart
from bellbuoy.commands.groups import FIGURES, asks_for_groups, grouped_incidents
from bellbuoy.commands.incident_rows import INCIDENTS, incident_columns, incident_row
from bellbuoy.commands.incident_stats_rows import STATS, stats_foot, stats_notes, stats_row
from bellbuoy.commands.listing import Source, list_answer
from bellbuoy.commands.opening import open_for
from bellbuoy.commands.options import Options
from bellbuoy.commands.output import check_columns
from bellbuoy.commands.page import known
from bellbuoy.commands.viewing import viewed, with_columns
from core.incidents.types import Incident
from core.values.page import Page

if TYPE_CHECKING:
    from bellbuoy.services.context import Context


def list_(options: Options) -> Answer:
    """The incidents of a query: open first, by severity, then the oldest; in groups
    where `by:` says so."""
    from bellbuoy.services import incidents

    ctx = open_for(options)
    options, columns = viewed(ctx, "incident", options)
    query = options.query or ""
    if asks_for_groups(ctx, "incident", query, options):
        return grouped_incidents(ctx, query, options)
    check_columns(INCIDENTS, options.cols)
    found = incidents.window(ctx, query, options.sort)

    def page(ctx: Context, limit: int, cursor: str | None) -> Page[Incident]:
        return incidents.page(ctx, query, sort=options.sort, limit=limit, cursor=cursor)

    def count() -> int:
        with ctx.reader() as reader:
            return found.window.count(reader)

    directives = with_columns(found.directives, columns)
    source = Source(ctx, directives, found.ctx.now, page, incident_row, count)
    return list_answer("incident", source, incident_columns(options), options)


def show(options: Options) -> Answer:
    """One incident, whole."""
    from bellbuoy.services import incidents

    check_chart(options)
    ctx = open_for(options)
    found = incidents.show(ctx, options.need("id"))
    if options.chart:
        from tui.clients.incident_life import life_chart

        text = charts_text([life_chart(found, ctx.now)], options)
        return Answer("incident", text=(text,), as_of=ctx.now)
    row = incident_row(found)
    columns = known([replace(column, extra=False) for column in INCIDENTS], row, options)
    return Answer("incident", [row], columns, as_of=ctx.now, single=True)


def stats(options: Options) -> Answer:
    """How many incidents there are of each severity and status."""
    from bellbuoy.services import analytics

    check_chart(options)
    ctx = open_for(options)
    found = analytics.incident_stats(ctx, options.query or "")
    rows = [stats_row(row) for row in found.rows]
    if options.chart:
        from tui.charts.incidents import incident_charts

        text = charts_text(incident_charts(found), options)
        return Answer("incident_stats", text=(text,), as_of=found.as_of, checked=tuple(rows))
    return Answer(
        "incident_stats",
        rows,
        STATS,
        as_of=found.as_of,
        total=len(found.rows),
        notes=stats_notes(found),
        foot=(stats_foot(found),),
        beside={"totals": stats_row(found.totals, total=True)},
    )


COMMANDS = (
    Command(
        noun="incident",
        verb="list",
        summary="the incidents of a query, open and worst first",
        examples=(
            "bellbuoy incident list 'status:open severity:critical,high'",
            "bellbuoy incident list 'opened<90d by:client,severity' --json",
        ),
        function=list_,
        arguments=FIGURES,
        takes=(*LISTING, *CHECKED, "sum", "chart", "view"),
    ),
    Command(
        noun="incident",
        verb="stats",
        summary="how many of each severity and status",
        examples=(
            "bellbuoy incident stats --chart",
            "bellbuoy incident stats 'opened<30d' --as-of 2026-10-31 --json",
        ),
        function=stats,
        takes=("query", *CHECKED, "as_known", "chart"),
        columns=STATS,
    ),
    Command(
        noun="incident",
        verb="show",
        summary="one incident, whole",
        examples=("bellbuoy incident show INC-0001", "bellbuoy incident show INC-0001 --chart"),
        function=show,
        takes=("chart",),
        arguments=(Arg("id", "the incident: its id here or in its source"),),
    ),
)
