"""`bellbuoy client explain`: any number of a client's row, opened."""

from __future__ import annotations

from bellbuoy.commands.answer import Answer
from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.figure_rows import figure_answer
from bellbuoy.commands.health import AGAINST, WHAT_IF, explain
from bellbuoy.commands.opening import open_for
from bellbuoy.commands.options import Options
from bellbuoy.commands.watch import watching
from core.values.errors import UsageError

MEASURES = (
    "health", "trend", "arr", "calls", "logins", "incidents", "risk_score", "churn_tier",
)  # fmt: skip


def explain_number(options: Options) -> Answer:
    """Health as `health explain` tells it, another number by its parts."""
    measure = options.need("measure")
    if measure == "health":
        return explain(options)
    _refuse(measure, options)
    from bellbuoy.services import figures

    ctx = open_for(options)
    with watching("looking back", options) as progress:
        found = figures.client_figure(
            ctx, options.need("name"), measure, progress=progress.update
        )
    return figure_answer(found, measure, options, ctx.now)


def _refuse(measure: str, options: Options) -> None:
    """Raises UsageError for flags that only an explanation of health heeds."""
    for given, flag in (
        (options.number("against") is not None, "--against"),
        (options.flag("what_if"), "--what-if"),
        (options.chart, "--chart"),
    ):
        if given:
            raise UsageError(f"{flag} is for health, not for {measure}", f"drop {flag}")


EXPLAIN = Command(
    noun="client",
    verb="explain",
    summary="why a number of a client is what it is",
    examples=(
        "bellbuoy client explain C-0001",
        "bellbuoy client explain C-0001 arr --json",
    ),
    function=explain_number,
    arguments=(
        Arg("name", "the client: id, name or its beginning", completes="client"),
        Arg("measure", "which number: health, risk_score, churn_tier or another",
            choices=MEASURES, default="health"),
        AGAINST,
        WHAT_IF,
    ),
    takes=("as_known", "chart"),
)  # fmt: skip
