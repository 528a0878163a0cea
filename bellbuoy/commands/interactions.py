"""`bellbuoy interaction …` and `bellbuoy client note`: what was said, and with whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, cast

from bellbuoy.commands.answer import Answer
from bellbuoy.commands.command import LISTING, Arg, Command
from bellbuoy.commands.desk_rows import INTERACTIONS, interaction_row
from bellbuoy.commands.listing import Source, list_answer
from bellbuoy.commands.options import Options
from bellbuoy.commands.present import open_present
from core.desk.types import KINDS, Interaction, InteractionKind
from core.values.errors import UsageError
from core.values.page import Page
from core.values.text import safe_text

if TYPE_CHECKING:
    from bellbuoy.services.context import Context

_WHOLE = tuple(replace(column, extra=False) for column in INTERACTIONS)


def list_(options: Options) -> Answer:
    """Interactions, the newest first."""
    from bellbuoy.services.desk import interactions

    ctx, query = open_present(options), options.query or ""
    request = interactions.parsed(ctx, query, options.sort)

    def page(ctx: Context, limit: int, cursor: str | None) -> Page[Interaction]:
        return interactions.page(ctx, query, sort=options.sort, limit=limit, cursor=cursor)

    def count() -> int:
        return interactions.count(ctx, query)

    source = Source(ctx, request.directives, ctx.now, page, interaction_row, count)
    return list_answer("interaction", source, INTERACTIONS, options)


def show(options: Options) -> Answer:
    """One interaction with its whole text."""
    from bellbuoy.services.desk import interactions

    ctx = open_present(options)
    found = interactions.show(ctx, options.need("id"))
    row = interaction_row(found)
    if options.format != "table" or options.cols is not None:
        return Answer("interaction", [row], _WHOLE, as_of=ctx.now, single=True)
    head = (
        f"{found.key}  {found.kind} by {safe_text(found.who)}, {safe_text(found.client_name)}"
    )
    lines = [safe_text(line, len(line) or 1) for line in found.text.splitlines()]
    told = _WHOLE[3].render(row["at"])
    return Answer("interaction", as_of=ctx.now, text=(f"{head}\n{told}", "\n".join(lines)))


def note(options: Options) -> Answer:
    """Write a note about a client."""
    return _add(options, options.need("name"), options.need("text"), "note", None)


def add(options: Options) -> Answer:
    """Write down a call, an e-mail, a meeting or a note."""
    client, text = options.text("client"), options.text("text")
    if client is None or text is None:
        raise UsageError(
            "whom was it with, and what was said?",
            "bellbuoy interaction add --client C-0001 --kind call --text 'renewal is on'",
        )
    kind = cast("InteractionKind", options.need("kind"))
    return _add(options, client, text, kind, options.text("at"))


def _add(
    options: Options, client: str, text: str, kind: InteractionKind, at: str | None
) -> Answer:
    from bellbuoy.services import clients
    from bellbuoy.services.desk import interactions

    ctx = open_present(options)
    moment = _moment(ctx, at)
    if options.dry_run:
        interactions.checked(ctx, text, kind, moment)
        clients.identify(ctx, client)
        told = f"a dry run: a {kind} of {len(text):,} characters would be kept"
        return Answer("interaction", [], INTERACTIONS, as_of=ctx.now, notes=(told,))
    (found,) = interactions.add(ctx, [client], text, kind=kind, at=moment)
    told = f"{found.key} is kept; bellbuoy undo takes it back"
    rows = [interaction_row(found)]
    return Answer("interaction", rows, INTERACTIONS, as_of=ctx.now, notes=(told,))


def _moment(ctx: Context, text: str | None) -> datetime | None:
    from bellbuoy.services.context import parse_as_of

    return None if text is None else parse_as_of(ctx, text)


def edit(options: Options) -> Answer:
    """Mend the text, kind or time of an interaction."""
    from bellbuoy.services.desk import interactions

    text, kind, at = (options.text(name) for name in ("text", "kind", "at"))
    if text is None and kind is None and at is None:
        raise UsageError("nothing to change", "--text, --kind or --at says what")
    ctx = open_present(options)
    moment = _moment(ctx, at)
    key = options.need("id")
    if options.dry_run:
        before = interactions.show(ctx, key)
        interactions.checked(ctx, text or before.text, kind or before.kind, moment or before.at)
        rows, told = [interaction_row(before)], f"a dry run: {before.key} stays as it is"
    else:
        chosen = cast("InteractionKind | None", kind)
        after = interactions.edit(ctx, key, text=text, kind=chosen, at=moment)
        rows, told = [interaction_row(after)], f"{after.key} is kept, revision {after.rev}"
    return Answer("interaction", rows, INTERACTIONS, as_of=ctx.now, notes=(told,))


_AT = Arg("at", "when it was: 2026-03-14T10:00, in the store's zone; now without it",
          "option", metavar="TIME")  # fmt: skip
_TEXT = Arg("text", "what was said, kept as it is", "option", metavar="TEXT")

NOTE = Command(
    noun="client",
    verb="note",
    summary="write a note about a client",
    examples=(
        "bellbuoy client note C-0001 'Dana asks for the export API'",
        "bellbuoy client note northwind 'renewal is on' --json",
    ),
    function=note,
    arguments=(
        Arg("name", "the client: id, name or its beginning", completes="client"),
        Arg("text", "what to keep"),
    ),
    writes=True,
    columns=INTERACTIONS,
)
COMMANDS = (
    Command(
        noun="interaction",
        verb="list",
        summary="calls, e-mails, meetings and notes, the newest first",
        examples=(
            "bellbuoy interaction list 'client:C-0001 kind:call,email'",
            "bellbuoy interaction list 'at<7d who:me' --json",
        ),
        function=list_,
        takes=LISTING,
        columns=INTERACTIONS,
    ),
    Command(
        noun="interaction",
        verb="show",
        summary="one of them with its whole text",
        examples=("bellbuoy interaction show I-12", "bellbuoy interaction show 12 --json"),
        function=show,
        arguments=(Arg("id", "which one: bellbuoy interaction list"),),
        columns=_WHOLE,
    ),
    Command(
        noun="interaction",
        verb="add",
        summary="write down a call, an e-mail, a meeting or a note",
        examples=(
            "bellbuoy interaction add --client C-0001 --kind call --text 'renewal is on'",
            "bellbuoy interaction add --client C-0001 --at 2026-03-14 --text 'sent it'",
        ),
        function=add,
        arguments=(
            Arg("client", "the client: id, name or its beginning", "option", metavar="NAME",
                completes="client"),
            Arg("kind", "what it was", "option", choices=KINDS, default="note"),
            _TEXT,
            _AT,
        ),
        writes=True,
        columns=INTERACTIONS,
    ),
    Command(
        noun="interaction",
        verb="edit",
        summary="mend the text, kind or time of one",
        examples=(
            "bellbuoy interaction edit I-12 --text 'renewal is on, in April'",
            "bellbuoy interaction edit I-12 --kind meeting",
        ),
        function=edit,
        arguments=(
            Arg("id", "which one: bellbuoy interaction list"),
            _TEXT,
            Arg("kind", "what it was", "option", choices=KINDS),
            _AT,
        ),
        writes=True,
        columns=INTERACTIONS,
    ),
)  # fmt: skip
