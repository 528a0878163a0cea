"""Groups as rows: their keys by the names of the fields, then a key a figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from bellbuoy.commands.columns import Column, Json, moment, number, tier
from bellbuoy.commands.incident_rows import SEVERITY
from bellbuoy.commands.to_json import to_json
from bellbuoy.commands.trend_rows import tenths
from core.analytics.types import NONE_WORD, Figure, Group, Grouped, Key, Measure
from core.query.types import FieldInfo, Reference
from core.values.instants import day_text

Row = dict[str, Json]


def group_rows(found: Grouped) -> list[Row]:
    """A row a group: null for the key of a missing value, `n` how many rows it has."""
    return [group_row(found, group) for group in found.groups]


def group_row(found: Grouped, group: Group) -> Row:
    """Money is a list, an entry a currency; a reference has its name beside it."""
    row: Row = {}
    for name, key in zip(found.by, group.keys, strict=True):
        row[name] = _key(key)
        if isinstance(key, Reference):
            row[f"{name}_name"] = key.name
    return {**row, "n": group.n, **_figures(found, group)}


def totals_row(found: Grouped, group: Group) -> Row:
    """The same without keys: what several groups add up to."""
    return {"n": group.n, **_figures(found, group)}


class Label(str):
    """A word in place of a key, in the last lines of a table."""

    __slots__ = ()


def foot_rows(found: Grouped) -> tuple[Row, ...]:
    """What a limit left out, and the sum of all, as the last lines of a table."""
    if not found.by or not found.groups:
        return ()
    first, *others = (_shown(found, name) for name in found.by)
    lines = [(f"{found.more:,} more", found.rest), ("total", found.totals)]
    blank = dict.fromkeys(others, Label())
    return tuple(
        {first: Label(word), **blank, **totals_row(found, group)}
        for word, group in lines
        if group is not None
    )


def flat(row: Row, columns: Sequence[Column]) -> Row:
    """The same for csv: a list of one amount becomes that amount."""
    single = {column.key for column in columns if column.money}
    return {
        key: value[0] if key in single and isinstance(value, list) and value else value
        for key, value in row.items()
    }


def _key(key: Key) -> Json:
    return key.key if isinstance(key, Reference) else to_json(key)


def _figures(found: Grouped, group: Group) -> Row:
    measures = zip(found.measures, found.days, group.figures, strict=True)
    return {measure.key: _figure(figure, is_day) for measure, is_day, figure in measures}


def _figure(figure: Figure, is_day: bool) -> Json:
    if is_day and isinstance(figure, int):
        return day_text(figure)
    return to_json(figure)


def _shown(found: Grouped, name: str) -> str:
    """The key of a row under which a table finds what to call the group."""
    place = found.by.index(name)
    named = any(isinstance(group.keys[place], Reference) for group in found.groups)
    return f"{name}_name" if named else name


def group_columns(found: Grouped, fields: Mapping[str, FieldInfo]) -> tuple[Column, ...]:
    """The columns of groups, titled as the fields of the noun are."""
    columns: list[Column] = []
    for name in found.by:
        shown = _shown(found, name)
        if shown == name:
            columns.append(labelled(_key_column(name, fields[name])))
        else:
            columns.append(labelled(Column(shown, fields[name].label)))
            columns.append(Column(name, f"{fields[name].label} id", extra=True))
    columns.append(number("n", f"{found.noun}s"))
    figures = enumerate(found.measures)
    return (*columns, *(_figure_column(found, at, m, fields[m.field]) for at, m in figures))


def _key_column(name: str, field: FieldInfo) -> Column:
    if name == "tier":
        return tier()
    if name == "severity":
        return SEVERITY
    align: Literal["left", "right"] = "right" if field.type in ("number", "money") else "left"
    fixed = field.type in ("day", "instant", "enum")
    return Column(name, field.label, align, money=field.type == "money", fixed=fixed)


def labelled(column: Column) -> Column:
    """The same column with a word for the group of a missing value, and for last lines."""
    paint = column.paint

    def render(value: Json) -> str:
        if value is None:
            return NONE_WORD
        return str(value) if isinstance(value, Label) else column.render(value)

    def painted(value: Json) -> str:
        plain = paint is None or value is None or isinstance(value, Label)
        return "" if plain or paint is None else paint(value)

    return replace(column, render=render, paint=painted)


def _figure_column(found: Grouped, place: int, measure: Measure, field: FieldInfo) -> Column:
    title = f"{measure.how} {field.label}"
    if field.type == "money":
        # Where one currency holds it all it is a pair of columns in csv.
        figures = [group.figures[place] for group in (*found.groups, found.totals)]
        codes = {m.currency for f in figures if isinstance(f, tuple) for m in f}
        return Column(measure.key, title, "right", money=len(codes) < 2)
    if field.type == "instant":
        return moment(measure.key, title)
    if measure.how == "avg":
        return Column(measure.key, title, "right", tenths)
    if field.type == "day":
        return Column(measure.key, title, fixed=True)
    return number(measure.key, title)
