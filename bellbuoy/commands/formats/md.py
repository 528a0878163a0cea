"""md: a GitHub table in which nothing from outside is markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TextIO

from bellbuoy.commands.answer import Row
from bellbuoy.commands.columns import Column
from bellbuoy.commands.formats.table import cell_text

_MARKUP = re.compile(r"([\\|<>\[\]*_`~&])")
_RULES = {"left": ":---", "right": "---:"}


def write_md(rows: Iterable[Row], columns: Sequence[Column], out: TextIO) -> int:
    """Write a header of titles, the rule and a line a row; give the number of rows."""
    out.write(_line(_escaped(column.title) for column in columns))
    out.write(_line(_RULES[column.align] for column in columns))
    written = 0
    for row in rows:
        out.write(_line(_escaped(cell_text(column, row)).strip() for column in columns))
        written += 1
    return written


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\1", text)


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |\n"
