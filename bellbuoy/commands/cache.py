"""`bellbuoy cache …`: what is kept although it could be computed again."""

from __future__ import annotations

from bellbuoy.commands import argument_types as types
from bellbuoy.commands.answer import Answer
from bellbuoy.commands.columns import Column, Json, moment, number
from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.options import Options
from bellbuoy.commands.page import blocks, facts, section
from bellbuoy.commands.present import open_present
from bellbuoy.commands.to_json import to_json
from core.cache.types import CacheReport, Figures, KeptLook
from core.values.counting import counted
from core.values.instants import iso

_COLUMNS = (
    Column("kind", "kind", fixed=True),
    Column("what", "what", fixed=True),
    Column("state", "state", fixed=True),
    number("clients", "clients"),
    number("bytes", "bytes"),
    moment("computed", "computed"),
    moment("asked", "last asked for"),
    Column("formula", "formula"),
    Column("known", "as known then", extra=True),
    Column("id", "id", extra=True),
    Column("how", "how it is kept", extra=True),
)
_LOOKS = tuple(column for column in _COLUMNS if column.key != "kind" and not column.extra)
_FIGURES = (
    Column("what", "figures", fixed=True),
    Column("state", "state", fixed=True),
    Column("how", "how they are kept"),
)


def show(options: Options) -> Answer:
    """What is kept, how old it is, and when it goes."""
    from bellbuoy.services import cache

    ctx = open_present(options)
    found = cache.show(ctx)
    if options.format == "table" and options.cols is None:
        return Answer("cache", text=_text(found, options), as_of=ctx.now)
    rows = [*map(look_row, found.looks), *map(figures_row, found.figures)]
    return Answer("cache", rows, _COLUMNS, as_of=ctx.now, total=len(rows))


def clear(options: Options) -> Answer:
    """Take away kept looks: all, or those that nobody asked for in a while."""
    from bellbuoy.services import cache

    ctx = open_present(options)
    older = options.number("older_than")
    if options.dry_run:
        found = cache.clearable(ctx, older)
        notes = (f"a dry run: {_looks(len(found))} would go",)
    else:
        found = cache.clear(ctx, older)
        notes = (f"{_looks(len(found))} gone; they are computed again when asked for",)
    rows = [look_row(look) for look in found]
    return Answer("cache", rows, _COLUMNS, as_of=ctx.now, total=len(rows), notes=notes)


def look_row(look: KeptLook) -> dict[str, Json]:
    """A kept look; `what` is the moment that it is of."""
    return {
        "kind": "look",
        "what": iso(look.at),
        "state": look.state,
        "clients": look.clients,
        "bytes": look.bytes,
        "computed": to_json(look.computed),
        "asked": to_json(look.asked),
        "formula": look.formula,
        "known": look.known,
        "id": look.id,
        "how": None,
    }


def figures_row(figures: Figures) -> dict[str, Json]:
    """Figures that are written with what they follow from."""
    waiting = figures.waiting
    return {
        "kind": "figures",
        "what": figures.name,
        "state": counted(waiting, "client waits", "clients wait") if waiting else "current",
        "clients": None,
        "bytes": None,
        "computed": None,
        "asked": None,
        "formula": None,
        "known": None,
        "id": None,
        "how": figures.how,
    }


def _text(found: CacheReport, options: Options) -> tuple[str, ...]:
    imported = "none yet" if found.imported is None else iso(found.imported)
    known = [look.bytes for look in found.looks if look.bytes is not None]
    told = facts(
        [
            ("newest import", imported),
            ("kept looks", f"{len(found.looks):,}, {sum(known):,} bytes"),
            ("a look stays", f"{_days(found.days)} after somebody last asked for it"),
        ]
    )
    looks = section([look_row(look) for look in found.looks], _LOOKS, options)
    figures = section([figures_row(each) for each in found.figures], _FIGURES, options)
    return blocks(told, figures, looks)


def _looks(count: int) -> str:
    return "1 look" if count == 1 else f"{count:,} looks"


def _days(count: int) -> str:
    return counted(count, "day")


COMMANDS = (
    Command(
        noun="cache",
        verb="show",
        summary="what is kept, how old it is, and when it goes",
        examples=("bellbuoy cache show", "bellbuoy cache show --json"),
        function=show,
        columns=_COLUMNS,
    ),
    Command(
        noun="cache",
        verb="clear",
        summary="take away kept looks at past days",
        examples=("bellbuoy cache clear -n", "bellbuoy cache clear --older-than 3d"),
        function=clear,
        arguments=(
            Arg("older_than", "those that nobody asked for in: 3d, 12h", "option",
                types.span, metavar="SPAN"),
        ),
        writes=True,
        columns=_COLUMNS,
    ),
)  # fmt: skip
