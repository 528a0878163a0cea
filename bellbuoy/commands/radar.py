"""`bellbuoy radar`, `bellbuoy overview`, and the first screen as plain lines."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bellbuoy.commands.answer import Answer
from bellbuoy.commands.client_rows import client_columns
from bellbuoy.commands.clients import clients_of
from bellbuoy.commands.columns import Column
from bellbuoy.commands.command import CHECKED, LISTING, Arg, Command
from bellbuoy.commands.drawing import charts_text, check_chart, glyphs_of
from bellbuoy.commands.opening import open_for
from bellbuoy.commands.options import Options
from bellbuoy.commands.overview_rows import overview_row, overview_text
from bellbuoy.commands.page import width_of
from bellbuoy.commands.registry import load
from bellbuoy.commands.viewing import viewed
from bellbuoy.commands.watch import watching
from core.values.errors import UsageError

if TYPE_CHECKING:
    from bellbuoy.services.context import Context

FIGURES = ("clients", "health", "trend", "arr", "at_risk", "incidents")


def radar(options: Options) -> Answer | int:
    """Clients at risk, worst first; a query of one's own takes the place of that one.
    With --watch what happens to them instead, until a signal ends it."""
    from bellbuoy.services.clients import RADAR_QUERY

    if not options.flag("watch"):
        return clients_of(options, RADAR_QUERY)
    from bellbuoy.commands.client_watch import watch_lines

    ctx = open_for(options)
    asked = viewed(ctx, "client", options)[0]
    query = RADAR_QUERY if asked.query is None else asked.query
    return watch_lines(replace(asked, query=query), ctx, begin=True, left=None)


def overview(options: Options) -> Answer:
    """The counters above the radar."""
    from bellbuoy.services import overview as service

    check_chart(options)
    ctx, why = open_for(options), options.text("why")
    if why is not None:
        return _opened(ctx, why, options)
    with watching("looking back", options) as progress:
        found = service.overview(ctx, progress=progress.update)
    row = overview_row(found)
    answer = Answer("overview", as_of=ctx.now, checked=(row,))
    if options.chart:
        from tui.charts.overview import overview_charts

        return replace(answer, text=(charts_text(overview_charts(found), options),))
    if options.format == "table" and options.cols is None:
        return replace(answer, text=overview_text(found, options))
    columns = tuple(Column(key, key) for key in row)
    return replace(answer, rows=[row], columns=columns, single=True)


def _opened(ctx: Context, measure: str, options: Options) -> Answer:
    """One of the counters, opened into the parts that it is the sum of."""
    from bellbuoy.commands.figure_rows import figure_answer
    from bellbuoy.services import figures

    if options.chart:
        raise UsageError("--why is a table of its own", "drop --chart")
    with watching("looking back", options) as progress:
        found = figures.base_figure(ctx, measure, progress=progress.update)
    return figure_answer(found, measure, options, ctx.now)


def plain_radar(options: Options) -> Answer:
    """The first screen as lines in reading order; with --demo of a demo store."""
    from bellbuoy.commands.demo import demo_store

    if not options.demo:
        return _plain(options)
    with demo_store(options) as store:
        return _plain(replace(options, store=store))


def _plain(options: Options) -> Answer:
    from bellbuoy.services.clients import RADAR_QUERY

    ctx = open_for(options)
    query = viewed(ctx, "client", options)[0].query
    lines = load("tui.plain:plain_radar")(
        ctx, RADAR_QUERY if query is None else query, width_of(options), glyphs_of(options)
    )
    return Answer("radar", text=tuple(lines), as_of=ctx.now)


COMMANDS = (
    Command(
        noun="",
        verb="radar",
        summary="clients at risk, worst first",
        examples=(
            "bellbuoy radar 'owner:me tier:critical' --json",
            "bellbuoy radar 'changed<1d' --cols name,health,moved,changed",
        ),
        function=radar,
        arguments=(
            Arg("watch", "who is at risk, and then what happens, line by line", "flag"),
        ),
        takes=(*LISTING, *CHECKED, "as_known", "view", "simulated"),
        columns=client_columns(Options(), 0),
    ),
    Command(
        noun="",
        verb="overview",
        summary="how all clients stand",
        examples=("bellbuoy overview --chart", "bellbuoy overview --why at_risk --json"),
        function=overview,
        arguments=(
            Arg("why", "open one of the figures into its parts", "option", choices=FIGURES,
                metavar="FIGURE"),
        ),
        takes=(*CHECKED, "as_known", "chart"),
    ),
)  # fmt: skip
