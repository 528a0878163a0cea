"""Read models of SQL asked by a person: tables, plans, answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Cell = None | bool | int | float | str | bytes
"""What a column of an answer may hold, whatever the engine calls it."""


@dataclass(frozen=True, slots=True)
class SqlColumn:
    """A column that the viewer may read; `type` in the engine's own word, in
    lower case: `integer` or `bigint`, `text`, `blob` or `bytea`."""

    table: str
    column: str
    type: str
    key: bool = False
    """Whether it is part of the table's primary key."""


Access = Literal["scan", "walk", "index", "key", "sort", "build", "step"]
"""`scan` reads a whole table, `walk` a whole index in its order, `index` seeks in
one, `key` in the primary key, `sort` puts rows in order or groups them, `build`
makes rows or an index of its own first; a `step` is any other."""


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One step of a plan, `depth` levels down; `does` says it in words."""

    depth: int
    access: Access
    does: str
    table: str | None = None
    index: str | None = None


@dataclass(frozen=True, slots=True)
class SqlAnswer:
    """Names of columns as the statement gives them, and the rows, read as they
    are asked for and once. `cut` is whether the limit left rows out (None:
    there was none)."""

    columns: tuple[str, ...]
    rows: Iterable[tuple[Cell, ...]]
    cut: bool | None = None
