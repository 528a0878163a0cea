"""`bellbuoy version`"""

from __future__ import annotations

from bellbuoy.commands.answer import Answer
from bellbuoy.commands.columns import Column
from bellbuoy.commands.command import Command
from bellbuoy.commands.options import Options
from bellbuoy.version import VERSION

_COLUMNS = (Column("name", "name"), Column("version", "version"))


def version(options: Options) -> Answer:
    """The name and version of this program; the format is the frame's."""
    return Answer("version", [{"name": "bellbuoy", "version": VERSION}], single=True)


COMMANDS = (
    Command(
        noun="",
        verb="version",
        summary="the version of Bellbuoy",
        examples=("bellbuoy version", "bellbuoy version --json"),
        function=version,
        columns=_COLUMNS,
    ),
)
