"""A number opened into its parts: as rows, and as a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bellbuoy.commands.answer import Answer
from bellbuoy.commands.columns import Column, Json, number
from bellbuoy.commands.drawing import chart_text, look_of
from bellbuoy.commands.options import Options
from bellbuoy.commands.page import width_of
from core.values.contribution import Contribution, Explanation

FIGURE: tuple[Column, ...] = (
    Column("measure", "measure", extra=True),
    Column("id", "id", extra=True),
    Column("label", "part"),
    Column("value", "value", "right"),
    Column("amount", "amount", "right"),
    Column("unit", "unit"),
    number("rows", "rows"),
    Column("note", "note", extra=True),
    Column("command", "the rows behind", extra=True),
)

_MINOR = "minor "


def figure_answer(
    found: Sequence[Explanation], measure: str, options: Options, as_of: datetime
) -> Answer:
    """The parts as rows: those of one measure and unit sum to its total, which json has
    beside them. `amount` is a number, or money."""
    rows = [_row(each, part) for each in found for part in each.parts]
    if options.format == "table" and options.cols is None:
        from tui.charts.adding_up import adding_lines

        drawn = adding_lines(found, look_of(options), width_of(options))
        text = (chart_text(drawn.lines),)
        return Answer("figure", text=text, as_of=as_of, checked=tuple(rows))
    columns = FIGURE
    if any(each.unit.startswith(_MINOR) for each in found):
        columns = tuple(replace(c, money=c.key == "amount") for c in FIGURE)
    beside: dict[str, Json] = {"measure": measure, "totals": [_total(each) for each in found]}
    return Answer("figure", rows, columns, as_of=as_of, total=len(rows), beside=beside)


def _total(found: Explanation) -> dict[str, Json]:
    total = None if found.total is None else _amount(found.unit, found.total)
    return {
        "subject": found.subject,
        "measure": found.measure,
        "unit": _unit(found.unit),
        "total": total,
        "simulated": found.simulated,
        "note": found.note,
    }


def _row(found: Explanation, part: Contribution) -> dict[str, Json]:
    return {
        "measure": found.measure,
        "id": part.id,
        "label": part.label,
        "value": part.value,
        "amount": _amount(found.unit, part.points),
        "unit": _unit(found.unit),
        "rows": part.rows,
        "note": part.note,
        "command": part.command,
    }


def _unit(unit: str) -> str:
    """Tenths are told as points, minor units as their currency."""
    return "points" if unit == "tenths" else unit.removeprefix(_MINOR)


def _amount(unit: str, amount: int) -> Json:
    if unit == "tenths":
        return amount / 10
    if unit.startswith(_MINOR):
        return {"minor": amount, "currency": unit.removeprefix(_MINOR)}
    return amount
