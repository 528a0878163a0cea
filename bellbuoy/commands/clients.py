"""`bellbuoy client …`: the companies that pay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bellbuoy.commands import argument_types as types
from bellbuoy.commands.answer import Answer
from bellbuoy.commands.client_acts import ACTS
from bellbuoy.commands.client_diff import DIFF
from bellbuoy.commands.client_explain import EXPLAIN
from bellbuoy.commands.client_rows import client_columns, client_row
from bellbuoy.commands.client_watch import WATCH
from bellbuoy.commands.columns import Column, number
from bellbuoy.commands.command import CHECKED, LISTING, Arg, Command
from bellbuoy.commands.drawing import charts_text, check_chart
from bellbuoy.commands.groups import FIGURES, asks_for_groups, grouped_clients
from bellbuoy.commands.interactions import NOTE
from bellbuoy.commands.list_figures import WHY_CLIENTS, opened_list
from bellbuoy.commands.listing import Source, list_answer
from bellbuoy.commands.opening import open_for
from bellbuoy.commands.options import Options
from bellbuoy.commands.output import check_columns
from bellbuoy.commands.page import blocks
from bellbuoy.commands.to_json import record
from bellbuoy.commands.viewing import viewed, with_columns
from bellbuoy.commands.watch import watching
from core.clients.types import ClientDetail, ClientRow, Heatmap, UsageReport
from core.values.counting import counted
from core.values.instants import date_of, day_text
from core.values.page import Page
from core.values.text import safe_text

if TYPE_CHECKING:
    from bellbuoy.services.context import Context

_USAGE = (Column("day", "day"), number("calls", "calls"), number("logins", "logins"))
_MONTHS = (
    Column("month", "month"),
    number("calls", "calls"),
    number("logins", "logins"),
    number("days", "days of use"),
    Column("ended", "ended", extra=True),
    Column("by_day", "by day", extra=True),
)
_HEATMAP = (
    Column("day", "day"),
    Column("week", "week"),
    Column("weekday", "weekday"),
    number("logins", "logins"),
    Column("level", "level", "right"),
)
_WEEKDAYS = "Mon Tue Wed Thu Fri Sat Sun".split()


def list_(options: Options) -> Answer:
    """The clients of a query, worst first."""
    return clients_of(options, "")


def clients_of(options: Options, usual: str) -> Answer:
    """A list of clients as the flags ask for it, in groups where `by:` says so; without
    a query and a view the `usual` one."""
    from bellbuoy.services import clients

    ctx = open_for(options)
    options, columns = viewed(ctx, "client", options)
    query = usual if options.query is None else options.query
    if options.values.get("why"):
        return opened_list(ctx, "client", query, options)
    if asks_for_groups(ctx, "client", query, options):
        return grouped_clients(ctx, query, options)
    check_columns(client_columns(options, 0), options.cols)
    with watching("looking back", options) as progress:
        found = clients.window(ctx, query, options.sort, progress=progress.update)

    def page(ctx: Context, limit: int, cursor: str | None) -> Page[ClientRow]:
        return clients.page(ctx, query, sort=options.sort, limit=limit, cursor=cursor)

    def count() -> int:
        return clients.count(ctx, query)

    directives = with_columns(found.directives, columns)
    source = Source(
        ctx, directives, found.ctx.now, page, client_row, count, lambda row: (row.key,)
    )
    return list_answer("client", source, client_columns(options, found.ctx.today), options)


def show(options: Options) -> Answer:
    """One client, whole."""
    from bellbuoy.commands.client_page import client_json, client_text
    from bellbuoy.services import client_detail, health
    from bellbuoy.services.playbooks.next_step import next_step

    check_chart(options)
    ctx = open_for(options)
    with watching("looking back", options) as progress:
        found = client_detail.show(ctx, options.need("name"), progress=progress.update)
        step = next_step(ctx, health.explain(ctx, found.row.key))
    if options.chart:
        return Answer("client", text=_client_charts(ctx, found, options), as_of=ctx.now)
    if options.format == "table" and options.cols is None:
        text = client_text(found, step, options, ctx.today)
        return Answer("client", text=text, as_of=ctx.now)
    row = client_json(found, step)
    columns = tuple(Column(key, key) for key in row)
    return Answer("client", [row], columns, as_of=ctx.now, single=True)


def _client_charts(ctx: Context, found: ClientDetail, options: Options) -> tuple[str, ...]:
    from bellbuoy.services import health
    from tui.charts.client import client_charts

    bounds = health.formula(ctx, found.config)
    charts = client_charts(
        found, at_risk_from=bounds.at_risk_from, healthy_from=bounds.healthy_from
    )
    name = f"{safe_text(found.row.name)} ({safe_text(found.row.key)})"
    return blocks(name, charts_text(charts, options))


def usage(options: Options) -> Answer:
    """Calls and logins a day, oldest first."""
    from bellbuoy.services import client_detail

    check_chart(options)
    ctx = open_for(options)
    report = client_detail.usage(ctx, options.need("name"), days=options.number("days") or 0)
    if options.chart:
        return Answer("usage", text=_usage_chart(report, options), as_of=ctx.now)
    rows = [record(day) for day in report.days]
    return Answer("usage", rows, as_of=ctx.now, total=len(rows), text=(_usage_words(report),))


def _usage_chart(report: UsageReport, options: Options) -> tuple[str, ...]:
    from tui.charts.usage import usage_chart

    return blocks(safe_text(report.name), charts_text([usage_chart(report)], options))


def _usage_words(report: UsageReport) -> str:
    calls = "unknown" if report.calls is None else f"{report.calls:,}"
    logins = "unknown" if report.logins is None else f"{report.logins:,}"
    base = report.baseline
    told = (
        f"{safe_text(report.name)}, {counted(len(report.days), 'day')}: calls {calls},"
        f" logins {logins}"
        f" (baseline of 30 days: {base.calls:,} calls, {base.logins:,} logins)"
    )
    if report.folded is None:
        return told
    from tui.charts.words import folded_words

    return f"{told}; {folded_words(report.folded)}: bellbuoy client months"


def months(options: Options) -> Answer:
    """Calls, logins and days of use by month, oldest first."""
    from bellbuoy.services import client_months

    ctx = open_for(options)
    name, count = options.need("name"), options.number("months") or 0
    found = client_months.months(ctx, name, count=count)
    rows = [
        {
            "month": day_text(each.first_day)[:7],
            "calls": each.calls,
            "logins": each.logins,
            "days": each.days,
            "over": each.over,
            "by_day": each.by_day,
        }
        for each in found.months
    ]
    notes: tuple[str, ...] = ()
    if found.unknown is not None:
        month = day_text(found.unknown)[:7]
        notes = (f"{month} is known as a whole only, and was not over then",)
    return Answer("usage_month", rows, _MONTHS, as_of=ctx.now, total=len(rows), notes=notes)


def heatmap(options: Options) -> Answer:
    """Logins a day over ISO weeks."""
    from bellbuoy.services import client_detail

    check_chart(options)
    ctx = open_for(options)
    name, weeks = options.need("name"), options.number("weeks") or 0
    found = client_detail.heatmap(ctx, name, weeks=weeks)
    if options.chart:
        from tui.charts.logins import logins_chart

        text = charts_text([logins_chart(found)], options)
        return Answer("heatmap", text=(text,), as_of=ctx.now)
    rows = heatmap_rows(found)
    return Answer("heatmap", rows, as_of=ctx.now, total=len(rows))


def heatmap_rows(found: Heatmap) -> list[dict[str, str | int | None]]:
    """A row a day: `week` is the ISO week, `level` 0 to 4, null for a blank day."""
    rows: list[dict[str, str | int | None]] = []
    for week in found.weeks:
        for square in week:
            date = date_of(square.day)
            year, number_of_week, weekday = date.isocalendar()
            rows.append(
                {
                    "day": date.isoformat(),
                    "week": f"{year}-W{number_of_week:02}",
                    "weekday": _WEEKDAYS[weekday - 1],
                    "logins": square.logins,
                    "level": square.level,
                }
            )
    return rows


_NAME = Arg("name", "the client: id, name or its beginning", completes="client")

COMMANDS = (
    Command(
        noun="client",
        verb="list",
        summary="the clients of a query, worst first; in groups with by:",
        examples=(
            "bellbuoy client list 'tier:critical renews<60d' --limit 20",
            "bellbuoy client list 'by:industry' --sum arr --avg health --sort -arr",
        ),
        function=list_,
        arguments=(*FIGURES, WHY_CLIENTS),
        takes=(*LISTING, *CHECKED, "as_known", "sum", "chart", "view", "simulated"),
    ),
    Command(
        noun="client",
        verb="show",
        summary="one client, whole",
        examples=("bellbuoy client show northwind", "bellbuoy client show C-0001 --chart"),
        function=show,
        arguments=(_NAME,),
        takes=("as_known", "chart"),
    ),
    Command(
        noun="client",
        verb="usage",
        summary="calls and logins a day",
        examples=(
            "bellbuoy client usage C-0001 --chart",
            "bellbuoy client usage C-0001 --days 90 --csv",
        ),
        function=usage,
        arguments=(
            _NAME,
            Arg("days", "so many days up to today", "option", types.count,
                metavar="N", default=30),
        ),
        takes=("chart",),
        columns=_USAGE,
    ),
    Command(
        noun="client",
        verb="months",
        summary="calls and logins by month, with the days of use",
        examples=(
            "bellbuoy client months C-0001",
            "bellbuoy client months C-0001 --months 24 --json",
        ),
        function=months,
        arguments=(
            _NAME,
            Arg("months", "so many months, that of today included", "option", types.count,
                metavar="N", default=12),
        ),
        columns=_MONTHS,
    ),
    Command(
        noun="client",
        verb="heatmap",
        summary="on which days they log in",
        examples=(
            "bellbuoy client heatmap C-0001 --chart",
            "bellbuoy client heatmap C-0001 --weeks 26 --json",
        ),
        function=heatmap,
        arguments=(
            _NAME,
            Arg("weeks", "so many ISO weeks up to this one", "option", types.count,
                metavar="N", default=13),
        ),
        takes=("chart",),
        columns=_HEATMAP,
    ),
    EXPLAIN,
    NOTE,
    *ACTS,
    DIFF,
    WATCH,
)  # fmt: skip
