"""`bellbuoy logs`: what commands, the worker and the screens did, as it was written."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from bellbuoy.commands import argument_types as types
from bellbuoy.commands.answer import Answer
from bellbuoy.commands.columns import Column, Json, show
from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.formats.json_text import json_text
from bellbuoy.commands.options import Options
from bellbuoy.commands.to_json import record
from core.operations.types import LEVELS, Level, LogLine
from core.values.errors import UsageError
from core.values.text import safe_text

if TYPE_CHECKING:
    from bellbuoy.services.logs.reading import Wanted

_FOLLOWED = 10


def _moment(value: Any) -> str:
    """To the millisecond: `2026-11-21 09:55:47.764Z`."""
    return f"{value[:10]} {value[11:23]}Z"


def _told(value: Any) -> str:
    return " ".join(f"{name}={show(told)}" for name, told in value.items())


LINES = (
    Column("at", "at", render=_moment, fixed=True),
    Column("level", "level", fixed=True),
    Column("part", "part"),
    Column("event", "event"),
    Column("trace", "trace", fixed=True),
    Column("pid", "pid", "right", extra=True),
    Column("fields", "what", render=_told),
)


def logs(options: Options) -> Answer | int:
    """The newest lines that fit, the oldest of them first; --follow goes on."""
    from bellbuoy.services.logs.reading import Wanted, lines

    wanted = Wanted(
        trace=options.text("trace") or "",
        level=cast("Level", options.need("level")),
        since=cast("datetime | None", options.values["since"]),
    )
    if options.flag("follow"):
        return _follow(wanted, options)
    rows = (record(line) for line in lines(wanted, options.limit))
    if options.limit is None:
        return Answer("log", rows)
    return Answer("log", list(rows))


def _follow(wanted: Wanted, options: Options) -> int:
    """Print until a signal ends it: ctrl+c and SIGTERM are told as for any command."""
    from bellbuoy.services.logs.reading import follow

    if options.output is not None or options.format not in ("table", "json", "jsonl"):
        raise UsageError(
            "--follow prints lines as they come", "use it with --jsonl, without -o"
        )
    begin = _FOLLOWED if options.limit is None else options.limit
    for line in follow(wanted, begin):
        if line is None:
            sys.stdout.flush()
        else:
            sys.stdout.write(_text(line, options) + "\n")
    return 0


def _text(line: LogLine, options: Options) -> str:
    row: dict[str, Json] = record(line)
    if options.format != "table":
        return json_text(row)
    parts = (column.render(row[column.key]) for column in LINES if not column.extra)
    return safe_text("  ".join(parts), 2000)


COMMANDS = (
    Command(
        noun="",
        verb="logs",
        summary="what commands, worker and screens did, and what went wrong",
        examples=("bellbuoy logs --since 2h --level warning", "bellbuoy logs --follow"),
        function=logs,
        arguments=(
            Arg("follow", "print new lines as they come, until ctrl+c", "flag"),
            Arg("trace", "all of one command, run (run-12) or session", "option", types.filled,
                metavar="ID"),
            Arg("level", "debug, info, warning or error, and what is graver", "option",
                choices=LEVELS, default="debug", metavar="LEVEL"),
            Arg("since", "15min, 2h, 2024-06-30 or 2024-06-30T14:00", "option", types.since,
                metavar="TIME"),
        ),
        takes=("limit",),
        columns=LINES,
    ),
)  # fmt: skip
