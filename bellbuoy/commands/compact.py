"""`bellbuoy store compact`: room that deleted rows have left goes back to the disk."""

from __future__ import annotations

from bellbuoy.commands.answer import Answer
from bellbuoy.commands.columns import Column, number
from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.options import Options
from bellbuoy.commands.present import open_present
from bellbuoy.commands.to_json import record
from bellbuoy.commands.watch import watching

_COMPACTED = (
    Column("store", "store"),
    number("bytes_before", "bytes before"),
    number("bytes_after", "bytes after"),
    number("log_before", "log before"),
    number("log_after", "log after"),
    number("free", "of them free"),
)


def compact(options: Options) -> Answer:
    """Give free room back to the disk."""
    from bellbuoy.services.backup import compacting

    ctx = open_present(options)
    if options.dry_run:
        found = compacting.plan(ctx)
        note = "a dry run: nothing was moved"
    else:
        with watching("compact", options) as progress:
            found = compacting.compact(
                ctx, whole=options.flag("full"), progress=progress.update
            )
        note = f"{max(0, found.bytes_before - found.bytes_after):,} bytes given back"
    return Answer("compaction", [record(found)], single=True, notes=(note,))


COMMANDS = (
    Command(
        noun="store",
        verb="compact",
        summary="give the room of deleted rows back to the disk",
        examples=("bellbuoy store compact -n", "bellbuoy store compact --full --store acme.db"),
        function=compact,
        arguments=(
            Arg("full", "write all of it anew: smallest, and there must be room twice", "flag"),
        ),
        writes=True,
        columns=_COMPACTED,
    ),
)
