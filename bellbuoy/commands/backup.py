"""`bellbuoy store backup|verify|backups|drill`: copies that can be trusted."""

from __future__ import annotations

from bellbuoy.commands import argument_types as types
from bellbuoy.commands.answer import Answer
from bellbuoy.commands.checks import CHECKS, checks_answer
from bellbuoy.commands.columns import Column, Json, moment, number
from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.options import Options
from bellbuoy.commands.present import open_present
from bellbuoy.commands.to_json import record
from bellbuoy.commands.watch import watching


def _runs(found: Json) -> str:
    """The runs in force that a backup holds: `clean`, their names, or that it is unknown."""
    if not isinstance(found, list):
        return "unknown"
    return ", ".join(str(name) for name in found) or "clean"


_BACKUP = (
    Column("path", "backup", fixed=True),
    Column("store", "of store"),
    moment("made", "made"),
    number("bytes", "bytes"),
    number("tables", "tables"),
    number("rows", "rows"),
    Column("checksum", "checksum of both"),
    Column("recorded", "noted in the store"),
    Column("simulated", "simulated", render=_runs),
)
_KEPT = (
    Column("id", "no", "right"),
    moment("made", "made"),
    Column("kind", "kind"),
    Column("state", "state"),
    number("bytes", "bytes"),
    number("rows", "rows"),
    Column("simulated", "simulated", render=_runs),
    Column("path", "backup"),
    Column("checksum", "checksum", extra=True),
)
FOLDER = Arg("to", "the folder of the backup, named by store and time", "option", types.filled,
             metavar="DIR", completes="path")  # fmt: skip


def backup(options: Options) -> Answer:
    """Back up the store while it is used."""
    from bellbuoy.services.backup import making

    ctx = open_present(options)
    path, folder = options.text("path"), options.text("to")
    if options.dry_run:
        found = making.plan(ctx, path, folder)
        return Answer("backup", [record(found)], single=True,
                      notes=("a dry run: nothing was made",))  # fmt: skip
    with watching("backup", options) as progress:
        found = making.make(
            ctx, path, folder, clean=options.flag("clean"), progress=progress.update
        )
    notes = [f"made and proved; restore it with: bellbuoy store restore {found.path} --to NEW"]
    if found.simulated:
        notes.append(
            f"it holds {', '.join(found.simulated)} in force: bellbuoy sim undo, then"
            " --clean, makes one without"
        )
    if not found.recorded:
        notes.append("the store could not be written: it does not know of this backup")
    return Answer("backup", [record(found)], single=True, notes=tuple(notes))


def verify(options: Options) -> Answer:
    """Whether a backup is what was written."""
    from bellbuoy.services.backup import verifying

    with watching("verify", options) as progress:
        found = verifying.verify(options.need("file"), progress=progress.update)
    return checks_answer(found, options)


def backups(options: Options) -> Answer:
    """The backups that this store knows of."""
    from bellbuoy.services.backup import keeping

    ctx = open_present(options)
    rows = [record(each) for each in keeping.listed(ctx)]
    state = keeping.state(ctx)
    if state.rules.folder is None:
        note = "no backups are made by themselves: bellbuoy config set backup.dir DIR"
    else:
        note = (
            f"each night into {state.rules.folder}; the {state.rules.keep} newest stay, and"
            f" those of {state.rules.days} days"
        )
    return Answer("kept_backup", rows, _KEPT, as_of=ctx.now, total=len(rows), notes=(note,))


def drill(options: Options) -> Answer:
    """Is there a way back: a backup, restored and compared."""
    from bellbuoy.services.backup.drill import drill as run

    ctx = open_present(options)
    with watching("drill", options) as progress:
        found = run(ctx, options.text("to"), progress=progress.update)
    return checks_answer(found, options)


COMMANDS = (
    Command(
        noun="store",
        verb="backup",
        summary="back up a store while it is used, and prove the backup",
        examples=(
            "bellbuoy store backup acme-monday.db",
            "bellbuoy store backup --to /backups --store acme.db",
        ),
        function=backup,
        arguments=(
            Arg("path", "the file to make (or --to; else the folder in backup.dir)",
                optional=True, completes="path"),
            FOLDER,
            Arg("clean", "refuse while a simulation is in force", "flag"),
        ),
        writes=True,
        columns=_BACKUP,
    ),
    Command(
        noun="store",
        verb="verify",
        summary="is a backup what was written",
        examples=(
            "bellbuoy store verify acme-monday.db",
            "bellbuoy store verify /backups/acme-20261116T030000Z.db --json",
        ),
        function=verify,
        arguments=(Arg("file", "the backup", completes="path"),),
        columns=CHECKS,
    ),
    Command(
        noun="store",
        verb="backups",
        summary="the backups of a store, and those that are gone",
        examples=("bellbuoy store backups", "bellbuoy store backups --json"),
        function=backups,
        columns=_KEPT,
    ),
    Command(
        noun="store",
        verb="drill",
        summary="is there a way back: a backup, restored beside the store and compared",
        examples=("bellbuoy store drill", "bellbuoy store drill --to /var/tmp --json"),
        function=drill,
        arguments=(
            Arg("to", "where there is room for two of the store, for a while", "option",
                types.filled, metavar="DIR", completes="path"),
        ),
        columns=CHECKS,
    ),
)  # fmt: skip
