"""`bellbuoy store restore`: a backup into a new store, or into the live one."""

from __future__ import annotations

from bellbuoy.commands import argument_types as types
from bellbuoy.commands.answer import Answer
from bellbuoy.commands.columns import Column, moment, number
from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.options import Options
from bellbuoy.commands.present import open_present
from bellbuoy.commands.to_json import record
from bellbuoy.commands.watch import watching
from core.store.types import Restored
from core.values.errors import UsageError

_RESTORED = (
    Column("source", "backup"),
    Column("target", "store"),
    moment("made", "as it was at"),
    number("tables", "tables"),
    number("rows", "rows"),
    Column("checksum", "checksum"),
    Column("saved", "what stood before"),
    Column("replaced", "tables that differ", render=lambda tables: _tables(tables)),
)


def restore(options: Options) -> Answer:
    """Restore a backup into a new store, or all of the live one."""
    target, live = options.text("to"), options.flag("into_live")
    if live == (target is not None):
        raise UsageError(
            "say what is restored into", "--to NEW for a new store, --into-live for this one"
        )
    return _into_live(options) if live else _into_new(options, target or "")


def _into_new(options: Options, target: str) -> Answer:
    from bellbuoy.services.backup import restoring

    if options.store is not None:
        raise UsageError("the new store is named by --to", "drop --store")
    source = options.need("file")
    if options.dry_run:
        found = restoring.plan(source, target)
        return _answer(found, "a dry run: nothing was restored")
    with watching("restore", options) as progress:
        found = restoring.restore(source, target, progress=progress.update)
    return _answer(found, f"restored and compared; next: bellbuoy --store {found.target}")


def _into_live(options: Options) -> Answer:
    from bellbuoy.services.backup import live

    ctx = open_present(options)
    source = options.need("file")
    if options.dry_run:
        found = live.plan_live(ctx, source)
        return _answer(found, f"a dry run: {_tables_words(found)} would be replaced")
    with watching("restore", options) as progress:
        found = live.restore_live(ctx, source, progress=progress.update)
    return _answer(
        found, f"replaced; what stood before: bellbuoy store restore {found.saved} --into-live"
    )


def _answer(found: Restored, note: str) -> Answer:
    return Answer("restore", [record(found)], single=True, notes=(note,))


def _tables_words(found: Restored) -> str:
    count = len(found.replaced)
    return f"all {found.tables} tables ({count} with another number of rows)"


def _tables(tables: list[dict[str, object]]) -> str:
    return ", ".join(f"{t['table']} {t['rows_now']:,} > {t['rows_then']:,}" for t in tables)


COMMANDS = (
    Command(
        noun="store",
        verb="restore",
        summary="restore a backup into a new store, or into the live one",
        examples=(
            "bellbuoy store restore acme-monday.db --to acme-again.db",
            "bellbuoy store restore acme-monday.db --into-live --store acme.db -n",
        ),
        function=restore,
        arguments=(
            Arg("file", "the backup; it is proved first", completes="path"),
            Arg("to", "a store that is not there yet: a path or URL", "option", types.filled,
                metavar="NEW", completes="path"),
            Arg("into_live", "replace all of the store, after a backup of what stands",
                "flag"),
        ),
        writes=True,
        columns=_RESTORED,
    ),
)  # fmt: skip
