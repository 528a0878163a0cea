"""Calls, e-mails, meetings and notes: written down, mended, listed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.desk.numbers import clients_named, number_of
from bellbuoy.services.lists import Asked, ListWindow, asked, condition, page_of
from core.desk.fields import INTERACTION_FIELDS
from core.desk.types import KINDS, Interaction, InteractionKind
from core.desk.wording import written
from core.values.errors import ConflictError, NotFoundError, UsageError
from core.values.instants import to_micros
from core.values.page import Page
from storage.desk import reads
from storage.engine.reader import Reader, Rows

if TYPE_CHECKING:
    from storage.engine.unit import Unit

MOST = 1_000
"""Clients that one text is written down for at once."""
_EDITED = ("kind", "at_us", "text", "rev")


@service("interaction:read")
def page(
    ctx: Context,
    query: str = "",
    *,
    sort: str | None = None,
    limit: int = 100,
    cursor: str | None = None,
) -> Page[Interaction]:
    """One page of interactions, the newest first."""
    request = parsed(ctx, query, sort)
    with ctx.reader() as reader:
        return page_of(reader, request, _window, limit, cursor)


@service("interaction:read")
def count(ctx: Context, query: str = "") -> int:
    """How many interactions a query has."""
    request = parsed(ctx, query)
    with ctx.reader() as reader:
        return _window(request, reader).count(reader)


def parsed(ctx: Context, query: str, sort: str | None = None) -> Asked:
    """A query over interactions. Raises QueryError."""
    return asked(ctx, query, INTERACTION_FIELDS, sort)


def _window(request: Asked, reader: Reader) -> ListWindow[Interaction]:
    columns = reads.interaction_columns()
    where, params = condition(reader, request, INTERACTION_FIELDS, columns)
    listing = reads.interaction_listing(
        INTERACTION_FIELDS, request.directives.sort, where, params
    )

    def describe(_rows: Rows, raw: Sequence[tuple[Any, ...]]) -> tuple[Interaction, ...]:
        return tuple(reads.interaction_of(row) for row in raw)

    return ListWindow(listing, describe)


@service("interaction:read")
def show(ctx: Context, key: str) -> Interaction:
    """One interaction (`I-12`, or `12`). Raises NotFoundError."""
    with ctx.reader() as reader:
        return _there(reader, key)


@service("interaction:add", writes=True)
def add(
    ctx: Context,
    clients: Sequence[str],
    text: str,
    *,
    kind: InteractionKind = "note",
    at: datetime | None = None,
) -> tuple[Interaction, ...]:
    """Write a text down for clients (public ids, or names that mean one), in one change.

    `at` is when it was (None: now). What stands there already, by the same person in
    the same words at the same instant, is not written twice. Raises NotFoundError;
    UsageError for no text, an instant to come, or more than `MOST` clients.
    """
    from bellbuoy.services.desk.changing import changing
    from storage.desk.writes import insert_interactions, next_numbers

    text, at_us = checked(ctx, text, kind, at)
    if len(clients) > MOST:
        raise UsageError(f"{len(clients):,} clients at once; at most {MOST:,}", "narrow them")
    wanted = clients_named(ctx, clients)
    with ctx.store.unit() as unit:
        known = reads.said_already(unit, wanted, kind, at_us, ctx.viewer.name, text)
        fresh = [client for client in wanted if client not in known]
        if fresh:
            numbers = next_numbers(unit, "interaction", len(fresh))
            known |= dict(zip(fresh, numbers, strict=True))
            target = f"I-{numbers[0]}"
            watched = {"interaction": (numbers, ())}
            with changing(ctx, unit, "interaction.add", target, watched):
                who = ctx.viewer.name
                insert_interactions(
                    unit,
                    [(known[each], each, kind, at_us, who, text) for each in fresh],
                )
        return tuple(_now(unit, known[client]) for client in wanted)


def checked(ctx: Context, text: str, kind: str, at: datetime | None) -> tuple[str, int]:
    """(the text, the instant in microseconds). Raises UsageError."""
    if kind not in KINDS:
        raise UsageError(f"“{kind}” is no kind", "kinds: " + ", ".join(KINDS))
    moment = ctx.present if at is None else at
    if moment > ctx.present:
        raise UsageError("that lies ahead of the store's clock", "a task has a day to come")
    return written(text, "the text"), to_micros(moment)


@service("interaction:edit", writes=True)
def edit(
    ctx: Context,
    key: str,
    *,
    text: str | None = None,
    kind: InteractionKind | None = None,
    at: datetime | None = None,
    expect: int | None = None,
) -> Interaction:
    """Mend an interaction; what is None stays, and no difference changes nothing.
    Raises NotFoundError; ConflictError where its revision is no longer `expect`."""
    from bellbuoy.services.desk.changing import changing
    from storage.desk.writes import update_interaction

    with ctx.store.unit() as unit:
        before = _there(unit, key)
        if expect is not None and before.rev != expect:
            raise ConflictError(
                f"{before.key} was changed meanwhile", f"bellbuoy interaction show {before.key}"
            )
        said, at_us = checked(ctx, text or before.text, kind or before.kind, at or before.at)
        then = {"kind": kind or before.kind, "at_us": at_us, "text": said}
        if then == {"kind": before.kind, "at_us": to_micros(before.at), "text": before.text}:
            return before
        watched = {"interaction": ([before.id], _EDITED)}
        with changing(ctx, unit, "interaction.edit", before.key, watched):
            update_interaction(unit, before.id, then)
        return _now(unit, before.id)


def _there(rows: Rows, key: str) -> Interaction:
    found = reads.interaction_by_id(rows, number_of(key, "I"))
    if found is None:
        raise NotFoundError(f"no interaction “{key}”", "bellbuoy interaction list")
    return found


def _now(unit: Unit, number: int) -> Interaction:
    found = reads.interaction_by_id(unit, number)
    assert found is not None
    return found
