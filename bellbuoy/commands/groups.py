"""`by:` of a list: groups in place of rows, with the figures that flags ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bellbuoy.commands import argument_types as types
from bellbuoy.commands.answer import Answer
from bellbuoy.commands.command import Arg
from bellbuoy.commands.drawing import charts_text, check_chart
from bellbuoy.commands.group_rows import (
    flat,
    foot_rows,
    group_columns,
    group_rows,
    totals_row,
)
from bellbuoy.commands.options import Options
from bellbuoy.commands.watch import watching
from core.analytics.types import HOWS, Grouped, How, Measure
from core.query.types import FieldInfo
from core.values.errors import UsageError

if TYPE_CHECKING:
    from bellbuoy.services.context import Context
    from bellbuoy.services.groups import GroupWish

_WORDS: dict[How, str] = {"avg": "average of", "min": "least", "max": "greatest"}
FIGURES = tuple(
    Arg(how, f"{word} a field over by:", "option", types.names, metavar="FIELDS")
    for how, word in _WORDS.items()
)
"""The figures of groups beside --sum, which many commands know."""


def measures_of(options: Options) -> tuple[Measure, ...]:
    """--sum, --avg, --min and --max, fields between commas. Raises UsageError."""
    found: list[Measure] = []
    for how in HOWS:
        if how == "sum":
            names: object = types.names(options.sum) if options.sum else ()
        else:
            names = options.values.get(how)
        if isinstance(names, tuple):
            found += [Measure(how, str(name)) for name in names]
    return tuple(found)


def asks_for_groups(ctx: Context, noun: str, query: str, options: Options) -> bool:
    """Whether a list is asked for in groups: by `by:`, or by a figure over all rows.
    Raises UsageError for a chart of plain rows."""
    from bellbuoy.services.groups import is_grouped

    if is_grouped(ctx, noun, query) or measures_of(options):
        return True
    if options.chart:
        raise UsageError("a chart of a list needs by:", "by:tier, or drop --chart")
    return False


def grouped_clients(ctx: Context, query: str, options: Options) -> Answer:
    """The groups of clients of a query."""
    from bellbuoy.services.groups import client_groups

    wish = _wish(options)
    with watching("looking back", options) as progress:
        found = client_groups(ctx, query, wish, progress=progress.update)
    return groups_answer(found, options)


def grouped_incidents(ctx: Context, query: str, options: Options) -> Answer:
    """The groups of incidents of a query."""
    from bellbuoy.services.groups import incident_groups

    return groups_answer(incident_groups(ctx, query, _wish(options)), options)


def _wish(options: Options) -> GroupWish:
    from bellbuoy.services.groups import GroupWish

    check_chart(options)
    if options.cursor is not None:
        raise UsageError("groups have no pages", "drop --cursor")
    return GroupWish(measures_of(options), options.sort, options.limit)


def groups_answer(found: Grouped, options: Options) -> Answer:
    """Groups in every format: a table ends in their total, json has it beside them."""
    from bellbuoy.services.fields import fields

    known = {field.name: field for field in fields(found.noun)}
    if options.chart:
        return Answer(
            _schema(found),
            text=_chart(found, known, options),
            as_of=found.as_of,
            checked=tuple(group_rows(found)),
        )
    columns = group_columns(found, known)
    rows = group_rows(found)
    if options.format == "csv":
        rows = [flat(row, columns) for row in rows]
    rest = None if found.rest is None else totals_row(found, found.rest)
    return Answer(
        _schema(found),
        rows,
        columns,
        as_of=found.as_of,
        total=len(found.groups) + found.more,
        notes=_notes(found, options),
        foot=foot_rows(found),
        beside={"totals": totals_row(found, found.totals), "rest": rest},
    )


def _schema(found: Grouped) -> str:
    return f"{found.noun}_group"


def _notes(found: Grouped, options: Options) -> tuple[str, ...]:
    notes = []
    if found.more and options.format not in ("json", "jsonl"):
        shown = f"{len(found.groups):,} of {len(found.groups) + found.more:,} groups"
        notes.append(f"cut: {shown} shown, the total is of all; more with --limit all")
    if found.rounded and options.format in ("table", "md") and len(found.groups) > 1:
        notes.append("rows rounded: each amount is, and so is the total, once")
    return tuple(notes)


def _chart(found: Grouped, fields: dict[str, FieldInfo], options: Options) -> tuple[str, ...]:
    from tui.charts.churn import churn_groups_chart
    from tui.charts.groups import group_chart

    stacked = found.by == ("churn_tier",) and found.rest is None and not found.measures
    chart = churn_groups_chart(found) if stacked else group_chart(found, fields)
    return (charts_text([chart], options),)
