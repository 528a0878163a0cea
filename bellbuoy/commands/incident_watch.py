"""`bellbuoy incident watch`: what happens to the incidents of a query, as it happens."""

from __future__ import annotations

from bellbuoy.commands.answer import Answer
from bellbuoy.commands.columns import Json
from bellbuoy.commands.command import Command
from bellbuoy.commands.opening import open_for
from bellbuoy.commands.options import Options
from bellbuoy.commands.to_json import record
from bellbuoy.commands.watched_lines import (
    WATCHING,
    Lines,
    begin_arg,
    interval_of,
    print_lines,
    refuse_other_formats,
    wait,
)
from core.incidents.types import WatchedIncident

EVERY_S = 5.0
"""Clocks run while nobody writes: so often they are looked at."""


def watch(options: Options) -> Answer | int:
    """Print until a signal ends it, the reader goes, or --limit lines are out."""
    from bellbuoy.services.watching import follow_incidents

    refuse_other_formats(options)
    found = follow_incidents(
        open_for(options),
        options.query or "",
        wait,
        begin=options.flag("begin"),
        every_s=interval_of(options) or EVERY_S,
    )
    return print_lines(found, LINES, options, options.number("limit"))


def _words(_key: str, found: WatchedIncident) -> list[str]:
    severity = found.severity or "medium?"
    return [f"{severity:8}", found.status, found.client_name, found.title]


def _fields(found: WatchedIncident) -> dict[str, Json]:
    return record(found)


LINES: Lines[WatchedIncident] = Lines(_fields, _words)
WATCH = Command(
    noun="incident",
    verb="watch",
    summary="what enters and leaves a query, and how its clocks stand, line by line",
    examples=(
        "bellbuoy incident watch 'status:open sla<1h' --jsonl",
        "bellbuoy incident watch 'severity:critical' --begin --interval 30s",
    ),
    function=watch,
    arguments=(begin_arg("incident"), *WATCHING),
    takes=("query",),
)
