"""Which refused rows a command means, and their way through it in portions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from bellbuoy.services.context import Context
from bellbuoy.services.lists import asked, condition
from core.integrations.kept import Kept, read_kept
from core.query.nouns import QUARANTINE_FIELDS
from core.query.types import And, Clause, Not, Or
from core.values.errors import NotFoundError
from storage.engine.reader import Rows
from storage.integrations import quarantine_reads, reads
from storage.integrations.lists import quarantine_columns

PORTION = 1_000
"""So many rows are dealt with in one transaction, fewer where they are long."""
_PORTION_BYTES = 8 * 1_048_576
_NUMBER = re.compile(r"(?:[Qq]-)?(\d{1,18})")


@dataclass(frozen=True, slots=True)
class Selection:
    """The rows of a query; `single` is the number where one row was named."""

    where: str
    params: Mapping[str, Any]
    single: int | None = None

    def count(self, rows: Rows) -> int:
        return quarantine_reads.count_of(rows, self.where, self.params)

    def portions(self, ctx: Context) -> Iterator[list[int]]:
        """The numbers of the rows, upwards, some at a time; what a portion changes
        does not bring a row back."""
        after = 0
        while True:
            with ctx.store.reader() as reader:
                found = quarantine_reads.next_numbers(
                    reader, self.where, self.params, after, PORTION
                )
            if not found:
                return
            numbers = _few_bytes(found)
            yield numbers
            after = numbers[-1]


def _few_bytes(found: list[tuple[int, int]]) -> list[int]:
    """At least one row, and no more than fit into memory together."""
    sizes = accumulate(size for _, size in found)
    fitting = sum(1 for total in sizes if total <= _PORTION_BYTES)
    return [number for number, _ in found[: max(fitting, 1)]]


def select(ctx: Context, query: str) -> Selection:
    """The rows that a query means: those that wait, unless it speaks of `state:`.
    `Q-12`, or `12`, is that row, whatever its state; NotFoundError without it."""
    named = _NUMBER.fullmatch(query.strip())
    with ctx.reader() as reader:
        if named is not None:
            number = int(named[1])
            if quarantine_reads.quarantined(reader, number) is None:
                raise NotFoundError(
                    f"no row “{query}” in quarantine", "bellbuoy quarantine list"
                )
            return Selection(*quarantine_reads.one_of(number), single=number)
        request = asked(ctx, query, QUARANTINE_FIELDS)
        where, params = condition(reader, request, QUARANTINE_FIELDS, quarantine_columns())
    if not _speaks_of_state(request.query.where):
        where = quarantine_reads.that_waits(where)
    return Selection(where, params)


def _speaks_of_state(node: object) -> bool:
    match node:
        case Clause():
            return node.field == "state"
        case And() | Or():
            return any(map(_speaks_of_state, node.parts))
        case Not():
            return _speaks_of_state(node.part)
        case _:
            return False


class KeptRules:
    """The rules that rows were refused under, each read once."""

    def __init__(self) -> None:
        self._known: dict[int, Kept | None] = {}

    def of(self, rows: Rows, number: int | None) -> Kept | None:
        """None where nothing is kept: an older version refused the row."""
        if number is None:
            return None
        if number not in self._known:
            body = reads.layout_body(rows, number)
            self._known[number] = None if body is None else _read(body)
        return self._known[number]


def _read(body: str) -> Kept | None:
    try:
        return read_kept(body)
    except (ValueError, KeyError, TypeError):  # a later version wrote them
        return None
