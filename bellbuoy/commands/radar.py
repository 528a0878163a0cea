"""`bellbuoy radar`, `bellbuoy overview`, and the first screen as plain lines."""

from __future__ import annotations

from bellbuoy.commands.answer import Answer
from bellbuoy.commands.client_rows import client_columns
from bellbuoy.commands.clients import clients_of
from bellbuoy.commands.columns import Column
from bellbuoy.commands.command import LISTING, Command
from bellbuoy.commands.drawing import charts_text, check_chart, glyphs_of
from bellbuoy.commands.opening import open_for
from bellbuoy.commands.options import Options
from bellbuoy.commands.overview_rows import overview_row, overview_text
from bellbuoy.commands.page import width_of
from bellbuoy.commands.registry import load
from bellbuoy.commands.watch import watching


def radar(options: Options) -> Answer:
    """Clients at risk, worst first; a query of one's own takes the place of that one."""
    from bellbuoy.services.clients import RADAR_QUERY

    return clients_of(options, RADAR_QUERY if options.query is None else options.query)


def overview(options: Options) -> Answer:
    """The counters above the radar."""
    from bellbuoy.services import overview as service

    check_chart(options)
    ctx = open_for(options)
    with watching("looking back", options) as progress:
        found = service.overview(ctx, progress=progress.update)
    if options.chart:
        from tui.charts.overview import overview_charts

        drawn = charts_text(overview_charts(found), options)
        return Answer("overview", text=(drawn,), as_of=ctx.now)
    if options.format == "table" and options.cols is None:
        return Answer("overview", text=overview_text(found, options), as_of=ctx.now)
    row = overview_row(found)
    columns = tuple(Column(key, key) for key in row)
    return Answer("overview", [row], columns, as_of=ctx.now, single=True)


def plain_radar(options: Options) -> Answer:
    """The first screen as lines in reading order; with --demo of a demo store."""
    from dataclasses import replace

    from bellbuoy.commands.demo import demo_store

    if not options.demo:
        return _plain(options)
    with demo_store(options) as store:
        return _plain(replace(options, store=store))


def _plain(options: Options) -> Answer:
    from bellbuoy.services.clients import RADAR_QUERY

    ctx = open_for(options)
    lines = load("tui.plain:plain_radar")(
        ctx, RADAR_QUERY, width_of(options), glyphs_of(options)
    )
    return Answer("radar", text=tuple(lines), as_of=ctx.now)


COMMANDS = (
    Command(
        noun="",
        verb="radar",
        summary="clients at risk, worst first",
        examples=("bellbuoy radar", "bellbuoy radar 'owner:me tier:critical' --json"),
        function=radar,
        takes=(*LISTING, "as_known"),
        columns=client_columns(Options(), 0),
    ),
    Command(
        noun="",
        verb="overview",
        summary="how all clients stand",
        examples=("bellbuoy overview --chart", "bellbuoy overview --as-of 2026-10-31 --json"),
        function=overview,
        takes=("as_known", "chart"),
    ),
)
