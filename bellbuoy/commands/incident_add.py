"""`bellbuoy incident add`: one by flags, or many as a monitor reports them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bellbuoy.commands import argument_types as types
from bellbuoy.commands.answer import Answer
from bellbuoy.commands.columns import Column
from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.incident_change import changed
from bellbuoy.commands.incident_lines import incident_of, incidents_in
from bellbuoy.commands.incident_pour import pour
from bellbuoy.commands.options import Options
from bellbuoy.commands.present import open_present
from core.incidents.types import SEVERITIES
from core.values.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from bellbuoy.services.incidents.adding import NewIncident

ADDED = (
    Column("id", "id", fixed=True),
    Column("key", "key"),
    Column("title", "title"),
    Column("then", "as"),
)
_MOST_BYTES = 64 * 1024 * 1024


def add(options: Options) -> Answer | int:
    """Write an incident down, or all that a pipe reports, at its end or as it comes; of
    one key once."""
    from bellbuoy.services.incidents.adding import add as service

    source = options.text("source")
    title, clients = options.text("title"), options.texts("client")
    if (source is None) == (title is None):
        raise UsageError(
            "a title, or --from -", "bellbuoy incident add 'API 5xx' --client C-0001"
        )
    ctx = open_present(options)
    if options.flag("follow"):
        if source is None:
            raise UsageError("--follow reads a pipe", "monitor | … --from - --follow")
        return pour(options, ctx, source)
    wanted = (
        [_by_flags(options, clients)] if source is None else list(incidents_in(_text(source)))
    )
    found = service(ctx, wanted, dry_run=options.dry_run)
    answer = changed(ctx, found.done, dry=options.dry_run)
    new = {each.key: each.then for each in found.done.first}
    rows = [
        {"id": key, "key": each.key, "title": each.title, "then": new.get(key, "")}
        for key, each in zip(found.keys, wanted, strict=True)
    ]
    return Answer(
        "incident_added", rows, ADDED, as_of=ctx.now, notes=answer.notes, beside=answer.beside
    )


def _by_flags(options: Options, clients: tuple[str, ...]) -> NewIncident:
    told: dict[str, Any] = {
        name: options.text(name)
        for name in ("title", "severity", "key", "impact", "owner", "note", "opened")
        if options.text(name) is not None
    }
    return incident_of({**told, "clients": list(clients)}, "")


def _text(source: str) -> str:
    try:
        if source == "-":
            raw = sys.stdin.buffer.read(_MOST_BYTES + 1)
        else:
            with Path(source).open("rb") as file:
                raw = file.read(_MOST_BYTES + 1)
    except FileNotFoundError:
        raise NotFoundError(f"there is no file {source}") from None
    except OSError as fault:
        raise UsageError(f"{source} cannot be read: {fault.strerror}") from None
    if len(raw) > _MOST_BYTES:
        raise UsageError(f"more than {_MOST_BYTES:,} bytes at once", "send them in parts")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        raise UsageError("it holds bytes that are no UTF-8 text") from None


ADD = Command(
    noun="incident",
    verb="add",
    summary="write one down, or all that a monitor reports; of one key once",
    examples=(
        "bellbuoy incident add 'API 5xx on export' --client C-0001 --severity high",
        "monitor | bellbuoy incident add --from - --follow --jsonl",
    ),
    function=add,
    arguments=(
        Arg("title", "what happened", optional=True),
        Arg("client", "whom it hurts: an id or a name; again for more", "option",
            metavar="NAME", repeat=True, completes="client"),
        Arg("severity", "how grave it is; medium without it", "option", choices=SEVERITIES),
        Arg("key", "tells it apart: one of a key is made once", "option", types.filled,
            metavar="KEY"),
        Arg("impact", "outage, or another word", "option", metavar="WORD"),
        Arg("owner", "who looks after it", "option", metavar="NAME"),
        Arg("note", "what is to be kept with it", "option", metavar="TEXT"),
        Arg("opened", "when it began; now without it", "option", metavar="TIME"),
        Arg("source", "JSON Lines of a file, or - for a pipe", "option", metavar="FILE",
            completes="path", spelling="--from"),
        Arg("follow", "with --from: write what has come twice a second, not all at the end,"
            " and leave out a line that does not hold", "flag"),
    ),
    writes=True,
    columns=ADDED,
)  # fmt: skip
