"""One change of many clients: looked at before it is made, then made in one step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bellbuoy.services.context import Context
from bellbuoy.services.desk.selection import chosen
from bellbuoy.services.scoring.moment import Cancelled, Progress
from bellbuoy.services.undone import Undone, UndoneError
from core.desk.types import Preview, Selection, Standing
from core.values.errors import ConflictError
from storage.desk import selecting
from storage.engine.reader import Rows

if TYPE_CHECKING:
    from bellbuoy.services.desk.changing import Watched
    from storage.engine.unit import Unit

PORTION = 5_000
"""Clients that are written between two looks at whether to stop."""
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Work:
    """What a change does. `differs`: those of some clients that it changes, each with
    (now, then) in words. `watched`: the rows that it writes. `write`: a portion of
    them. `along`: tasks that change with them. `prepare` is called once, with all of
    them, before anything is watched or written."""

    action: str
    what: str
    differs: Callable[[Rows, Sequence[int]], dict[int, tuple[str, str]]]
    watched: Callable[[Rows, Sequence[int]], Watched]
    write: Callable[[Unit, Sequence[int]], None]
    along: Callable[[Rows, Sequence[int]], Sequence[int]] = lambda _rows, _clients: ()
    prepare: Callable[[Unit, Sequence[int]], None] = lambda _unit, _clients: None


@dataclass(frozen=True, slots=True)
class How:
    """`dry_run`: nothing is written. `expect`: how many were shown to change; another
    number is a conflict. `progress` and `cancelled` as everywhere: a change that is
    stopped leaves nothing."""

    dry_run: bool
    expect: int | None
    progress: Progress
    cancelled: Cancelled


def changed_together(ctx: Context, meant: Selection, work: Work, how: How) -> Preview:
    """Make a change, or only say what it would do. `change` of the answer is its number,
    None where nothing was written."""
    if how.dry_run:
        with ctx.reader() as reader:
            return _look(ctx, reader, meant, work)[0]
    done: list[Preview] = []
    with Undone(), ctx.store.unit() as unit:
        preview, clients = _look(ctx, unit, meant, work)
        if how.expect not in (None, preview.changing):
            raise ConflictError(
                f"{preview.changing:,} clients would change by now, no longer {how.expect:,}",
                "look at the preview again",
            )
        done.append(preview)
        if clients:
            number = _write(ctx, unit, clients, work, preview, how)
            done.append(replace(preview, change=number))
    return done[-1]


def _look(ctx: Context, rows: Rows, meant: Selection, work: Work) -> tuple[Preview, list[int]]:
    """What it would do, and the clients that it changes, in order."""
    found = chosen(ctx, rows, meant)
    differ = work.differs(rows, found)
    clients = sorted(differ)
    first = clients[:SHOWN]
    names = selecting.named(rows, first)
    preview = Preview(
        what=work.what,
        found=len(found),
        changing=len(clients),
        arr=selecting.arr_of(rows, clients),
        first=tuple(Standing(*names[each], *differ[each]) for each in first),
        tasks=len(work.along(rows, clients)),
    )
    return preview, clients


def _write(
    ctx: Context, unit: Unit, clients: list[int], work: Work, preview: Preview, how: How
) -> int:
    from bellbuoy.services.desk.changing import changing, watch
    from storage.desk.many import mark_many

    key, _name = selecting.named(unit, clients[:1])[clients[0]]
    target = key if len(clients) == 1 else f"{len(clients):,} clients"
    summary = {"what": work.what, "clients": len(clients), "tasks": preview.tasks}
    work.prepare(unit, clients)
    with changing(ctx, unit, work.action, target, {}, summary) as change:
        for portion in _portions(clients, how):
            watch(change, work.watched(unit, portion))
            work.write(unit, portion)
            mark_many(unit, portion, work.action)
            change.settle()
        how.progress(len(clients), len(clients))
    return change.id


def _portions(clients: list[int], how: How) -> Iterator[list[int]]:
    """A few thousand at a time; stopped, all of it is undone."""
    for first in range(0, len(clients), PORTION):
        if how.cancelled():
            raise UndoneError
        how.progress(first, len(clients))
        yield clients[first : first + PORTION]
    if how.cancelled():
        raise UndoneError


@contextmanager
def owners_follow(unit: Unit, clients: Sequence[int]) -> Iterator[None]:
    """The counters by owner stay right while owners change."""
    from storage.health.facets import following_facets

    with following_facets(unit, clients, ("owner",)):
        yield
