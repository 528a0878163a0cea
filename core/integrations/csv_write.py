"""Writing one CSV record in the dialect of its file."""

from __future__ import annotations

from collections.abc import Sequence

from core.integrations.layout import Dialect


class UnwritableError(ValueError):
    """A cell that the dialect has no way to write."""


def write_record(
    cells: Sequence[str], dialect: Dialect, ending: str, *, quoted: bool = False
) -> str:
    """The record as text with its line end: CellSplitter gives the same cells back.

    Cells are quoted where they must be, or all of them. Raises UnwritableError
    for one that must be, in a dialect that knows no quotes.
    """
    # A record of one empty cell would be a blank line.
    always = quoted or cells in ([""], ("",))
    return dialect.delimiter.join(_cell(cell, dialect, always) for cell in cells) + ending


def _cell(cell: str, dialect: Dialect, always: bool) -> str:
    quote, escape = dialect.quote, dialect.escape
    breaks = dialect.delimiter in cell or "\n" in cell or "\r" in cell
    if not breaks and not (quote and cell.startswith(quote)) and not always:
        return cell
    if not quote:
        raise UnwritableError("needs a quote sign")
    if escape:
        cell = cell.replace(escape, escape * 2).replace(quote, escape + quote)
    else:
        cell = cell.replace(quote, quote * 2)
    return f"{quote}{cell}{quote}"
