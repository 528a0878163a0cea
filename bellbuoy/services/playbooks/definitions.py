"""Playbooks as definitions: those of the store and the starters, kept and changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.lists import query_context
from core.playbooks.reading import LONGEST_FILE, checked, read_text, to_toml
from core.playbooks.starters import starters
from core.playbooks.types import Counts, Playbook
from core.query.errors import nearest
from core.values.counting import counted
from core.values.errors import ConflictError, NotFoundError, UsageError
from core.values.instants import from_micros, to_micros
from storage.engine.reader import Rows
from storage.playbooks import reads

if TYPE_CHECKING:
    from storage.engine.unit import Unit

__all__ = [
    "LONGEST_FILE",
    "add",
    "definitions",
    "edit",
    "find",
    "keep_within",
    "known",
    "listed",
    "named",
    "read_text",
    "readable",
    "refuse_followed",
    "remove",
    "to_toml",
]

MOST = 200
"""Playbooks of one store."""


@service("playbook:read")
def listed(ctx: Context) -> tuple[tuple[Playbook, Counts], ...]:
    """Every playbook by name, the starters that no own one replaces among them, with
    how many clients follow it, or did."""
    with ctx.reader() as reader:
        counts = reads.counts(reader)
        return tuple((each, counts.get(each.name, Counts())) for each in known(reader))


@service("playbook:read")
def definitions(ctx: Context) -> tuple[Playbook, ...]:
    """The playbooks of the store alone, by name."""
    with ctx.reader() as reader:
        return tuple(reads.kept(reader))


def known(rows: Rows) -> tuple[Playbook, ...]:
    """Those of the store and the starters whose names it has not, by name."""
    own = {each.name: each for each in reads.kept(rows)}
    found = {each.name: each for each in starters()} | own
    return tuple(found[name] for name in sorted(found))


def named(rows: Rows, name: str) -> Playbook:
    """The playbook of a name. Raises NotFoundError that helps."""
    found = {each.name: each for each in known(rows)}
    if name not in found:
        hint = nearest(name, tuple(found)) or "playbooks: " + ", ".join(found)
        raise NotFoundError(f"no playbook “{name}”", hint)
    return found[name]


@service("playbook:read")
def find(ctx: Context, name: str) -> Playbook:
    """One playbook. Raises NotFoundError."""
    with ctx.reader() as reader:
        return named(reader, name)


def readable(ctx: Context, found: Playbook) -> Playbook:
    """The playbook, when it holds. Raises UsageError (QueryError for its condition)."""
    return checked(found, query_context(ctx))


@service("playbook:write", writes=True)
def add(ctx: Context, found: Sequence[Playbook]) -> tuple[Playbook, ...]:
    """Keep new playbooks in one change; those that stand so already are left alone. The
    name of a starter is free: one's own then takes its place. Raises UsageError for one
    that does not hold, ConflictError where a name is taken."""
    from bellbuoy.services.desk.changing import changing

    wanted = [readable(ctx, each) for each in found]
    if len({each.name for each in wanted}) < len(wanted):
        raise UsageError("one name stands there twice")
    with ctx.store.unit() as unit:
        own = {each.name: each for each in reads.kept(unit)}
        fresh = [each for each in wanted if not _stands(own.get(each.name), each)]
        if fresh:
            names = [each.name for each in fresh]
            target = names[0] if len(names) == 1 else f"{len(names)} playbooks"
            with changing(ctx, unit, "playbook.add", target, {"playbook": (names, ())}) as all_:
                own |= {each.name: keep_within(ctx, unit, each, all_.id) for each in fresh}
        return tuple(own[each.name] for each in wanted)


def _stands(standing: Playbook | None, wanted: Playbook) -> bool:
    """Whether it is there just so. Raises ConflictError where another one is."""
    if standing is None or standing.does_like(wanted):
        return standing is not None
    raise ConflictError(
        f"there is a playbook “{wanted.name}” already",
        f"bellbuoy playbook edit {wanted.name} --from FILE.toml",
    )


@service("playbook:write", writes=True)
def edit(ctx: Context, found: Playbook, *, expect: int | None = None) -> Playbook:
    """Let a playbook say something else; of a starter it makes one's own. Clients that
    follow it keep the steps that they began with. No difference changes nothing.
    Raises NotFoundError; ConflictError where it is no longer the one of `expect`."""
    from bellbuoy.services.desk.changing import changing

    wanted = readable(ctx, found)
    with ctx.store.unit() as unit:
        standing = named(unit, wanted.name)
        if expect is not None and standing.rev != expect:
            raise ConflictError(
                f"{wanted.name} was changed meanwhile", f"bellbuoy playbook show {wanted.name}"
            )
        if standing.does_like(wanted):
            return standing
        watched = {"playbook": ([wanted.name], ())}
        with changing(ctx, unit, "playbook.edit", wanted.name, watched) as change:
            return keep_within(ctx, unit, wanted, change.id)


def keep_within(ctx: Context, unit: Unit, wanted: Playbook, change: int) -> Playbook:
    """Write a playbook within somebody's change, which watches the row `name` of table
    `playbook`. Raises UsageError for one that does not hold, and for too many."""
    from storage.playbooks.writes import put_playbook

    readable(ctx, wanted)
    own = {each.name for each in reads.kept(unit)}
    if wanted.name not in own and len(own) >= MOST:
        raise UsageError(f"there are {MOST} playbooks: that is all there can be")
    at = from_micros(to_micros(ctx.present))
    kept = replace(wanted, rev=change, saved_at=at, saved_by=ctx.viewer.name)
    put_playbook(unit, kept)
    return kept


def remove(unit: Unit, name: str) -> None:
    """Take a playbook away within somebody's change. Raises ConflictError while clients
    follow it, or did: what they did would have no name."""
    from storage.playbooks.writes import delete_playbook

    refuse_followed(unit, name)
    delete_playbook(unit, name)


def refuse_followed(rows: Rows, name: str) -> None:
    """Raise ConflictError for a playbook without a definition that clients follow."""
    counts = reads.counts(rows).get(name, Counts())
    if counts.enrolled and name not in {each.name for each in starters()}:
        raise ConflictError(
            f"{counted(counts.enrolled, 'client follows', 'clients follow')} {name}, or did",
            f"bellbuoy playbook show {name}",
        )
