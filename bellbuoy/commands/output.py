"""An answer in the format that was asked for: data on stdout, the rest on stderr."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import TextIO

from bellbuoy.commands.answer import Answer, Row
from bellbuoy.commands.atomic import replacing
from bellbuoy.commands.columns import Column, Json
from bellbuoy.commands.options import Options
from bellbuoy.commands.suggest import hint
from core.values.errors import UsageError
from core.values.text import safe_text

__all__ = ["Answer", "Column", "Json", "Row", "check_columns", "write"]


def write(answer: Answer, options: Options, stdout: TextIO, stderr: TextIO) -> int:
    """Write an answer and give its exit code.

    With -o the file is replaced whole and stdout stays empty. Raises UsageError
    for an unknown --cols, and `answer.failure`, or what `answer.verdict` gives, once the
    rows are written.
    """
    columns = _chosen(answer.columns, options)
    left_out: tuple[str, ...] = ()
    if options.output is None:
        _as_utf8(stdout, options)
        written, left_out = _emit(answer, columns, options, stdout)
        stdout.flush()
    else:
        with replacing(options.output) as file:
            written, left_out = _emit(answer, columns, options, file)
    failure = answer.failure
    if failure is None and answer.verdict is not None:
        failure = answer.verdict()
    # An error in JSON is the one object on stderr: no note may stand before it.
    alone = failure is not None and options.format in ("json", "jsonl")
    if not options.quiet and not alone:
        for note in _notes(answer, options, written, left_out):
            stderr.write(safe_text(note, 2000) + "\n")
    if failure is not None:
        raise failure
    return answer.exit_code


def check_columns(columns: Sequence[Column], wanted: Sequence[str] | None) -> None:
    """Raises UsageError for the first wanted column that there is not, or that is
    there already."""
    known = [column.key for column in columns]
    named = _names(columns)
    for place, key in enumerate(wanted or ()):
        if key in named and named[key] in [named.get(each) for each in (wanted or ())[:place]]:
            raise UsageError(f"column “{key}” is named twice", "name each column once")
        if key not in named:
            otherwise = f"there are {', '.join(known)}" if known else "drop --cols"
            raise UsageError(f"no column “{key}”", hint(key, known, otherwise))


def _chosen(columns: tuple[Column, ...], options: Options) -> tuple[Column, ...]:
    """The columns of --cols in its order, else the usual ones of the format."""
    if options.cols is not None:
        check_columns(columns, options.cols)
        named = _names(columns)
        return tuple(named[key] for key in options.cols)
    if options.format == "csv":
        return columns
    return tuple(column for column in columns if not column.extra)


def _names(columns: Sequence[Column]) -> dict[str, Column]:
    """Each column by its key and by its other names; a key comes first."""
    named = {name: column for column in columns for name in column.also}
    return named | {column.key: column for column in columns}


def _as_utf8(stdout: TextIO, options: Options) -> None:
    """Data is UTF-8 whatever the locale; a table keeps to what the terminal reads."""
    if options.format != "table" and isinstance(stdout, io.TextIOWrapper):
        stdout.reconfigure(encoding="utf-8")


def _emit(
    answer: Answer, columns: tuple[Column, ...], options: Options, out: TextIO
) -> tuple[int, tuple[str, ...]]:
    """The number of rows written, and the titles of columns that had no room."""
    keys = None if options.cols is None else [column.key for column in columns]
    match options.format:
        case "json":
            from bellbuoy.commands.formats.json import write_object

            return write_object(answer, keys, out), ()
        case "jsonl":
            from bellbuoy.commands.formats.json import write_lines

            return write_lines(answer, keys, out), ()
        case "csv":
            from bellbuoy.commands.formats.csv import write_csv

            return write_csv(answer.rows, columns, out, raw=options.raw), ()
        case "md":
            from bellbuoy.commands.formats.md import write_md

            rows = list(answer.rows) + list(answer.foot) if answer.foot else answer.rows
            return write_md(rows, columns, out) - len(answer.foot), ()
        case "table":
            return _emit_table(answer, columns, options, out)


def _emit_table(
    answer: Answer, columns: tuple[Column, ...], options: Options, out: TextIO
) -> tuple[int, tuple[str, ...]]:
    from bellbuoy.commands.formats.table import Table, record, table

    rows = list(answer.rows)
    if answer.single:
        found = Table([ln for row in rows for ln in record(row, columns, color=options.color)])
    else:
        dots = ".." if options.glyphs == "ascii" else "…"
        shown = [*rows, *answer.foot] if rows else []
        found = table(shown, columns, width=options.width, color=options.color, ellipsis=dots)
    blocks = [safe_text(line, 100_000) for text in answer.text for line in text.split("\n")]
    between = [""] if blocks and found.lines else []
    out.writelines(f"{line.rstrip()}\n" for line in [*blocks, *between, *found.lines])
    return len(rows), found.left_out


def _notes(
    answer: Answer, options: Options, written: int, left_out: tuple[str, ...]
) -> list[str]:
    notes = list(answer.notes)
    if answer.next is not None:
        total = "" if answer.total is None else f" of {answer.total:,}"
        more = f"--limit all, or --cursor {answer.next}"
        notes.append(f"cut: {written:,}{total} rows shown; more with {more}")
    if left_out:
        notes.append(f"no room for {', '.join(left_out)}: --cols, or a wider terminal")
    if written == 0 and options.format == "table" and not answer.text:
        notes.append("no rows")
    if options.output is not None:
        notes.append(f"wrote {options.output}")
    return notes


def with_columns(answer: Answer, columns: tuple[Column, ...]) -> Answer:
    """The answer with the columns of its command, where it names none itself."""
    return answer if answer.columns else replace(answer, columns=columns)
