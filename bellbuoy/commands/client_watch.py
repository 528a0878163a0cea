"""`bellbuoy client watch`: what happens to the clients of a query, as it happens."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from bellbuoy.commands import argument_types as types
from bellbuoy.commands.answer import Answer
from bellbuoy.commands.columns import Json, show
from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.formats.json_text import json_text
from bellbuoy.commands.health_rows import tier_words
from bellbuoy.commands.opening import open_for
from bellbuoy.commands.options import Options
from bellbuoy.commands.streams import reader_is_gone
from bellbuoy.commands.to_json import to_json
from core.clients.types import ClientChange, FieldChange
from core.values.errors import UsageError
from core.values.instants import day_text, iso
from core.values.text import safe_text

if TYPE_CHECKING:
    from bellbuoy.services.context import Context


def watch(options: Options) -> Answer | int:
    """Print until a signal ends it, the reader goes, or --limit lines are out."""
    begin, limit = options.flag("begin"), options.number("limit")
    return watch_lines(options, open_for(options), begin=begin, left=limit)


def watch_lines(options: Options, ctx: Context, *, begin: bool, left: int | None) -> int:
    """The lines of the query of `options`, `left` of them at most."""
    from bellbuoy.services.watching import follow

    if options.output is not None or options.format not in ("table", "json", "jsonl"):
        raise UsageError("what happens is printed as it comes", "use --jsonl, without -o")
    for change in follow(ctx, options.query or "", _wait, begin=begin):
        if left == 0:
            break
        if change is None:
            sys.stdout.flush()
            continue
        sys.stdout.write(_text(change, options) + "\n")
        left = None if left is None else left - 1
    sys.stdout.flush()
    return 0


def _wait(seconds: float) -> bool:
    """Sleep; whether anybody still reads what is printed."""
    time.sleep(seconds)
    return not reader_is_gone(sys.stdout)


def _text(change: ClientChange, options: Options) -> str:
    if options.format != "table":
        return json_text(_row(change))
    client = change.client
    score = "" if client.health is None else f"{client.health} "
    health = f"{score}{tier_words(client.tier)}"
    parts = [iso(change.at)[:19] + "Z", f"{change.what:7}", change.key, client.name, health]
    parts += [_told(each) for each in change.changed]
    return safe_text("  ".join(parts), 2000)


def _told(change: FieldChange) -> str:
    sides = (change.before, change.after)
    before, after = (show(_value(change.field, value)) or "none" for value in sides)
    return f"{change.field} {before} → {after}"


def _row(change: ClientChange) -> dict[str, Json]:
    client = change.client
    return {
        "at": iso(change.at),
        "what": change.what,
        "id": change.key,
        "name": client.name,
        "tier": client.tier,
        "health": client.health,
        "arr": to_json(client.arr),
        "renews": _value("renews", client.renews),
        "owner": client.owner,
        "plan": client.plan,
        "status": client.status,
        "incidents": client.incidents,
        "changed": {
            each.field: {
                "before": _value(each.field, each.before),
                "after": _value(each.field, each.after),
            }
            for each in change.changed
        },
    }


def _value(field: str, value: object) -> Json:
    if field == "renews" and isinstance(value, int):
        return day_text(value)
    return to_json(value)


WATCH = Command(
    noun="client",
    verb="watch",
    summary="who enters and leaves a query, and what changes, line by line",
    examples=(
        "bellbuoy client watch 'tier:critical' --jsonl",
        "bellbuoy client watch owner:me --begin --limit 20",
    ),
    function=watch,
    arguments=(
        Arg("begin", "first a line for each client that there is", "flag"),
        Arg("limit", "end after so many lines", "option", types.count, metavar="N"),
    ),
    takes=("query",),
)
