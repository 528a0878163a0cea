"""`bellbuoy retention …`: how long facts and the program's own records are kept."""

from __future__ import annotations

from bellbuoy.commands import argument_types as types
from bellbuoy.commands.answer import Answer
from bellbuoy.commands.columns import Column, Json, moment, number
from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.options import Options
from bellbuoy.commands.present import open_present
from bellbuoy.commands.to_json import record
from bellbuoy.commands.watch import watching
from core.store.types import Retention

_COLUMNS = (
    Column("name", "class", fixed=True),
    number("days", "days kept"),
    number("offered", "offered"),
    number("due", "due"),
    Column("due_first", "first due"),
    Column("due_last", "due until"),
    Column("gone_until", "gone until"),
    Column("meaning", "what"),
    Column("by", "by"),
    Column("basis", "basis", extra=True),
    moment("set_at", "set", extra=True),
    number("due_days", "days due", extra=True),
    number("due_bytes", "bytes due", extra=True),
    Column("estimated", "estimated", extra=True),
    Column("held_from", "held from", extra=True),
)
_NAME = Arg("name", "telemetry, events, usage-day, alerts, deliveries, runs, faults or timings")
_DAYS = Arg("days", "so many days stay; of facts 31 or more, behind the newest", "option",
            types.count, metavar="N")  # fmt: skip
_BASIS = Arg("basis", "why so long, in words", "option", metavar="TEXT")


def list_(options: Options) -> Answer:
    """Every class with its policy, and what is due."""
    from bellbuoy.services import retention

    ctx = open_present(options)
    found = retention.listed(ctx)
    rows, notes = [_row(each) for each in found], _about(found)
    if all(row["by"] != "policy" for row in rows):
        notes = ("no policy is set: every fact is kept", *notes)
    return Answer("retention", rows, _COLUMNS, as_of=ctx.now, total=len(rows), notes=notes)


def show(options: Options) -> Answer:
    """One class."""
    from bellbuoy.services import retention

    ctx = open_present(options)
    found = retention.show(ctx, options.need("name"))
    return Answer("retention", [_row(found)], _COLUMNS, as_of=ctx.now, single=True,
                  notes=_about((found,)))  # fmt: skip


def add(options: Options) -> Answer:
    """Set a policy where there is none."""
    return _put(options, new=True)


def edit(options: Options) -> Answer:
    """Change a policy."""
    return _put(options, new=False)


def _put(options: Options, *, new: bool) -> Answer:
    from bellbuoy.services import retention

    ctx, name = open_present(options), options.need("name")
    shown = retention.show(ctx, name)
    days = options.number("days") or shown.days or shown.offered
    if options.dry_run:
        found = retention.plan(ctx, name, days)
        note = f"a dry run: {_rows((found,))} would be due{_lost((found,))}"
    else:
        found = retention.put(ctx, name, days, options.text("basis"), new=new)
        note = f"{_rows((found,))} are due; they go at 02:00, or by: bellbuoy retention run"
        note += _lost((found,))
    return Answer("retention", [_row(found)], _COLUMNS, as_of=ctx.now, single=True,
                  notes=(note,))  # fmt: skip


def delete(options: Options) -> Answer:
    """Take a policy away: nothing of the class goes any more, or as shipped."""
    from bellbuoy.services import retention

    ctx, name = open_present(options), options.need("name")
    if options.dry_run:
        found, note = retention.show(ctx, name), "a dry run: nothing was changed"
    else:
        found, now = retention.remove(ctx, name), retention.show(ctx, name)
        note = "taken away: from now on all is kept"
        if now.days is not None:
            note = f"taken away: from now on {now.days:,} days are kept, as shipped"
    return Answer("retention", [_row(found)], _COLUMNS, as_of=ctx.now, single=True,
                  notes=(note,))  # fmt: skip


