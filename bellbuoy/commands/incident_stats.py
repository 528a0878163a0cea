"""`bellbuoy incident stats`: how many there are, and the record of a period."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from bellbuoy.commands import argument_types as types
from bellbuoy.commands.answer import Answer
from bellbuoy.commands.columns import Json
from bellbuoy.commands.command import CHECKED, Arg, Command
from bellbuoy.commands.drawing import charts_text, check_chart
from bellbuoy.commands.figure_rows import figure_answer
from bellbuoy.commands.incident_record_rows import (
    figures_row,
    group_row,
    record_columns,
    record_notes,
    span_words,
    whole_row,
)
from bellbuoy.commands.incident_stats_rows import STATS, stats_foot, stats_notes, stats_row
from bellbuoy.commands.opening import open_for
from bellbuoy.commands.options import Options
from bellbuoy.commands.output import check_columns
from core.record.types import AGAINST, BY, WHYS, By
from core.values.errors import UsageError
from core.values.instants import day_text

if TYPE_CHECKING:
    from bellbuoy.services.context import Context
    from core.record.types import IncidentRecord

DAYS = 90
WEEK = 7


def stats(options: Options) -> Answer:
    """How many incidents there are of each severity and status; with `--by` or `--days`
    the record of a period."""
    check_chart(options)
    ctx = open_for(options)
    if options.text("why") is not None:
        return _opened(ctx, options)
    if options.flag("against"):
        return _movement(ctx, options)
    asks = options.text("by"), options.number("days"), options.flag("planned")
    if asks != (None, None, False):
        return _record(ctx, options)
    return _counts(ctx, options)


def _counts(ctx: Context, options: Options) -> Answer:
    from bellbuoy.services import analytics

    check_columns(STATS, options.cols)
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


def _record(ctx: Context, options: Options) -> Answer:
    from bellbuoy.services.incidents import statistics

    by = cast("By", options.text("by") or "none")
    found = statistics.record(
        ctx,
        options.query or "",
        by,
        options.number("days") or DAYS,
        planned=options.flag("planned"),
    )
    if not options.chart:
        return _table(found, options)
    from tui.charts.incident_record import record_charts

    rows = tuple(group_row(group) for group in found.groups)
    text = charts_text(record_charts(found), options)
    return Answer("incident_record", text=(text,), as_of=found.as_of, checked=rows)


def _opened(ctx: Context, options: Options) -> Answer:
    """A figure of the record as the incidents that it is made of."""
    from bellbuoy.services.incidents import statistics

    if options.text("by") is not None or options.flag("against"):
        raise UsageError("--why is about all together", "drop --by and --against")
    if options.chart:
        raise UsageError("--why is a table of its own", "drop --chart")
    measure = options.need("why")
    found = statistics.opened_figure(
        ctx,
        measure,
        options.query or "",
        options.number("days") or (WEEK if measure == AGAINST else DAYS),
        planned=options.flag("planned"),
    )
    return figure_answer([found], measure, options, ctx.now)


def _movement(ctx: Context, options: Options) -> Answer:
    """Why the mean time to resolve moved since the days before these."""
    from bellbuoy.services.incidents import statistics

    if options.text("by") is not None:
        raise UsageError("--against tells of all together", "drop --by, or narrow the query")
    found = statistics.movement(
        ctx,
        options.query or "",
        options.number("days") or WEEK,
        planned=options.flag("planned"),
    )
    answer = figure_answer([found.why], "mttr", options, ctx.now)
    days = found.last - found.first + 1
    beside: dict[str, Json] = {
        "first": day_text(found.first),
        "last": day_text(found.last),
        "now": figures_row(found.now),
        "before": figures_row(found.before),
    }
    words = [span_words(each.to_resolve.mean) or "none" for each in (found.before, found.now)]
    note = f"MTTR {words[0]} → {words[1]}, the last {days} days against the {days} before"
    if found.why.note:
        note += f"; {found.why.note}"
    return replace(answer, beside={**answer.beside, **beside}, notes=(*answer.notes, note))


def _table(found: IncidentRecord, options: Options) -> Answer:
    columns = record_columns(found)
    check_columns(columns, options.cols)
    rows = [group_row(group) for group in found.groups]
    foot = [whole_row("total", found.totals)]
    if found.planned.opened or found.planned.resolved:
        foot.append(whole_row("planned", found.planned))
    return Answer(
        "incident_record",
        rows,
        columns,
        as_of=found.as_of,
        total=len(rows),
        notes=record_notes(found),
        foot=tuple(foot),
        beside={
            "by": found.by,
            "first": day_text(found.first),
            "last": day_text(found.last),
            "totals": figures_row(found.totals),
            "planned": figures_row(found.planned),
        },
    )


STATS_COMMAND = Command(
    noun="incident",
    verb="stats",
    summary="how many of each severity and status; the record of a period",
    examples=(
        "bellbuoy incident stats --by month --days 365",
        "bellbuoy incident stats 'client:C-0412' --by component --json",
    ),
    function=stats,
    arguments=(
        Arg("by", f"the record by {', '.join(BY[:-1])} or {BY[-1]}", "option", choices=BY,
            metavar="FIELD"),
        Arg("days", f"the record of so many days up to today ({DAYS})", "option", types.count,
            metavar="N"),
        Arg("against", f"why MTTR moved since the days before ({WEEK})", "flag"),
        Arg("why", "a figure of the record as the incidents behind it", "option",
            choices=WHYS, metavar="FIGURE"),
        Arg("planned", "count planned maintenance with the others", "flag"),
    ),
    takes=("query", *CHECKED, "as_known", "chart"),
)  # fmt: skip
