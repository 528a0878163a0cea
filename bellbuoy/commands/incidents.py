"""`bellbuoy incident …`: support cases and outages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bellbuoy.commands.answer import Answer
from bellbuoy.commands.command import CHECKED, LISTING, Arg, Command
from bellbuoy.commands.drawing import charts_text, check_chart
from bellbuoy.commands.groups import FIGURES, asks_for_groups, grouped_incidents
from bellbuoy.commands.incident_acts import ACTS
from bellbuoy.commands.incident_add import ADD
from bellbuoy.commands.incident_export import EXPORT
from bellbuoy.commands.incident_links import LINKS
from bellbuoy.commands.incident_parts import PARTS, beside_of, part_rows
from bellbuoy.commands.incident_rows import INCIDENTS, incident_columns, incident_row
from bellbuoy.commands.incident_similar import SIMILAR_COMMAND
from bellbuoy.commands.incident_stats import STATS_COMMAND
from bellbuoy.commands.incident_targets import TARGETS_COMMAND
from bellbuoy.commands.incident_texts import TEXTS
from bellbuoy.commands.incident_watch import WATCH
from bellbuoy.commands.list_figures import WHY_INCIDENTS, opened_list
from bellbuoy.commands.listing import Source, list_answer
from bellbuoy.commands.opening import open_for
from bellbuoy.commands.options import Options
from bellbuoy.commands.output import check_columns
from bellbuoy.commands.page import known
from bellbuoy.commands.viewing import viewed, with_columns
from core.incidents.types import Incident
from core.values.errors import UsageError
from core.values.page import Page

if TYPE_CHECKING:
    from bellbuoy.services.context import Context


def list_(options: Options) -> Answer:
    """The incidents of a query, what breaches next first; in groups where `by:` says
    so."""
    from bellbuoy.services import incidents

    ctx = open_for(options)
    options, columns = viewed(ctx, "incident", options)
    query = options.query or ""
    if options.values.get("why"):
        return opened_list(ctx, "incident", query, options)
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
    source = Source(
        ctx, directives, found.ctx.now, page, incident_row, count, lambda each: each.affects
    )
    return list_answer("incident", source, incident_columns(options), options)


def show(options: Options) -> Answer:
    """One incident, whole, or a part of it."""
    from bellbuoy.services import incidents

    check_chart(options)
    if options.part not in (None, *PARTS):
        raise UsageError(f"no part “{options.part}”", f"--part {', '.join(PARTS)}")
    ctx = open_for(options)
    whole = incidents.detail(ctx, options.need("id"))
    found = whole.incident
    if options.chart:
        from tui.clients.incident_life import life_chart

        text = charts_text([life_chart(found, ctx.now)], options)
        return Answer("incident", text=(text,), as_of=ctx.now)
    if options.part is not None:
        rows, shown = part_rows(whole, options.part), PARTS[options.part]
        return Answer(f"incident_{options.part}", rows, shown, as_of=ctx.now)
    row = incident_row(found)
    columns = known([replace(column, extra=False) for column in INCIDENTS], row, options)
    beside = beside_of(whole)
    return Answer("incident", [row], columns, as_of=ctx.now, single=True, beside=beside)


COMMANDS = (
    Command(
        noun="incident",
        verb="list",
        summary="the incidents of a query; what breaches next comes first",
        examples=(
            "bellbuoy incident list 'status:open severity:critical,high sla<1h'",
            "bellbuoy incident list 'opened<90d by:client,severity' --json",
        ),
        function=list_,
        arguments=(*FIGURES, WHY_INCIDENTS),
        takes=(*LISTING, *CHECKED, "sum", "chart", "view", "simulated"),
    ),
    STATS_COMMAND,
    SIMILAR_COMMAND,
    *TEXTS,
    Command(
        noun="incident",
        verb="show",
        summary="one incident, whole",
        examples=(
            "bellbuoy incident show INC-0001 --part timeline",
            "bellbuoy incident show INC-0001 --chart",
        ),
        function=show,
        takes=("chart", "part"),
        arguments=(Arg("id", "the incident: its id here or in its source"),),
    ),
    WATCH,
    EXPORT,
    ADD,
    *ACTS,
    *LINKS,
    TARGETS_COMMAND,
)