def run(options: Options) -> Answer:
    """Delete what is due."""
    from bellbuoy.services import retention

    ctx, name = open_present(options), options.text("name")
    if options.dry_run:
        every = retention.listed(ctx) if name is None else (retention.show(ctx, name),)
        found = tuple(each for each in every if each.days is not None)
        note = f"a dry run: {_rows(found)} would go{_folded(found)}{_lost(found)}"
    else:
        with watching("retention", options) as progress:
            found = retention.run(ctx, name, progress=progress.update)
        note = (
            f"{_rows(found)} gone{_folded(found)}; bellbuoy store compact gives their room back"
        )
    rows = [_row(each) for each in found]
    return Answer("retention", rows, _COLUMNS, as_of=ctx.now, total=len(rows), notes=(note,))


def _row(found: Retention) -> dict[str, Json]:
    row = record(found)
    return {column.key: row[column.key] for column in _COLUMNS}


def _rows(found: tuple[Retention, ...]) -> str:
    count = sum(each.due for each in found)
    about = "about " if any(each.estimated for each in found) else ""
    return "1 row" if count == 1 else f"{about}{count:,} rows"


def _about(found: tuple[Retention, ...]) -> tuple[str, ...]:
    """Which counts are estimates, and what a simulation holds back."""
    names = ", ".join(each.name for each in found if each.estimated)
    notes = (f"estimated from some days, as there are many: {names}",) if names else ()
    return notes + _held(found)


def _held(found: tuple[Retention, ...]) -> tuple[str, ...]:
    """What stays although it is old enough, and what helps."""
    return tuple(
        f"{each.name} from {each.held_from} on stays: a simulation in force needs it to be"
        " undone (bellbuoy sim history)"
        for each in found if each.held_from is not None
    )  # fmt: skip


def _folded(found: tuple[Retention, ...]) -> str:
    """What of the rows lives on in months."""
    for each in found:
        if each.due_days:
            days = "1 day" if each.due_days == 1 else f"{each.due_days:,} days"
            size = f"about {each.due_bytes or 0:,} bytes"
            return f", {each.due:,} of them of {days} ({size}) into months"
    return ""


def _lost(found: tuple[Retention, ...]) -> str:
    """What will not be told any more, as history begins later than the days that go."""
    for each in found:
        if each.due_days and (each.history_from or "~") > (each.due_first or ""):
            begins = each.history_from or "nowhere yet"
            return (
                "; a look at a day before its history has no score then,"
                f" and history begins {begins}"
            )
    return ""


COMMANDS = (
    Command(
        noun="retention",
        verb="list",
        summary="how long records are kept, and what is due",
        examples=("bellbuoy retention list", "bellbuoy retention list --json"),
        function=list_,
        columns=_COLUMNS,
    ),
    Command(
        noun="retention",
        verb="show",
        summary="one class of records",
        examples=("bellbuoy retention show telemetry", "bellbuoy retention show runs --json"),
        function=show,
        arguments=(_NAME,),
        columns=_COLUMNS,
    ),
    Command(
        noun="retention",
        verb="add",
        summary="set a policy: no fact goes without one",
        examples=(
            "bellbuoy retention add telemetry -n",
            "bellbuoy retention add telemetry --days 90 --basis 'billing disputes'",
        ),
        function=add,
        arguments=(_NAME, _DAYS, _BASIS),
        writes=True,
        columns=_COLUMNS,
    ),
    Command(
        noun="retention",
        verb="edit",
        summary="change a policy, after a look at what it would delete",
        examples=(
            "bellbuoy retention edit telemetry --days 120 -n",
            "bellbuoy retention edit telemetry --days 120",
        ),
        function=edit,
        arguments=(_NAME, _DAYS, _BASIS),
        writes=True,
        columns=_COLUMNS,
    ),
    Command(
        noun="retention",
        verb="delete",
        summary="take a policy away: facts are kept again",
        examples=("bellbuoy retention delete events", "bellbuoy retention delete telemetry -n"),
        function=delete,
        arguments=(_NAME,),
        writes=True,
        columns=_COLUMNS,
    ),
    Command(
        noun="retention",
        verb="run",
        summary="delete what is due; the worker does so at 02:00",
        examples=("bellbuoy retention run -n", "bellbuoy retention run telemetry"),
        function=run,
        arguments=(Arg("name", "a class; else all of them", optional=True),),
        writes=True,
        columns=_COLUMNS,
    ),
)
