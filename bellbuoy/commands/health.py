"""`bellbuoy health …`: scores, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bellbuoy.commands import argument_types as types
from bellbuoy.commands.answer import Answer
from bellbuoy.commands.client_rows import signed
from bellbuoy.commands.columns import Column, moment, tier
from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.drawing import check_chart
from bellbuoy.commands.health_rows import formula_row, history_row, score_row
from bellbuoy.commands.opening import open_for
from bellbuoy.commands.options import Options
from bellbuoy.commands.page import known
from bellbuoy.commands.present import open_present
from bellbuoy.commands.watch import watching
from core.values.text import safe_text


def _parts(components: Any) -> str:
    """`usage 24.00 × 40% = 10 points; …`"""
    return "; ".join(
        f"{part['id']} unknown"
        if part["value"] is None
        else f"{part['id']} {part['value']:.2f} × {part['weight']}% = {part['points']}"
        for part in components
    )


def _percents(weights: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {weight}%" for name, weight in weights.items())


def _baseline(base: Mapping[str, Any]) -> str:
    return f"{base['calls']:,} calls, {base['logins']:,} logins"


def _tiers(tiers: Mapping[str, int]) -> str:
    healthy, risk = tiers["healthy"], tiers["at_risk"]
    return (
        f"healthy {healthy} to 100, at risk {risk} to {healthy - 1}, critical 0 to {risk - 1}"
    )


def _plans(plans: Any) -> str:
    return "; ".join(f"{plan['plan']} {_baseline(plan)}" for plan in plans) or "none"


def _places(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


_SCORE = (
    Column("id", "id"),
    Column("name", "client"),
    Column("score", "score", "right", lambda score: "unknown" if score is None else str(score)),
    tier(),
    Column("trend", "7 days", "right", signed),
    Column("partial", "partial"),
    Column("components", "made of", render=_parts),
    Column("config", "formula"),
    moment("scored_at", "scored"),
    Column("run", "run"),
)
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
_FORMULA = (
    Column("version", "formula"),
    Column("weights", "weights", render=_percents),
    Column("baseline", "full use in 30 days", render=_baseline),
    Column("tiers", "tiers", render=_tiers),
    Column("plans", "plans with their own", render=_plans),
)


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
    ctx = open_for(options)
    with watching("looking back", options) as progress:
        name, against = options.need("name"), options.number("against")
        found = health.explain(ctx, name, against=against, progress=progress.update)
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

    ctx = open_for(options)
    days = options.number("days") or 0
    (key, name), points = health.history(ctx, options.need("name"), days=days)
    rows = [history_row(point) for point in points]
    text = f"{safe_text(name)} ({safe_text(key)}): days when the score changed, and month ends"
    return Answer("health_history", rows, as_of=ctx.now, total=len(rows), text=(text,))


def formula(options: Options) -> Answer:
    """The formula in force."""
    from bellbuoy.services import health

    ctx = open_present(options)
    return Answer(
        "health_formula", [formula_row(health.formula(ctx))], as_of=ctx.now, single=True
    )


_NAME = Arg("name", "the client: id, name or its beginning", completes="client")
AGAINST = Arg("against", "what moved since that day (7 days before)", "option", types.day,
              metavar="DAY")  # fmt: skip

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
        arguments=(_NAME, AGAINST),
        takes=("as_known", "chart"),
    ),
    Command(
        noun="health",
        verb="history",
        summary="how the score of one client went",
        examples=(
            "bellbuoy health history C-0001",
            "bellbuoy health history C-0001 --days 365 --csv",
        ),
        function=history,
        arguments=(
            _NAME,
            Arg("days", "so many days up to today", "option", types.count,
                metavar="N", default=90),
        ),
        columns=_HISTORY,
    ),
    Command(
        noun="health",
        verb="formula",
        summary="the health formula in force",
        examples=("bellbuoy health formula", "bellbuoy health formula --json"),
        function=formula,
        columns=_FORMULA,
    ),
)  # fmt: skip
