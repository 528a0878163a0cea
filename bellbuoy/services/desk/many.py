"""One change of many clients: looked at before it is made, then made in one step.

Up to PORTION of them are one transaction. More are made by many, each of which holds the
lock shortly, under one change set that is in the middle meanwhile (`services/stretched.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from bellbuoy.services.context import Context
from bellbuoy.services.desk.selection import chosen
from bellbuoy.services.desk.work import How as How
from bellbuoy.services.desk.work import Work as Work
from bellbuoy.services.desk.work import told
from bellbuoy.services.undone import Undone, UndoneError
from core.desk.types import Preview, Selection, Standing
from core.values.counting import counted
from core.values.errors import ConflictError
from storage.desk import selecting
from storage.engine.reader import Rows

if TYPE_CHECKING:
    from storage.engine.unit import Unit

PORTION = 2_000
"""Clients that are written in one transaction, at most, and so between two looks at
whether to stop."""
SHOWN = 20


def changed_together(ctx: Context, meant: Selection, work: Work, how: How) -> Preview:
    """Make a change, or only say what it would do. `change` of the answer is its number,
    None where nothing was written."""
    if how.dry_run:
        with ctx.reader() as reader:
            return _look(ctx, reader, meant, work)[0]
    with ctx.reader() as reader:
        found = chosen(ctx, reader, meant)
    done: list[Preview] = []
    with Undone():
        if work.portions and len(found) > PORTION:
            _in_portions(ctx, found, work, how, done)
        else:
            _at_once(ctx, found, work, how, done)
    return done[-1]


def _at_once(ctx: Context, found: list[int], work: Work, how: How, done: list[Preview]) -> None:
    """In one transaction."""
    with ctx.store.unit() as unit:
        preview, clients = _differing(unit, found, work)
        done.append(_expected(preview, how))
        if clients:
            number = _write(ctx, unit, clients, work, preview, how)
            done.append(replace(preview, change=number))


def _in_portions(
    ctx: Context, found: list[int], work: Work, how: How, done: list[Preview]
) -> None:
    """In many, of what differs by then. What is told is what was planned."""
    from bellbuoy.services.desk.portioned import written_in_portions

    with ctx.reader() as reader:
        preview, clients = _differing(reader, found, work)
        target = _target(reader, clients) if clients else ""
    done.append(_expected(preview, how))
    if not clients:
        return
    if len(clients) <= PORTION:
        _at_once(ctx, clients, work, how, done)
        done.append(replace(done[-1], found=preview.found))
        return
    number = written_in_portions(ctx, clients, work, how, target, PORTION)
    done.append(replace(preview, change=number))


def _expected(preview: Preview, how: How) -> Preview:
    if how.expect not in (None, preview.changing):
        raise ConflictError(
            f"{counted(preview.changing, 'client')} would change by now,"
            f" no longer {how.expect:,}",
            "look at the preview again",
        )
    return preview


def _look(ctx: Context, rows: Rows, meant: Selection, work: Work) -> tuple[Preview, list[int]]:
    """What it would do, and the clients that it changes, in order."""
    return _differing(rows, chosen(ctx, rows, meant), work)


def _differing(rows: Rows, found: list[int], work: Work) -> tuple[Preview, list[int]]:
    """The same of clients that were found."""
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

    target = _target(unit, clients)
    work.prepare(unit, clients)
    summary = told(work, len(clients), preview.tasks)
    with changing(ctx, unit, work.action, target, {}, summary) as change:
        for portion in _portions(clients, how):
            watch(change, work.watched(unit, portion))
            work.write(unit, portion)
            mark_many(unit, portion, work.action)
            change.settle()
        how.progress(len(clients), len(clients))
    return change.id


def _target(rows: Rows, clients: list[int]) -> str:
    """The client's public id, or how many there are."""
    if len(clients) > 1:
        return f"{len(clients):,} clients"
    return selecting.named(rows, clients)[clients[0]][0]


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
