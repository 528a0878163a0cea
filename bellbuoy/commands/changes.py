"""`bellbuoy change …`: who changed what, before and after."""

from __future__ import annotations

from typing import Any

from bellbuoy.commands import argument_types as types
from bellbuoy.commands.answer import Answer
from bellbuoy.commands.columns import Column, Json, moment, number
from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.options import Options
from bellbuoy.commands.page import blocks, facts
from bellbuoy.commands.present import open_present
from bellbuoy.commands.to_json import record
from core.operations.types import Changed, ChangedRow
from core.values.text import safe_text


def _said(value: Any) -> str:
    return ", ".join(f"{name} {each}" for name, each in value.items())


CHANGES = (
    Column("id", "id", fixed=True),
    moment("at", "when"),
    Column("who", "who", fixed=True),
    Column("action", "action", fixed=True),
    Column("target", "target"),
    number("rows", "rows"),
    Column("summary", "what", render=_said),
    Column("undo", "undo"),
    Column("trace", "trace", extra=True),
    Column("why", "why not", extra=True),
)


def change_list(options: Options) -> Answer:
    """The changes of a query, the newest first."""
    from bellbuoy.services import changes

    ctx = open_present(options)
    found = changes.listed(ctx, options.query or "", options.limit)
    notes = () if found else ("no changes",)
    return Answer("change", [record(each) for each in found], as_of=ctx.now, notes=notes)


def change_show(options: Options) -> Answer:
    """One change: each row with what it was and what it became."""
    from bellbuoy.services import changes

    ctx = open_present(options)
    change, rows = changes.show(ctx, options.number("id") or 0)
    if options.format == "table" and options.cols is None:
        return Answer("change", text=_page(change, rows), as_of=ctx.now)
    row: dict[str, Json] = {**record(change), "changed": [record(each) for each in rows]}
    columns = (*CHANGES, Column("changed", "changed"))
    return Answer("change", [row], columns, as_of=ctx.now, single=True)


def _page(change: Changed, rows: tuple[ChangedRow, ...]) -> tuple[str, ...]:
    told = facts(
        [
            ("change", str(change.id)), ("when", change.at.isoformat()), ("who", change.who),
            ("action", change.action), ("target", change.target), ("trace", change.trace),
            ("what", _said(change.summary)), ("rows", f"{change.rows:,}"),
            ("undo", _undo(change)),
        ]
    )  # fmt: skip
    return blocks(told, "\n".join(line for row in rows for line in _row_lines(row)))


def _undo(change: Changed) -> str:
    """Can it be taken back, how, and else why not."""
    if change.why:
        return f"{change.undo}: {change.why}"
    return change.undo or f"bellbuoy undo {change.id}"


def _row_lines(row: ChangedRow) -> list[str]:
    """`client 12`, then a line a column: `  owner  ana → mei`."""
    some = f" and {row.rows - 1:,} more" if row.rows > 1 else ""
    lines = [safe_text(f"{row.table} {row.key}{some}")]
    before, after = row.before or {}, row.after or {}
    for name in sorted(before.keys() | after.keys()):
        was, now = before.get(name, "nothing"), after.get(name, "nothing")
        lines.append(safe_text(f"  {name}  {was} → {now}", 2000))
    return lines


COMMANDS = (
    Command(
        noun="change",
        verb="list",
        summary="who changed what, the newest first",
        examples=("bellbuoy change list who:ana", "bellbuoy change list --limit 20 --json"),
        function=change_list,
        takes=("query", "limit"),
        columns=CHANGES,
    ),
    Command(
        noun="change",
        verb="show",
        summary="one change, row by row, before and after",
        examples=("bellbuoy change show 12", "bellbuoy change show 12 --json"),
        function=change_show,
        arguments=(Arg("id", "the change: bellbuoy change list", type=types.whole),),
    ),
)
