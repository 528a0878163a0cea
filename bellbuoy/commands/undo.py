"""`bellbuoy undo` and `bellbuoy redo`: a change is taken back, or done again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bellbuoy.commands import argument_types as types
from bellbuoy.commands.answer import Answer
from bellbuoy.commands.columns import Column, number
from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.options import Options
from bellbuoy.commands.present import open_present
from bellbuoy.commands.to_json import record
from bellbuoy.commands.watch import watching
from core.values.counting import counted
from core.values.text import safe_text

if TYPE_CHECKING:
    from core.operations.types import TakenBack

_COLUMNS = (
    Column("change", "change", fixed=True),
    Column("number", "by", fixed=True),
    Column("action", "action", fixed=True),
    Column("target", "target"),
    Column("who", "who"),
    Column("redo", "done again"),
    number("rows", "rows"),
    number("left", "rows left"),
    Column("dry_run", "dry run", extra=True),
    Column("note", "note", extra=True),
)


def undo(options: Options) -> Answer:
    """Take back a change: the last of one's own, or that of a number."""
    from bellbuoy.services.undo.taking_back import undo as take_back

    ctx = open_present(options)
    with watching("taking back", options) as progress:
        found = take_back(
            ctx, options.number("number"), dry_run=options.dry_run, progress=progress.update
        )
    return _answer(found, "nothing of yours to take back: bellbuoy change list")


def redo(options: Options) -> Answer:
    """Do again what one took back last."""
    from bellbuoy.services.undo.taking_back import redo as do_again

    ctx = open_present(options)
    with watching("doing again", options) as progress:
        found = do_again(ctx, dry_run=options.dry_run, progress=progress.update)
    return _answer(found, "nothing to do again")


def _answer(found: TakenBack | None, nothing: str) -> Answer:
    if found is None:
        return Answer("undo", [], _COLUMNS, notes=(nothing,))
    return Answer("undo", [record(found)], _COLUMNS, single=True, notes=(_words(found),))


def _words(found: TakenBack) -> str:
    if found.number is None and not found.dry_run:
        return f"{safe_text(found.note)}: nothing changed"
    word = "done again" if found.redo else "taken back"
    what = safe_text(f"change {found.change}, {found.action} {found.target}")
    moved = counted(found.left, "row had moved on and stays", "rows had moved on and stay")
    left = f"; {moved}" if found.left else ""
    if found.dry_run:
        rows = counted(found.rows, "row")
        return f"a dry run: {what} would be {word}, {rows}{left}"
    back = "bellbuoy undo takes it back" if found.redo else "bellbuoy redo does it again"
    note = f"; {safe_text(found.note)}" if found.note else ""
    return f"{word}: {what}{left}{note}; {back}"


COMMANDS = (
    Command(
        noun="",
        verb="undo",
        summary="take back your last change, or one by its number",
        examples=("bellbuoy undo", "bellbuoy undo 12 -n"),
        function=undo,
        arguments=(
            Arg("number", "the change: bellbuoy change list", type=types.whole, optional=True),
        ),
        writes=True,
        columns=_COLUMNS,
    ),
    Command(
        noun="",
        verb="redo",
        summary="do again what you took back last",
        examples=("bellbuoy redo", "bellbuoy redo -n"),
        function=redo,
        writes=True,
        columns=_COLUMNS,
    ),
)
