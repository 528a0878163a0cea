"""Keeping views: saved, deleted, shared. Two people who save at once both keep theirs:
the second is told of the first, and nothing of either is lost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bellbuoy.services.authorise import authorise, policy, service
from bellbuoy.services.context import Context
from bellbuoy.services.lists import query_context
from bellbuoy.services.views.reading import find
from core.query.nouns import FIELD_SETS
from core.values.errors import ConflictError, NotFoundError, UsageError
from core.values.instants import from_micros
from core.views.names import checked_name, name_key, view_key
from core.views.types import EVERYBODY, PLACES, View, ViewConflictError
from core.views.wording import checked
from storage.views.reads import by_key, how_many, key_shared_as

if TYPE_CHECKING:
    from storage.audit.writes import Change
    from storage.engine.unit import Unit

MOST = 200
"""Views of one owner."""
_SHARE = "view:share"


@service("view:write")
def readable(ctx: Context, view: View) -> View:
    """The view as it would be kept, under its owner. Raises UsageError (QueryError for
    its query) for what does not hold; NotFoundError for a list that has no views."""
    if view.place not in PLACES:
        raise NotFoundError(f"no list “{view.place}”", "lists: " + ", ".join(PLACES))
    noun = PLACES[view.place].noun
    authorise(ctx, f"{noun}:read")
    return checked(
        replace(view, owner=view.owner or ctx.viewer.name), FIELD_SETS[noun], query_context(ctx)
    )


@service("view:write", writes=True)
def save(ctx: Context, view: View, *, rev: int | None = None) -> View:
    """Keep a view; as it is kept. `rev` is the one that it takes the place of, None: it
    is new. One that stands so already is left alone; whom it is shared with stays.

    Raises ViewConflictError where another one stands, or has been saved meanwhile.
    """
    wanted = readable(ctx, view)
    key = view_key(wanted.owner, wanted.name)
    with ctx.store.unit() as unit:
        standing = by_key(unit, key)
        _refuse_others(ctx, wanted.owner, standing)
        if standing is not None and standing.shows_like(wanted) and rev in (None, standing.rev):
            return standing
        _refuse_another(standing, wanted, rev)
        if standing is None and how_many(unit, wanted.owner) >= MOST:
            raise UsageError(f"you have {MOST} views: that is all there can be")
        change = _change(ctx, unit, "view.save", wanted)
        shared = "" if standing is None else standing.shared
        return _put(ctx, unit, change, replace(wanted, shared=shared))


@service("view:write")
def plan(ctx: Context, view: View, *, rev: int | None = None) -> View:
    """The view as `save` would keep it; raises what that raises, and writes nothing."""
    wanted = readable(ctx, view)
    with ctx.reader() as reader:
        standing = by_key(reader, view_key(wanted.owner, wanted.name))
    _refuse_others(ctx, wanted.owner, standing)
    if standing is None or rev is not None or not standing.shows_like(wanted):
        _refuse_another(standing, wanted, rev)
    return wanted


def _refuse_another(standing: View | None, wanted: View, rev: int | None) -> None:
    """Only the one that was seen is written over."""
    if standing is None:
        if rev is not None:
            raise ViewConflictError(None, wanted, "save it as a new one")
    elif rev != standing.rev:
        raise ViewConflictError(
            standing, wanted,
            f"--rev {standing.rev} takes its place; another name keeps both",
        )  # fmt: skip


@service("view:write", writes=True)
def delete(ctx: Context, name: str, *, rev: int | None = None) -> View:
    """Forget a view; what it was. `rev`: only if it is that one. Raises NotFoundError,
    UsageError for a starter, ViewConflictError where it was saved meanwhile."""
    with ctx.store.unit() as unit:
        standing = _standing(ctx, unit, name)
        _refuse_others(ctx, standing.owner, standing)
        if rev not in (None, standing.rev):
            raise ViewConflictError(standing, standing, "look at it first")
        from storage.views.writes import delete_view

        change = _change(ctx, unit, "view.delete", standing)
        delete_view(unit, view_key(standing.owner, standing.name))
        change.close({"name": standing.name})
    return standing


@service("view:share", writes=True)
def share(ctx: Context, name: str, shared: str) -> View:
    """Share a view with a role, with all (`*`), or with nobody any more (empty). Raises
    ConflictError where somebody shares another one under that name."""
    if shared not in ("", EVERYBODY, *policy().roles):
        raise NotFoundError(
            f"no role “{shared}”", "roles: all, " + ", ".join(sorted(policy().roles))
        )
    with ctx.store.unit() as unit:
        standing = _standing(ctx, unit, name)
        if standing.shared == shared:
            return standing
        if shared:
            refuse_taken(unit, name_key(standing.name), view_key(standing.owner, standing.name))
        change = _change(ctx, unit, "view.share", standing)
        return _put(ctx, unit, change, replace(standing, shared=shared))


def refuse_taken(unit: Unit, name: str, key: str) -> None:
    """A name is shared once: everybody means the same view by it."""
    other = key_shared_as(unit, name)
    if other not in (None, key):
        raise ConflictError(
            f"a view of that name is shared already ({other})", "share it under another name"
        )


def _standing(ctx: Context, unit: Unit, name: str) -> View:
    """The view of the store that a name means, as it stands in this transaction."""
    found = find(ctx, name)
    if not found.owner:
        raise UsageError(
            f"“{found.name}” came with the program and is for everybody",
            "save it under a name of your own first",
        )
    standing = by_key(unit, view_key(found.owner, found.name))
    if standing is None:
        raise NotFoundError(f"no view “{name}”", "bellbuoy view list")
    return standing


def _refuse_others(ctx: Context, owner: str, standing: View | None) -> None:
    """What is shared is changed by whoever may share; what is private by its owner."""
    if standing is not None and standing.shared:
        authorise(ctx, _SHARE, writes=True)
    elif owner != ctx.viewer.name:
        raise NotFoundError("no such view is shared", "bellbuoy view list")


def _change(ctx: Context, unit: Unit, action: str, view: View) -> Change:
    from bellbuoy.services.settings import actor_of
    from storage.audit.writes import Change

    change = Change(unit, actor_of(ctx), action, view.name)
    change.watch("saved_view", [view_key(view.owner, view.name)])
    return change


def _put(ctx: Context, unit: Unit, change: Change, view: View) -> View:
    """Write it under the number of the change: no two versions have the same."""
    from storage.views.writes import put_view

    kept = replace(
        view, rev=change.id, saved_at=from_micros(ctx.wall_us), saved_by=ctx.viewer.name
    )
    put_view(unit, kept)
    change.close({"name": kept.name})
    return kept


def fault_of_name(name: str) -> str:
    """What is wrong with a name, in one line; empty: nothing."""
    try:
        checked_name(name)
    except UsageError as error:
        return error.message
    return ""
