"""`bellbuoy sql`: one statement that reads, in every format."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bellbuoy.commands import argument_types as types
from bellbuoy.commands.answer import Answer, Row
from bellbuoy.commands.columns import Column, number
from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.options import Options
from bellbuoy.commands.present import open_present
from bellbuoy.commands.to_json import record, to_json
from core.sql.types import SqlAnswer
from core.values.counting import counted
from core.values.errors import NotFoundError, UsageError
from core.values.text import safe_text

_STDIN = "-"
_WHERE = "bellbuoy sql --tables lists tables and columns"
_TABLES = (
    Column("table", "table", fixed=True),
    Column("column", "column", fixed=True),
    Column("type", "type", fixed=True),
    Column("key", "key"),
)
_PLAN = (
    number("depth", "depth", extra=True),
    Column("does", "what it does", fixed=True),
    Column("access", "kind", fixed=True),
    Column("table", "table"),
    Column("index", "index"),
)


def sql(options: Options) -> Answer:
    """Run a statement, tell how it would run, or list what it may read."""
    if options.flag("tables"):
        return _tables(options)
    text = _statement(options)
    if options.flag("explain"):
        return _explain(options, text)
    from bellbuoy.services import sql as service

    ctx = open_present(options)
    seconds = options.timeout or service.SECONDS
    with _told():
        found = service.run(ctx, text, limit=options.limit, seconds=seconds)
    names = _unique(found.columns)
    first, rows = _peeked(found)
    columns = tuple(_column(key, place, first) for place, key in enumerate(names))
    notes: tuple[str, ...] = ()
    if found.cut:
        shown = counted(options.limit or 0, "row")
        notes = (f"cut: {shown} shown; more with --limit all, or --limit N",)
    return Answer("sql", _rows(names, rows), columns, as_of=ctx.now, notes=notes)


def _tables(options: Options) -> Answer:
    from bellbuoy.services import sql as service

    if options.query or options.text("file") or options.flag("explain"):
        raise UsageError("--tables takes no statement", "drop one of them")
    ctx = open_present(options)
    rows = [record(column) for column in service.tables(ctx)]
    return Answer("sql_table", rows, _TABLES, as_of=ctx.now, total=len(rows))


def _explain(options: Options, text: str) -> Answer:
    from bellbuoy.services import sql as service

    ctx = open_present(options)
    with _told():
        steps = service.explain(ctx, text)
    rows = [record(step) for step in steps]
    if options.format in ("table", "md"):
        rows = [
            {**row, "does": "  " * step.depth + step.does}
            for row, step in zip(rows, steps, strict=True)
        ]
    return Answer("sql_plan", rows, _PLAN, as_of=ctx.now, total=len(rows))


@contextmanager
def _told() -> Iterator[None]:
    """A fault of the statement, with where to look when nothing nearer helps."""
    try:
        yield
    except UsageError as fault:
        raise UsageError(fault.message, fault.hint or _WHERE) from None


def _statement(options: Options) -> str:
    """The statement of the words, of --query, or of the file."""
    file = options.text("file")
    if file is not None and options.query:
        raise UsageError("the statement is given twice", "as words or with --file, not both")
    if file is None:
        if not options.query:
            raise UsageError("no statement", "bellbuoy sql 'select name, score from client'")
        return options.query
    try:
        if file == _STDIN:
            return sys.stdin.read()
        return Path(file).expanduser().read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{file} is no UTF-8 text") from error
    except FileNotFoundError as error:
        raise NotFoundError(f"no file {file}") from error
    except OSError as error:
        raise UsageError(f"cannot read {file}: {error.strerror}") from error


def _unique(names: Sequence[str]) -> list[str]:
    """Keys of the rows: a name that comes again is told apart, `id`, `id_2`."""
    keys: list[str] = []
    for place, name in enumerate(names, start=1):
        base = name or f"column_{place}"
        key, again = base, 2
        while key in keys:
            key, again = f"{base}_{again}", again + 1
        keys.append(key)
    return keys


def _peeked(found: SqlAnswer) -> tuple[tuple[object, ...], Iterator[tuple[object, ...]]]:
    """The first row (empty: there is none), and all rows."""
    rows = iter(found.rows)
    first = next(rows, None)
    if first is None:
        return (), rows
    return first, _chained(first, rows)


def _chained(
    first: tuple[object, ...], rest: Iterator[tuple[object, ...]]
) -> Iterator[tuple[object, ...]]:
    yield first
    yield from rest


def _rows(keys: Sequence[str], rows: Iterator[tuple[object, ...]]) -> Iterator[Row]:
    for row in rows:
        yield {key: to_json(value) for key, value in zip(keys, row, strict=True)}


def _column(key: str, place: int, first: Sequence[object]) -> Column:
    """A column of the answer; numbers stand to the right."""
    value = first[place] if first else None
    numeric = isinstance(value, int | float)
    return Column(key, safe_text(key), "right" if numeric else "left", fixed=numeric)


COMMANDS = (
    Command(
        noun="",
        verb="sql",
        summary="one statement that reads the store",
        examples=(
            "bellbuoy sql 'select name, score from client order by score limit 10'",
            "bellbuoy sql --tables --json",
        ),
        function=sql,
        arguments=(
            Arg("file", "the statement from a file; - is stdin", "option", types.filled,
                metavar="FILE", completes="path"),
            Arg("explain", "how it would be read, step by step", "flag"),
            Arg("tables", "the tables and columns that may be read", "flag"),
        ),
        takes=("query", "limit"),
    ),
)  # fmt: skip
