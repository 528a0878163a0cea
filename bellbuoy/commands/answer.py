"""What a command found: rows for every format, and what to say beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bellbuoy.commands.columns import Column, Json
from core.values.errors import BellbuoyError

Row = Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Answer:
    """The result of a command, before it has a format.

    `schema` is the singular noun (`client` becomes `bellbuoy.client/1`). `rows`
    are plain JSON values under snake_case keys; an iterator is read once, so a
    long list need not stand in memory for jsonl and csv. `columns` say how
    table, md and csv show them. `next` is the cursor of the next page, `total`
    the number of rows when it was counted. `single`: one record, shown as
    lines of title and value. `text` are blocks printed above the table, `notes`
    lines for stderr. `foot` are rows below a table that sum it up; data formats
    leave them out, or have them by name in `beside`, which json puts next to the
    rows. `exit_code` is 0 or 4 (partly done); `failure` is told after the rows
    are written, and sets the exit code (a check that said no); `verdict` is asked for
    one then. `checked` are the rows that conditions of a script are about, where they
    are not `rows` (a page of text has none).
    """

    schema: str
    rows: Iterable[Row] = ()
    columns: tuple[Column, ...] = ()
    as_of: datetime | None = None
    next: str | None = None
    total: int | None = None
    single: bool = False
    text: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    foot: tuple[Row, ...] = ()
    beside: Mapping[str, Json] = field(default_factory=dict)
    exit_code: int = 0
    failure: BellbuoyError | None = None
    verdict: Callable[[], BellbuoyError | None] | None = None
    checked: tuple[Row, ...] | None = None
