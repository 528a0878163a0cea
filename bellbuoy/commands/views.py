"""`bellbuoy view …`: views of lists, kept under a name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bellbuoy.commands import argument_types as types
from bellbuoy.commands.answer import Answer
from bellbuoy.commands.columns import Column, Json, moment, number
from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.options import Options
from bellbuoy.commands.page import known
from bellbuoy.commands.present import open_present
from core.values.instants import iso
from core.views.types import PLACES, View

if TYPE_CHECKING:
    from bellbuoy.services.context import Context

_COLUMNS = (
    Column("name", "view"),
    Column("place", "list", fixed=True),
    Column("query", "query"),
    Column("sort", "sort"),
    Column("by", "by"),
    Column("columns", "columns", extra=True),
    Column("refresh_s", "refresh s", "right", extra=True),
    Column("origin", "whose", fixed=True),
    Column("owner", "owner", extra=True),
    Column("shared", "shared with"),
    number("rev", "rev", extra=True),
    moment("saved_at", "saved", extra=True),
    Column("saved_by", "saved by", extra=True),
)
_ONE = (*_COLUMNS, number("rows", "rows"), Column("command", "command", fixed=True))
_EVERYBODY, _NOBODY = "all", "nobody"


def list_(options: Options) -> Answer:
    """One's own views, those that are shared, and those that came with the program."""
    from bellbuoy.services.views import reading

    ctx = open_present(options)
    found = reading.listed(ctx, options.text("noun"))
    rows = [_row(ctx, view) for view in found]
    return Answer("view", rows, _COLUMNS, as_of=ctx.now, total=len(rows))


def show(options: Options) -> Answer:
    """One view, how many rows it finds, and the command that shows them."""
    from bellbuoy.services.views import reading

    ctx = open_present(options)
    found = reading.find(ctx, options.need("name"))
    row = _row(ctx, found)
    row["rows"] = reading.count(ctx, found)
    row["command"] = reading.command_line(ctx, found)
    columns = known([replace(each, extra=False) for each in _ONE], row, options)
    return Answer("view", [row], columns, as_of=ctx.now, single=True)


def save(options: Options) -> Answer:
    """Keep a view under a name, or another one in its place."""
    from bellbuoy.services.views import writing

    ctx = open_present(options)
    view, rev = _wanted(ctx, options), options.number("rev")
    if options.dry_run:
        return _answer(ctx, writing.plan(ctx, view, rev=rev), options, "a dry run")
    return _answer(ctx, writing.save(ctx, view, rev=rev), options, "saved")


def _wanted(ctx: Context, options: Options) -> View:
    """What the flags say; of a view that is replaced they change what they name."""
    from bellbuoy.services.views.reading import find

    name, rev = options.need("name"), options.number("rev")
    before = View(name, "clients") if rev is None else find(ctx, name)
    given = {
        "place": options.text("place"),
        "query": options.query,
        "sort": options.sort,
        "by": options.text("by"),
        "columns": options.values["columns"],
        "refresh_s": options.number("refresh"),
    }
    changes = {field: value for field, value in given.items() if value is not None}
    return replace(before, **changes)  # type: ignore[arg-type]


def delete(options: Options) -> Answer:
    """Forget a view."""
    from bellbuoy.services.views import reading, writing

    ctx, name = open_present(options), options.need("name")
    if options.dry_run:
        return _answer(ctx, reading.find(ctx, name), options, "a dry run: it stays")
    found = writing.delete(ctx, name, rev=options.number("rev"))
    return _answer(ctx, found, options, "it is gone: bellbuoy undo brings it back")


def share(options: Options) -> Answer:
    """Share a view with a role or with all, or with nobody any more."""
    from bellbuoy.services.views import reading, writing

    ctx, name, role = open_present(options), options.need("name"), options.need("role")
    shared = {_EVERYBODY: "*", _NOBODY: ""}.get(role, role)
    if options.dry_run:
        found = replace(reading.find(ctx, name), shared=shared)
        return _answer(ctx, found, options, "a dry run: it stays as it is")
    return _answer(ctx, writing.share(ctx, name, shared), options, _told_of(shared))


