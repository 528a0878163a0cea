"""`bellbuoy health …`: scores, and why."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bellbuoy.commands import argument_types as types
from bellbuoy.commands.answer import Answer
from bellbuoy.commands.client_rows import signed
from bellbuoy.commands.columns import Column, Json, moment, tier
from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.drawing import charts_text, check_chart
from bellbuoy.commands.formula_rows import FORMULA, VERSIONS, formula_row, version_row
from bellbuoy.commands.health_rows import history_row, score_row
from bellbuoy.commands.opening import open_for
from bellbuoy.commands.options import Options
from bellbuoy.commands.page import blocks, facts, known, section
from bellbuoy.commands.present import open_present
from bellbuoy.commands.watch import watching
from core.values.errors import UsageError
from core.values.text import safe_text


def _versions(versions: Any) -> str:
    return ", ".join(version["version"] for version in versions)


def _parts(components: Any) -> str:
    """`usage 24.00 × 40% = 10 points; …`"""
    return "; ".join(
        f"{part['id']} unknown"
        if part["value"] is None
        else f"{part['id']} {part['value']:.2f} × {part['weight']}% = {part['points']}"
        for part in components
    )


def _places(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


_SCORE = (
    Column("id", "id"),
    Column("name", "client"),
    Column(
        "score", "score", "right", lambda score: "unknown" if score is None else str(score),
        mark="simulated",
    ),
    tier(),
    Column("trend", "7 days", "right", signed, mark="simulated"),
    Column("partial", "partial"),
    Column("components", "made of", render=_parts),
    Column("config", "formula"),
    moment("scored_at", "scored"),
    Column("run", "run"),
    Column("simulated", "simulated", extra=True),
)  # fmt: skip
_HISTORY = (
    Column("day", "day"),
    Column("score", "score", "right"),
    tier(),
    Column("usage", "usage", "right", _places),
    Column("engagement", "engagement", "right", _places),
    Column("incidents", "incidents", "right", _places),
    Column("config", "formula", extra=True),
    moment("recorded_at", "recorded", extra=True),
    Column("backfilled", "backfilled", extra=True),
)
_FORMULA = (*FORMULA, Column("versions", "versions", render=_versions))


def score(options: Options) -> Answer:
    """The score of one client, and its components."""
    from bellbuoy.services import client_detail

    ctx = open_for(options)
    with watching("looking back", options) as progress:
        name = options.need("name")
        found = client_detail.show(ctx, name, days=1, weeks=1, progress=progress.update)
    row = score_row(found)
    columns = known(_SCORE, row, options)
    return Answer("health", [row], columns, as_of=ctx.now, single=True)


def explain(options: Options) -> Answer:
    """The whole explanation of a score; a page, rows, or one JSON record."""
    from bellbuoy.commands import health_page
    from bellbuoy.services import health

    check_chart(options)
    if options.chart and options.flag("what_if"):
        raise UsageError("--what-if is a table of its own", "drop --chart")
    ctx = open_for(options)
    with watching("looking back", options) as progress:
        name, against = options.need("name"), options.number("against")
        found = health.explain(
            ctx, name, against=against, opened=True, progress=progress.update
        )
    if options.flag("what_if"):
        return health_page.what_if_answer(found, options, ctx.now)
    answer = Answer("explanation", as_of=ctx.now)
    if options.chart:
        return replace(answer, text=health_page.explanation_chart(found, options, ctx.zone))
    if options.format == "table" and options.cols is None:
        return replace(answer, text=health_page.explanation_text(found, options, ctx.zone))
    if options.format in ("json", "jsonl"):
        row = health_page.explanation_json(found)
        columns = tuple(Column(key, key) for key in row)
        return replace(answer, rows=[row], columns=columns, single=True)
    rows = health_page.explanation_rows(found)
    return replace(answer, rows=rows, columns=health_page.FLAT)


def history(options: Options) -> Answer:
    """The days on which the score changed, and month ends, oldest first."""
    from bellbuoy.services import health

    check_chart(options)
    ctx = open_for(options)
    days = options.number("days") or 0
    (key, name), points = health.history(ctx, options.need("name"), days=days)
    if options.chart:
        from tui.charts.history import history_chart

        drawn = charts_text([history_chart(points, ctx.today)], options)
        title = f"{safe_text(name)} ({safe_text(key)})"
        return Answer("health_history", text=blocks(title, drawn), as_of=ctx.now)
    rows = [history_row(point) for point in points]
    text = f"{safe_text(name)} ({safe_text(key)}): days when the score changed, and month ends"
    return Answer("health_history", rows, as_of=ctx.now, total=len(rows), text=(text,))


def formula(options: Options) -> Answer:
    """The formula in force with all its versions, or one version."""
    from bellbuoy.services import formula as formulas

    ctx, name = open_present(options), options.text("version")
    config = formulas.current(ctx) if name is None else formulas.version(ctx, name)
    versions = [
        version_row(each)
        for each in formulas.versions(ctx)
        if name in (None, each.config.version)
    ]
    row: dict[str, Json] = {**formula_row(config), "versions": versions}
    answer = Answer("health_formula", [row], _FORMULA, as_of=ctx.now, single=True)
    if options.format != "table" or options.cols is not None:
        return answer
    shown = facts([(column.title, column.render(row[column.key])) for column in FORMULA])
    return replace(answer, rows=(), text=blocks(shown, section(versions, VERSIONS, options)))


_NAME = Arg("name", "the client: id, name or its beginning", completes="client")
AGAINST = Arg("against", "what moved since that day (7 days before)", "option", types.day,
              metavar="DAY")  # fmt: skip
WHAT_IF = Arg("what_if", "only what would raise it, with the score that it would give", "flag")

COMMANDS = (
    Command(
        noun="health",
        verb="score",
        summary="the score of one client",
        examples=("bellbuoy health score northwind", "bellbuoy health score C-0001 --json"),
        function=score,
        arguments=(_NAME,),
        takes=("as_known",),
        columns=_SCORE,
    ),
    Command(
        noun="health",
        verb="explain",
        summary="why a score is what it is, and what moved it",
        examples=(
            "bellbuoy health explain C-0001",
            "bellbuoy health explain C-0001 --against 2026-10-31 --chart",
        ),
        function=explain,
        arguments=(_NAME, AGAINST, WHAT_IF),
        takes=("as_known", "chart"),
    ),
    Command(
        noun="health",
        verb="history",
        summary="how the score of one client went",
        examples=(
            "bellbuoy health history C-0001 --chart",
            "bellbuoy health history C-0001 --days 365 --csv",
        ),
        function=history,
        arguments=(
            _NAME,
            Arg("days", "so many days up to today", "option", types.count,
                metavar="N", default=90),
        ),
        takes=("chart",),
        columns=_HISTORY,
    ),
    Command(
        noun="health",
        verb="formula",
        summary="the health formula in force, and the versions before it",
        examples=("bellbuoy health formula", "bellbuoy health formula --version health/1"),
        function=formula,
        arguments=(Arg("version", "one version: health/1", "option", types.filled,
                       metavar="VERSION"),),
        columns=_FORMULA,
    ),
)  # fmt: skip
