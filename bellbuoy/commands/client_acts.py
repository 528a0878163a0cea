"""`bellbuoy client assign|tag|snooze`: one change of all clients that a query finds."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from bellbuoy.commands.answer import Answer
from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.desk_rows import ACTED, acted_rows, preview_json
from bellbuoy.commands.options import Options
from bellbuoy.commands.present import open_present
from bellbuoy.commands.watch import watching
from core.desk.types import Preview, Selection
from core.values.errors import UsageError
from core.values.money import show_money
from core.values.text import safe_text

if TYPE_CHECKING:
    from bellbuoy.services.context import Context

Act = Callable[..., Preview]


def assign(options: Options) -> Answer:
    """Say who looks after clients; imports leave it alone from then on."""
    from bellbuoy.services.desk import assign as service

    owner, imported = options.text("owner"), options.flag("as_imported")
    if (owner is None) == (not imported):
        raise UsageError(
            "who is to look after them?", "--owner mei, --owner none, or --as-imported"
        )
    if imported:
        return _acted(options, lambda ctx, meant, **how: service.as_imported(ctx, meant, **how))
    name = None if owner == "none" else owner
    return _acted(options, lambda ctx, meant, **how: service.assign(ctx, meant, name, **how))


def tag(options: Options) -> Answer:
    """Put tags on clients, and take others off."""
    from bellbuoy.services.desk import tags

    words = (*options.texts("tags"), *(f"-{word}" for word in options.texts("drop")))
    return _acted(options, lambda ctx, meant, **how: tags.tag(ctx, meant, words, **how))


def snooze(options: Options) -> Answer:
    """Leave clients alone for a while."""
    from bellbuoy.services.desk import snooze as service
    from core.values.due import day_written

    until, why = options.text("until"), options.text("why") or ""
    if until is None:
        raise UsageError("up to which day?", "--until 7d, --until fri, or --until none")

    def act(ctx: Context, meant: Selection, **how: object) -> Preview:
        day = None if until == "none" else day_written(until, ctx.today)
        return service.snooze(ctx, meant, day, why, **how)  # type: ignore[arg-type]

    return _acted(options, act)


def _acted(options: Options, act: Act) -> Answer:
    """The change, or with --dry-run what it would do."""
    ctx = open_present(options)
    meant = meant_by(ctx, options.need("clients"))
    with watching("changing", options) as progress:
        found = act(ctx, meant, dry_run=options.dry_run, progress=progress.update)
    rows, beside = acted_rows(found), {"summary": preview_json(found, dry=options.dry_run)}
    notes = preview_words(found, dry=options.dry_run)
    return Answer("client_change", rows, ACTED, as_of=ctx.now, notes=notes, beside=beside)


def meant_by(ctx: Context, text: str) -> Selection:
    """A public id, or a query. Raises UsageError for an empty one, QueryError."""
    from bellbuoy.services.desk import selection

    return selection.meant_by(ctx, text)


def preview_words(found: Preview, *, dry: bool) -> tuple[str, ...]:
    """What would be done, or was, in sentences."""
    if not found.found:
        return ("no client fits: nothing is changed",)
    staying = f"; {found.staying:,} are so already" if found.staying else ""
    if not found.changing:
        return (f"nothing changes: all {found.found:,} are so already",)
    arr = " and ".join(show_money(money) for money in found.arr)
    money = f", ARR {arr}" if arr else ""
    tasks = f"; {found.tasks:,} open tasks go along" if found.tasks else ""
    would = "a dry run: would change" if dry else "changed"
    what = safe_text(found.what)
    of = f"{found.changing:,} of {found.found:,} clients"
    told = [f"{would} {of} to {what}{money}{tasks}{staying}"]
    if found.changing > len(found.first):
        told.append(f"the first {len(found.first)} of them are shown")
    if found.change is not None:
        told.append(f"bellbuoy undo {found.change} takes it back")
    return tuple(told)


_CLIENTS = Arg("clients", "a query, or the id of one client", metavar="QUERY")

ACTS = (
    Command(
        noun="client",
        verb="assign",
        summary="who looks after clients; imports leave it alone from then on",
        examples=(
            "bellbuoy client assign 'owner:raj tier:critical' --owner mei -n",
            "bellbuoy client assign C-0001 --as-imported",
        ),
        function=assign,
        arguments=(
            _CLIENTS,
            Arg("owner", "who looks after them; none for nobody", "option", metavar="NAME"),
            Arg("as_imported", "as the sources say again", "flag"),
        ),
        writes=True,
        columns=ACTED,
    ),
    Command(
        noun="client",
        verb="tag",
        summary="words on clients: +vip puts one on, --drop vip takes it off",
        examples=(
            "bellbuoy client tag C-0001 +vip",
            "bellbuoy client tag 'arr>100k' +vip --drop trial",
        ),
        function=tag,
        arguments=(
            _CLIENTS,
            Arg("tags", "+vip; behind -- also -trial", metavar="TAG", repeat=True,
                optional=True),
            Arg("drop", "one to take off", "option", metavar="TAG", repeat=True),
        ),
        writes=True,
        columns=ACTED,
    ),
    Command(
        noun="client",
        verb="snooze",
        summary="leave clients alone for a while; the radar hides them until then",
        examples=(
            "bellbuoy client snooze C-0001 --until 7d --why 'on holiday'",
            "bellbuoy client snooze 'snoozed:any' --until none",
        ),
        function=snooze,
        arguments=(
            _CLIENTS,
            Arg("until", "the last day: fri, 7d, 2w, 2026-03-20; none wakes them", "option",
                metavar="DAY"),
            Arg("why", "the reason, for whoever asks", "option", metavar="TEXT"),
        ),
        writes=True,
        columns=ACTED,
    ),
)  # fmt: skip