def _told_of(shared: str) -> str:
    if not shared:
        return "it is private now"
    return f"shared with {'all roles' if shared == '*' else shared}"


def _answer(ctx: Context, view: View, options: Options, note: str) -> Answer:
    row = _row(ctx, view)
    columns = known([replace(each, extra=False) for each in _COLUMNS], row, options)
    return Answer("view", [row], columns, as_of=ctx.now, single=True, notes=(note,))


def _row(ctx: Context, view: View) -> dict[str, Json]:
    """`by` and `sort` as they stand behind `by:` and `sort:`; `origin` own, shared or
    starter; `rev` 0 where it is in no store."""
    return {
        "name": view.name,
        "place": view.place,
        "query": view.query,
        "sort": view.sort,
        "by": view.by,
        "columns": list(view.columns),
        "refresh_s": view.refresh_s,
        "origin": view.origin_for(ctx.viewer.name),
        "owner": view.owner,
        "shared": {"*": _EVERYBODY}.get(view.shared, view.shared),
        "rev": view.rev,
        "saved_at": None if view.saved_at is None else iso(view.saved_at),
        "saved_by": view.saved_by,
    }


_NAME = Arg("name", "the view; OWNER/NAME is that of somebody who shares it",
            completes="view")  # fmt: skip
_REV = Arg("rev", "only if it is this one still: view list --json", "option", types.whole,
           metavar="N")  # fmt: skip

COMMANDS = (
    Command(
        noun="view",
        verb="list",
        summary="your views, those shared with you, and those of the program",
        examples=("bellbuoy view list", "bellbuoy view list --noun client --json"),
        function=list_,
        arguments=(
            Arg("noun", "client or incident: what the lists hold", "option",
                choices=tuple(dict.fromkeys(each.noun for each in PLACES.values())),
                metavar="NOUN"),
        ),
        columns=_COLUMNS,
    ),
    Command(
        noun="view",
        verb="show",
        summary="one view, how many rows it finds, and its command",
        examples=("bellbuoy view show 'No owner'", "bellbuoy view show 'My book' --json"),
        function=show,
        arguments=(_NAME,),
    ),
    Command(
        noun="view",
        verb="save",
        summary="keep a query with its columns, order and groups under a name",
        examples=(
            "bellbuoy view save Late 'renews<30d seen>14d' --sort renews --place radar",
            "bellbuoy view save Late --by owner --rev 12 -n",
        ),
        function=save,
        arguments=(
            Arg("name", "what it is called"),
            Arg("place", "the list it is for: radar, clients (if not said) or incidents",
                "option", choices=tuple(PLACES), metavar="LIST"),
            Arg("columns", "its columns in their order: name,tier", "option", types.names,
                metavar="LIST"),
            Arg("by", "group by: owner", "option", types.filled, metavar="FIELDS"),
            Arg("refresh", "read again after: 30s; 0s: as the list does", "option",
                types.span, metavar="SPAN"),
            Arg("rev", "take the place of this one", "option", types.whole, metavar="N"),
        ),
        takes=("query", "sort"),
        writes=True,
        columns=_COLUMNS,
    ),
    Command(
        noun="view",
        verb="share",
        summary="share a view with a role or with all",
        examples=("bellbuoy view share Late manager", "bellbuoy view share Late nobody"),
        function=share,
        arguments=(_NAME, Arg("role", "a role; all; nobody: it is private again")),
        writes=True,
        columns=_COLUMNS,
    ),
    Command(
        noun="view",
        verb="delete",
        summary="forget a view",
        examples=("bellbuoy view delete Late", "bellbuoy view delete Late --rev 12 --json"),
        function=delete,
        arguments=(_NAME, _REV),
        writes=True,
        columns=_COLUMNS,
    ),
)  # fmt: skip
