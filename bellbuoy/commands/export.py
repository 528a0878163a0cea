"""`bellbuoy export NOUN`: any list into a file, in the form that its name asks for."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import get_args

from bellbuoy.commands.answer import Answer
from bellbuoy.commands.command import Arg, Command, Taken
from bellbuoy.commands.options import Format, Options
from bellbuoy.commands.output import check_columns, with_columns, write
from bellbuoy.commands.reading import assign, read_flags
from bellbuoy.commands.registry import WORDS, commands_of
from core.values.errors import UsageError

LISTS = (
    "client", "incident", "interaction", "task", "playbook", "txn", "alert", "change",
    "problem", "quarantine", "sim", "job", "run", "view", "definition", "retention",
    "config", "theme", "radar", "today",
)  # fmt: skip
"""What has a list: the nouns, and the words that are one themselves."""
_ENDINGS: dict[str, Format] = {f".{name}": name for name in get_args(Format)[1:]}
_SOME: tuple[Taken, ...] = ("query", "sort", "limit", "view", "sum", "as_known", "simulated")
"""Flags that only some lists heed."""


def export(options: Options) -> int:
    """What the list of a noun writes, byte for byte; CSV where neither the file's name nor
    --format says otherwise. Raises UsageError for another ending."""
    noun = options.need("noun")
    command = next(c for c in commands_of(noun) if not WORDS[noun].noun or c.verb == "list")
    _refuse_unheeded(command, options)
    check_columns(command.columns, options.cols if command.columns else None)
    own = [arg for arg in command.arguments if arg.kind != "positional"]
    values = {**read_flags(own, [])[0], **assign(command.positionals, [])[0]}
    asked = replace(options, format=_format(options), values=MappingProxyType(values))
    found = command.function(asked)
    if not isinstance(found, Answer):
        return found
    return write(with_columns(found, command.columns), asked, sys.stdout, sys.stderr)


def _refuse_unheeded(command: Command, options: Options) -> None:
    for name in _SOME:
        given = getattr(options, name) not in (None, False)
        by_itself = name == "limit" and options.tty
        if given and name not in command.takes and not by_itself:
            flag = name.replace("_", "-")
            raise UsageError(f"--{flag} does nothing for {command.words}", f"drop --{flag}")


def _format(options: Options) -> Format:
    if options.format != "table":
        return options.format
    ending = "" if options.output is None else Path(options.output).suffix.lower()
    if ending and ending not in _ENDINGS:
        good = ", ".join(_ENDINGS)
        picture = "; a picture: bellbuoy screenshot PLACE --svg FILE"
        raise UsageError(f"no list is written as {ending}", f"{good}, or --format{picture}")
    return _ENDINGS.get(ending, "csv")


COMMANDS = (
    Command(
        noun="",
        verb="export",
        summary="a list into a file: CSV, JSON, JSON Lines or Markdown, by its ending",
        examples=(
            "bellbuoy export client 'tier:critical' -o critical.csv",
            "bellbuoy export incident 'opened<30d by:severity' --format md",
        ),
        function=export,
        arguments=(Arg("noun", "what is listed: client, incident, task, radar, …",
                       choices=LISTS),),
        takes=_SOME,
    ),
)  # fmt: skip
