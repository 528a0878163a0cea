"""A command module as any other, for tests of the frame around it."""

from __future__ import annotations

import os
import signal
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from bellbuoy.commands import argument_types as types
from bellbuoy.commands.answer import Answer, Row
from bellbuoy.commands.columns import Column, money, number, tier
from bellbuoy.commands.command import LISTING, Arg, Command
from bellbuoy.commands.options import Options
from core.values.errors import CheckFailedError, ConflictError

AS_OF = datetime(2024, 6, 30, 12, tzinfo=UTC)
COLUMNS = (
    Column("key", "id"),
    Column("name", "name"),
    tier(),
    money("arr", "ARR"),
    number("calls", "calls", extra=True),
)
ROWS: list[Row] = [
    {
        "key": "S-1",
        "name": "Ærø \x1b]52;c;x\x07",
        "tier": "critical",
        "arr": {"minor": 1240000, "currency": "USD"},
        "calls": 12345,
    },
    {"key": "S-2", "name": "=1+1", "tier": "healthy", "arr": None, "calls": -3},
]


def list_(options: Options) -> Answer:
    return Answer("ship", ROWS, as_of=AS_OF, next="abc", total=7, notes=("a \x1b note",))


def show(options: Options) -> Answer:
    return Answer("ship", ROWS[:1], COLUMNS, as_of=AS_OF, single=True)


def scuttle(options: Options) -> Answer:
    Path(options.need("log")).write_text(options.need("name"), encoding="utf-8")
    return Answer("ship", [], COLUMNS)


def refuse(options: Options) -> Answer:
    raise ConflictError("ship “\x1b[2J” is locked", "wait for the tide")


def check(options: Options) -> Answer:
    failure = CheckFailedError("1 ship is critical", "look at S-1")
    return Answer("ship", ROWS, COLUMNS, as_of=AS_OF, failure=failure)


def part(options: Options) -> Answer:
    return Answer("ship", ROWS[:1], COLUMNS, exit_code=4)


def crash(options: Options) -> int:
    raise ZeroDivisionError("no \x1b wind")


def many(options: Options) -> Answer:
    return Answer("ship", ({"key": f"S-{n}"} for n in range(200_000)), COLUMNS)


def wait(options: Options) -> int:
    """Wait for a signal; the file says that `finally` ran."""
    try:
        print("ready", flush=True)
        time.sleep(30)
    finally:
        Path(options.need("log")).write_text("whole", encoding="utf-8")
    return 0


def interrupt(options: Options) -> int:
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(30)
    return 0


def modules(options: Options) -> int:
    print("\n".join(sys.modules))
    return 0


_EXAMPLES = ("bellbuoy ship list", "bellbuoy ship list --json")
_NAME = Arg("name", "the ship", completes="client")
_LOG = Arg("log", "where it is written down", "option", default="/dev/null", completes="path")

COMMANDS = (
    Command(
        "ship",
        "list",
        "the ships",
        _EXAMPLES,
        list_,
        takes=(*LISTING, "fail_if", "max_age", "seed"),
        columns=COLUMNS,
    ),
    Command(
        "ship",
        "show",
        "one ship",
        _EXAMPLES,
        show,
        (
            _NAME,
            Arg("part", "the part", choices=("hull", "mast"), optional=True),
            Arg("against_day", "the day before", "option", types.day, metavar="DAY"),
            Arg("tag", "a tag", "option", repeat=True, short="-t"),
            Arg("wet", "also below water", "flag"),
        ),
    ),
    Command("ship", "scuttle", "sink it", _EXAMPLES, scuttle, (_NAME, _LOG), writes=True),
    Command("ship", "refuse", "is locked", _EXAMPLES, refuse),
    Command("ship", "check", "fails a check", _EXAMPLES, check),
    Command("ship", "part", "is partly done", _EXAMPLES, part),
    Command("ship", "crash", "has a fault", _EXAMPLES, crash),
    Command("ship", "many", "very many ships", _EXAMPLES, many),
    Command("ship", "wait", "waits for a signal", _EXAMPLES, wait, (_LOG,)),
    Command("ship", "interrupt", "is interrupted", _EXAMPLES, interrupt),
    Command(
        "ship",
        "name",
        "takes names",
        _EXAMPLES,
        show,
        (Arg("names", "some names", metavar="NAME", repeat=True),),
    ),
    Command("", "import", "takes files", _EXAMPLES, show, (
        Arg("path", "a file", completes="path"),
        Arg("kind", "what it holds", "option", choices=("ship", "client")),
    )),
    Command("", "modules", "what was imported", _EXAMPLES, modules),
)  # fmt: skip
