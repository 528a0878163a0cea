"""`bellbuoy client watch`: what happens to the clients of a query, as it happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bellbuoy.commands.answer import Answer
from bellbuoy.commands.columns import Json
from bellbuoy.commands.command import Command
from bellbuoy.commands.health_rows import tier_words
from bellbuoy.commands.opening import open_for
from bellbuoy.commands.options import Options
from bellbuoy.commands.to_json import to_json
from bellbuoy.commands.watched_lines import (
    WATCHING,
    Lines,
    begin_arg,
    day_or_value,
    interval_of,
    print_lines,
    refuse_other_formats,
    wait,
)
from core.clients.types import Watched

if TYPE_CHECKING:
    from bellbuoy.services.context import Context


def watch(options: Options) -> Answer | int:
    """Print until a signal ends it, the reader goes, or --limit lines are out."""
    begin, limit = options.flag("begin"), options.number("limit")
    return watch_lines(options, open_for(options), begin=begin, left=limit)


def watch_lines(options: Options, ctx: Context, *, begin: bool, left: int | None) -> int:
    """The lines of the query of `options`, `left` of them at most."""
    from bellbuoy.services.watching import follow

    refuse_other_formats(options)
    every_s = interval_of(options)
    found = follow(ctx, options.query or "", wait, begin=begin, every_s=every_s)
    return print_lines(found, LINES, options, left)


def _words(_key: str, client: Watched) -> list[str]:
    score = "" if client.health is None else f"{client.health} "
    return [client.name, f"{score}{tier_words(client.tier)}"]


def _fields(client: Watched) -> dict[str, Json]:
    return {
        "name": client.name,
        "tier": client.tier,
        "health": client.health,
        "arr": to_json(client.arr),
        "renews": day_or_value("renews", client.renews),
        "owner": client.owner,
        "plan": client.plan,
        "status": client.status,
        "incidents": client.incidents,
    }


LINES: Lines[Watched] = Lines(_fields, _words, day_or_value)
WATCH = Command(
    noun="client",
    verb="watch",
    summary="who enters and leaves a query, and what changes, line by line",
    examples=(
        "bellbuoy client watch 'tier:critical' --jsonl",
        "bellbuoy client watch owner:me --begin --limit 20",
    ),
    function=watch,
    arguments=(begin_arg("client"), *WATCHING),
    takes=("query",),
)
