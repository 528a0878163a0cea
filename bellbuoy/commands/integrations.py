"""`bellbuoy import` and `bellbuoy quarantine …`: files in, and the rows refused."""

from __future__ import annotations

from bellbuoy.commands.command import LISTING, Arg, Command
from bellbuoy.commands.import_files import import_files
from bellbuoy.commands.quarantine import ROWS, quarantine_list, quarantine_show
from bellbuoy.commands.quarantine_export import FILES, quarantine_export
from bellbuoy.commands.quarantine_repair import (
    quarantine_drop,
    quarantine_fix,
    quarantine_replay,
)

KINDS = (
    "client", "subscription", "usage", "logins", "event", "day_total", "incident",
    "incident_log", "purchase",
)  # fmt: skip

COMMANDS = (
    Command(
        noun="",
        verb="import",
        summary="read files into the store",
        examples=(
            "bellbuoy import ravenstack/ --map examples/ravenstack.toml --set-clock",
            "zcat usage.csv.gz | bellbuoy import - --kind usage",
        ),
        function=import_files,
        arguments=(
            Arg("path", "a file, a folder or a zip archive; - is stdin", completes="path"),
            Arg("map", "how its columns are to be read, a TOML file", "option",
                metavar="FILE", completes="path"),
            Arg("kind", "what the file holds, in the plain form", "option", choices=KINDS,
                metavar="KIND"),
            Arg("source_name", "whose facts these are, instead of the mapping's word",
                "option", metavar="NAME", spelling="--source"),
            Arg("delimiter", "what stands between cells, instead of finding out: , ; tab pipe",
                "option", metavar="SIGN"),
            Arg("quote", "what quotes a cell, instead of finding out: double, single, none",
                "option", metavar="SIGN"),
            Arg("encoding", "that of the text, where it is not UTF-8: cp1252, latin-1",
                "option", metavar="NAME"),
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
    Command(
        noun="quarantine",
        verb="fix",
        summary="set cells of refused rows, which then wait for a replay",
        examples=(
            "bellbuoy quarantine fix Q-12 --set mrr=12400",
            "bellbuoy quarantine fix 'code:enum.severity' --set severity=high -n",
        ),
        function=quarantine_fix,
        arguments=(
            Arg("set", "a column of its file, and its new value", "option", repeat=True,
                metavar="COLUMN=VALUE"),
        ),
        takes=("query",),
        writes=True,
    ),
    Command(
        noun="quarantine",
        verb="replay",
        summary="try refused rows again; all that wait, without a query",
        examples=(
            "bellbuoy quarantine replay 'code:ref.client'",
            "bellbuoy quarantine replay 'state:fixed' --dry-run",
        ),
        function=quarantine_replay,
        takes=("query",),
        writes=True,
    ),
    Command(
        noun="quarantine",
        verb="drop",
        summary="put refused rows away; their bytes stay",
        examples=(
            "bellbuoy quarantine drop 'file:old.csv'",
            "bellbuoy quarantine drop Q-12 --dry-run",
        ),
        function=quarantine_drop,
        takes=("query",),
        writes=True,
    ),
    Command(
        noun="quarantine",
        verb="export",
        summary="write refused rows as files, to be edited and imported again",
        examples=(
            "bellbuoy quarantine export 'code~money' --to refused/",
            "bellbuoy quarantine export 'file:nov.csv' --to - > nov-refused.csv",
        ),
        function=quarantine_export,
        arguments=(
            Arg("to", "a new file, a folder with a slash behind it, or - for stdout",
                "option", metavar="PLACE", default="refused/", completes="path"),
        ),
        takes=("query",),
        columns=FILES,
    ),
)  # fmt: skip
