"""`bellbuoy client diff`: two clients, or one on two days, side by side."""

from __future__ import annotations

from bellbuoy.commands import argument_types as types
from bellbuoy.commands.answer import Answer
from bellbuoy.commands.columns import Column, Json
from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.drawing import look_of
from bellbuoy.commands.opening import open_for
from bellbuoy.commands.options import Options
from bellbuoy.commands.page import width_of
from bellbuoy.commands.to_json import to_json
from bellbuoy.commands.watch import watching
from core.clients.types import Comparison, Figure, FigureDelta, FigureValue, Side
from core.values.errors import UsageError
from core.values.instants import day_text, iso

COLUMNS = (
    Column("id", "id", extra=True),
    Column("label", "figure"),
    Column("kind", "kind", extra=True),
    Column("left", "left", "right"),
    Column("right", "right", "right"),
    Column("difference", "difference", "right"),
)


def diff(options: Options) -> Answer:
    """The figures of both sides with their differences, right less left."""
    from bellbuoy.services import compare

    name, other = options.need("name"), options.text("other")
    first, last = options.number("from_day"), options.number("to_day")
    _check(other, first, last)
    ctx = open_for(options)
    with watching("looking back", options) as progress:
        if other is not None:
            found = compare.two_clients(ctx, name, other, progress=progress.update)
        else:
            assert first is not None
            found = compare.two_days(ctx, name, first, last, progress=progress.update)
    return _answer(found, options)


def _check(other: str | None, first: int | None, last: int | None) -> None:
    """Raises UsageError unless it is two clients, or one client and days."""
    if other is not None and (first is not None or last is not None):
        raise UsageError("two clients, or one client and days", "drop --from and --to")
    if other is None and first is None:
        raise UsageError(
            "there is nothing to compare with", "name a second client, or give --from DAY"
        )


def _answer(found: Comparison, options: Options) -> Answer:
    at = found.right.at
    if options.format == "table" and options.cols is None:
        from bellbuoy.commands.drawing import chart_text
        from tui.charts.comparison import comparison_lines

        lines = comparison_lines(found, look_of(options), width_of(options))
        return Answer("client_diff", text=(chart_text(lines),), as_of=at)
    beside: dict[str, Json] = {
        "left": _side(found.left),
        "right": _side(found.right),
        "change": to_json(found.change),
    }
    rows = [_row(figure) for figure in found.figures]
    return Answer("client_diff", rows, COLUMNS, as_of=at, total=len(rows), beside=beside)


def _side(side: Side) -> dict[str, Json]:
    return {
        "id": side.key,
        "name": side.name,
        "at": iso(side.at),
        "day": day_text(side.day),
        "score": side.score,
        "tier": side.tier,
    }


def _row(figure: Figure) -> dict[str, Json]:
    return {
        "id": figure.id,
        "label": figure.label,
        "kind": figure.kind,
        "left": _value(figure, figure.left),
        "right": _value(figure, figure.right),
        "difference": _delta(figure, figure.delta),
    }


def _value(figure: Figure, value: FigureValue) -> Json:
    if figure.kind == "day" and isinstance(value, int):
        return day_text(value)
    return _delta(figure, value)


def _delta(figure: Figure, value: FigureDelta | str) -> Json:
    if figure.kind == "value" and isinstance(value, int):
        return value / 100
    return to_json(value)


DIFF = Command(
    noun="client",
    verb="diff",
    summary="two clients, or one on two days, side by side",
    examples=(
        "bellbuoy client diff C-0001 C-0002",
        "bellbuoy client diff C-0001 --from 2026-10-01 --to 2026-10-31 --json",
    ),
    function=diff,
    arguments=(
        Arg("name", "the client: id, name or its beginning", completes="client"),
        Arg("other", "the client to hold it against", optional=True, completes="client"),
        Arg("from_day", "instead: the client itself at the end of that day", "option",
            types.day, metavar="DAY", spelling="--from"),
        Arg("to_day", "against that day (the moment looked at)", "option", types.day,
            metavar="DAY", spelling="--to"),
    ),
    takes=("as_known",),
    columns=COLUMNS,
)  # fmt: skip
