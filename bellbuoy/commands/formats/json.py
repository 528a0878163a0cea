"""json: one object with all rows. jsonl: one row a line, as it comes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from bellbuoy.commands.answer import Answer, Row
from bellbuoy.commands.columns import Json
from bellbuoy.commands.formats.json_text import json_text
from core.values.instants import iso


def write_object(answer: Answer, keys: Sequence[str] | None, out: TextIO) -> int:
    """Write `{"schema":…,"as_of":…,"rows":[…],"next":…}`, with `total` when counted
    and what stands `beside` the rows.

    `keys` picks and orders the keys of each row, None keeps them. Nothing is
    written before the last row is rendered: a fault leaves `out` as it was.
    Gives the number of rows.
    """
    rows = [json_text(_picked(row, keys)) for row in answer.rows]
    head = json_text(
        {
            "schema": f"bellbuoy.{answer.schema}/1",
            "as_of": None if answer.as_of is None else iso(answer.as_of),
        }
    )
    tail: dict[str, Json] = {"next": answer.next}
    if answer.total is not None:
        tail["total"] = answer.total
    tail |= answer.beside
    out.write(f'{head[:-1]},"rows":[{",".join(rows)}],{json_text(tail)[1:]}\n')
    return len(rows)


def write_lines(answer: Answer, keys: Sequence[str] | None, out: TextIO) -> int:
    """Write one row a line, each flushed at once, and give their number."""
    written = 0
    for row in answer.rows:
        out.write(json_text(_picked(row, keys)) + "\n")
        out.flush()
        written += 1
    return written


def _picked(row: Row, keys: Sequence[str] | None) -> Row:
    return row if keys is None else {key: row.get(key) for key in keys}
