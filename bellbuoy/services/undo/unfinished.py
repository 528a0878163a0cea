"""Changes in the middle, whose process is gone: they are taken back before anything else.

A change of very many clients is made by many transactions (`stretched.py`). Where the
process that makes it dies, whoever comes next and may write takes back what is there, a
portion at a time: a change is whole or absent. A row that something else has changed
meanwhile, as an import may, stays as that left it.
"""

from __future__ import annotations

import socket
from datetime import timedelta
from time import perf_counter, sleep
from typing import TYPE_CHECKING

from bellbuoy.services.context import Context
from bellbuoy.services.stretched import GAP_S, HOLD_S, SILENT, Begin, lost, new_holder
from core.operations.undo import Step
from storage.audit.actor import Actor
from storage.audit.steps import BEHIND_ALL, KeptRow, portion_before
from storage.audit.unfinished import Holder, OpenChange, unfinished

if TYPE_CHECKING:
    from bellbuoy.services.scoring.pace import Pace
    from storage.engine.unit import Unit

_MICRO = timedelta(microseconds=1)
ROWS = 5_000
"""Rows that are put back in one transaction, at most."""


def is_left(ctx: Context, change: OpenChange) -> bool:
    """Whether nobody makes it any more: its process has ended, or is silent."""
    from bellbuoy.services.worker import process_lives

    if change.host == socket.gethostname() and not process_lives(change.pid):
        return True
    return ctx.wall_us - change.alive_us > SILENT // _MICRO


def settle_unfinished(ctx: Context) -> int:
    """Take back what dead processes left in the middle; how many changes. Those that
    somebody makes now are left alone."""
    with ctx.reader() as reader:
        left = [each for each in unfinished(reader) if is_left(ctx, each)]
    return sum(_taken_over(ctx, each) for each in left)


def _taken_over(ctx: Context, change: OpenChange) -> bool:
    """Take back a change of another holder; False where somebody else does that."""
    with ctx.store.writer() as begin:
        return go_back(ctx, begin, change.step.id, change.holder, new_holder())


def go_back(ctx: Context, begin: Begin, number: int, former: str, holder: Holder) -> bool:
    """Take back a change in the middle that `former` held, as `holder`: nothing is left
    of it. False where it was not there, or not of `former`; ConflictError where it was
    lost to somebody else meanwhile."""
    from storage.audit.unfinished import claim

    with begin() as unit:
        left = claim(unit, number, former, holder, ctx.wall_us)
    if left is None:
        return False
    pace = pace_of(ctx)
    while True:
        sleep(GAP_S)
        began = perf_counter()
        with begin() as unit:
            went = _portion_back(ctx, unit, number, holder, left, pace.size)
        pace.held(went, perf_counter() - began)
        left -= went
        if not went:
            return True


def pace_of(ctx: Context) -> Pace:
    """How much of a change is written at once."""
    from bellbuoy.services.scoring.pace import Pace

    least = min(500, ROWS)
    return Pace(ctx.store.open_elsewhere, least, min(50, ROWS), ROWS, hold_s=HOLD_S)


def _portion_back(
    ctx: Context, unit: Unit, number: int, holder: Holder, left: int, size: int
) -> int:
    """How many rows of it went back; 0: that was all, and it is gone."""
    from storage.audit.steps import step
    from storage.audit.unfinished import drop_rows, drop_set, go_on

    part = portion_before(unit, number, BEHIND_ALL, size)
    went = 0 if part is None else len(part.rows)
    if not go_on(unit, number, holder.name, ctx.wall_us, left - went):
        raise lost(number)
    if part is None:
        drop_set(unit, number)
        return 0
    made = step(unit, number)
    assert made is not None
    _put_back(ctx, unit, made, part.rows)
    drop_rows(unit, number, part.first)
    return went


def _put_back(ctx: Context, unit: Unit, made: Step, rows: tuple[KeptRow, ...]) -> None:
    """What follows is done as by an undo; rows that moved on stay, but for owners, of
    which sources may have said something meanwhile."""
    from bellbuoy.services.undo.actions import UNDOABLE
    from bellbuoy.services.undo.following import Taking
    from bellbuoy.services.undo.owners_between import owners_as_told
    from bellbuoy.services.undo.rows import put_back
    from storage.audit.writes import Change

    actor = Actor(made.who, "", "", 0)
    rule = UNDOABLE[made.plain_action]
    change = Change(unit, actor, made.action, made.target, number=made.id)
    with rule.around(ctx, unit, Taking(made, rows, change)):
        put_back(unit, rows, soft=True)
    owners_as_told(unit, rows)
