"""`bellbuoy analytics …`: the base as a whole, over time and split up."""

from __future__ import annotations

from dataclasses import replace

from bellbuoy.commands import argument_types as types
from bellbuoy.commands.answer import Answer
from bellbuoy.commands.command import CHECKED, Arg, Command
from bellbuoy.commands.drawing import charts_text, check_chart, look_of
from bellbuoy.commands.opening import open_for
from bellbuoy.commands.options import Options
from bellbuoy.commands.page import width_of
from bellbuoy.commands.revenue_rows import (
    revenue_columns,
    revenue_foot,
    revenue_rows,
    revenue_text,
    totals_json,
)
from bellbuoy.commands.trend_rows import (
    HEALTH_DAYS,
    USAGE_DAYS,
    health_row,
    movement_json,
    usage_row,
)
from bellbuoy.commands.watch import watching

BY = ("tier", "owner", "plan", "industry", "country", "renews")


def trend(options: Options) -> Answer:
    """Health or use of all clients a day, the oldest first."""
    check_chart(options)
    return _health(options) if options.need("what") == "health" else _usage(options)


def _health(options: Options) -> Answer:
    from bellbuoy.services import analytics

    ctx = open_for(options)
    with watching("looking back", options) as progress:
        found = analytics.health_trend(
            ctx, options.number("days") or 0, progress=progress.update
        )
    rows = [health_row(day) for day in found.days]
    if options.chart:
        from tui.charts.base_trends import health_chart

        text = charts_text([health_chart(found, width_of(options))], options)
        return Answer("health_trend", text=(text,), as_of=ctx.now, checked=tuple(rows))
    return Answer("health_trend", rows, HEALTH_DAYS, as_of=ctx.now, total=len(rows))


def _usage(options: Options) -> Answer:
    from bellbuoy.services import analytics

    ctx = open_for(options)
    found = analytics.usage_trend(ctx, options.number("days") or 0)
    rows = [usage_row(day) for day in found.days]
    answer = Answer(
        "usage_trend",
        rows,
        USAGE_DAYS,
        as_of=ctx.now,
        total=len(rows),
        beside={"calls": movement_json(found.calls), "logins": movement_json(found.logins)},
    )
    if options.format != "table":
        return answer
    from tui.charts.base_trends import calls_chart, usage_words

    if not options.chart:
        return replace(answer, text=(_wrapped(usage_words(found), options),))
    text = charts_text([calls_chart(found, width_of(options))], options)
    return Answer("usage_trend", text=(text,), as_of=ctx.now, checked=tuple(rows))


def _wrapped(words: str, options: Options) -> str:
    """A sentence of ours in lines that the terminal holds."""
    from tui.charts.words import wrap

    return "\n".join(wrap(look_of(options).glyphs.words(words), width_of(options)))


def revenue(options: Options) -> Answer:
    """Revenue at risk, split by tier and one thing more."""
    from bellbuoy.services import analytics

    check_chart(options)
    ctx, by = open_for(options), options.need("by")
    with watching("looking back", options) as progress:
        found = analytics.revenue(ctx, by, options.query or "", progress=progress.update)
    if options.chart:
        told = tuple(revenue_rows(found, options.format))
        text = (revenue_text(found, options),)
        return Answer("revenue", text=text, as_of=found.as_of, checked=told)
    columns = revenue_columns(found)
    return Answer(
        "revenue",
        revenue_rows(found, options.format),
        columns,
        as_of=found.as_of,
        total=len(found.rows),
        foot=revenue_foot(found),
        beside={"totals": totals_json(found)},
    )


COMMANDS = (
    Command(
        noun="analytics",
        verb="trend",
        summary="health or use of all clients a day",
        examples=(
            "bellbuoy analytics trend health --days 30 --chart",
            "bellbuoy analytics trend usage --days 90 --csv",
        ),
        function=trend,
        arguments=(
            Arg("what", "health or usage", choices=("health", "usage")),
            Arg("days", "so many days up to today", "option", types.count,
                metavar="N", default=30),
        ),
        takes=(*CHECKED, "chart"),
    ),
    Command(
        noun="analytics",
        verb="revenue",
        summary="revenue at risk, split by tier and one thing more",
        examples=(
            "bellbuoy analytics revenue --by industry",
            "bellbuoy analytics revenue --by renews 'owner:me' --json",
        ),
        function=revenue,
        arguments=(
            Arg("by", f"{', '.join(BY[:-1])} or {BY[-1]}", "option", choices=BY,
                metavar="FIELD", default="tier"),
        ),
        takes=("query", *CHECKED, "as_known", "chart"),
    ),
)  # fmt: skip
