"""`bellbuoy import` and `bellbuoy quarantine …`: files in, and the rows refused."""

from __future__ import annotations

from bellbuoy.commands.command import LISTING, Arg, Command
from bellbuoy.commands.import_files import import_files
from bellbuoy.commands.quarantine import ROWS, quarantine_list, quarantine_show

KINDS = ("client", "subscription", "usage", "logins", "event", "day_total", "incident")

COMMANDS = (
    Command(
        noun="",
        verb="import",
        summary="read files into the store",
        examples=(
            "bellbuoy import examples/plain",
            "bellbuoy import ravenstack/ --map examples/ravenstack.toml --set-clock",
        ),
        function=import_files,
        arguments=(
            Arg("path", "a file or folder", completes="path"),
            Arg("map", "how its columns are to be read, a TOML file", "option",
                metavar="FILE", completes="path"),
            Arg("kind", "what the file holds, in the plain form", "option", choices=KINDS,
                metavar="KIND"),
            Arg("source_name", "whose facts these are, instead of the mapping's word",
                "option", metavar="NAME", spelling="--source"),
            Arg("set_clock", "let the store stand at the newest fact, when that is old",
                "flag"),
        ),
        writes=True,
    ),
    Command(
        noun="quarantine",
        verb="list",
        summary="the rows that imports refused",
        examples=(
            "bellbuoy quarantine list 'code~time'",
            "bellbuoy quarantine list 'source:ravenstack' --csv -o refused.csv",
        ),
        function=quarantine_list,
        takes=LISTING,
        columns=ROWS,
    ),
    Command(
        noun="quarantine",
        verb="show",
        summary="one refused row with its bytes",
        examples=("bellbuoy quarantine show Q-1", "bellbuoy quarantine show Q-1 --json"),
        function=quarantine_show,
        arguments=(Arg("id", "the row: Q-17, or 17"),),
    ),
)  # fmt: skip
