"""A page of several tables as one text, for answers that are read whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bellbuoy.commands.answer import Row
from bellbuoy.commands.columns import Column
from bellbuoy.commands.options import Options
from core.values.text import safe_text

WIDTH = 80


def width_of(options: Options) -> int:
    """Cells of a page or chart: the terminal's, else 80."""
    return options.width or WIDTH


def ellipsis_of(options: Options) -> str:
    return ".." if options.glyphs == "ascii" else "…"


def section(rows: Sequence[Row], columns: Sequence[Column], options: Options) -> str:
    """A table as a block of text, cut to the terminal; empty without rows."""
    from bellbuoy.commands.formats.table import table

    found = table(rows, columns, width=options.width, ellipsis=ellipsis_of(options))
    return "\n".join(found.lines)


def facts(pairs: Sequence[tuple[str, str]]) -> str:
    """Lines of title and value, those without a value left out."""
    from bellbuoy.commands.formats.table import record

    shown = [(safe_text(title), value) for title, value in pairs if value]
    columns = [Column(str(place), title) for place, (title, _) in enumerate(shown)]
    row = {str(place): value for place, (_, value) in enumerate(shown)}
    return "\n".join(record(row, columns))


def narrowed(
    columns: Sequence[Column], needs: Mapping[str, int], options: Options
) -> tuple[Column, ...]:
    """The columns, those `extra` that need more cells than the terminal has."""
    width = options.width
    return tuple(
        replace(column, extra=True) if width and width < needs.get(column.key, 0) else column
        for column in columns
    )


def known(columns: Sequence[Column], row: Row, options: Options) -> tuple[Column, ...]:
    """The columns of a record that have something to show in a table; elsewhere all."""
    if options.format != "table" or options.cols is not None:
        return tuple(columns)
    return tuple(column for column in columns if row.get(column.key) is not None)


def blocks(*parts: str) -> tuple[str, ...]:
    """The parts of a page with a blank line between; empty ones are left out."""
    return ("\n\n".join(part for part in parts if part),)
