"""`bellbuoy commands`: the command tree, from the registry itself."""

from __future__ import annotations

from bellbuoy.commands.answer import Answer
from bellbuoy.commands.columns import Column, number
from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.options import Options
from bellbuoy.commands.registry import every_command

_COLUMNS = (
    Column("command", "command"),
    Column("summary", "what it does"),
    Column("noun", "noun", extra=True),
    Column("verb", "verb", extra=True),
    Column("writes", "writes", extra=True),
)


def commands(options: Options) -> Answer:
    """A row a command, or with --count how many commands and nouns there are."""
    found = every_command()
    if options.flag("count"):
        nouns = {command.noun for command in found if command.noun}
        columns = (number("commands", "commands"), number("nouns", "nouns"))
        counts = {"commands": len(found), "nouns": len(nouns)}
        return Answer("commands", [counts], columns, single=True)
    rows = [
        {
            "command": command.words,
            "summary": command.summary,
            "noun": command.noun or None,
            "verb": command.verb,
            "writes": command.writes,
        }
        for command in found
    ]
    return Answer("commands", rows, _COLUMNS, total=len(rows))


COMMANDS = (
    Command(
        noun="",
        verb="commands",
        summary="every command, one a line",
        examples=("bellbuoy commands", "bellbuoy commands --count"),
        function=commands,
        arguments=(Arg("count", "only how many there are", "flag"),),
    ),
)
