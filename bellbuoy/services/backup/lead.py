"""Leading a store for a while, whoever led it: for work that replaces or moves all."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

from bellbuoy.services.context import Context
from bellbuoy.services.worker import process_lives
from core.values.errors import BellbuoyError, ConflictError
from storage.engine.reader import Rows

_HELD = timedelta(minutes=10)
_MICRO = timedelta(microseconds=1)


@contextmanager
def leading(ctx: Context, what: str) -> Iterator[str]:
    """Lead for the block, as `what`; the name of the holder. The worker goes on with
    its heartbeat, does nothing, and leads again afterwards. Raises ConflictError while
    another such work is on."""
    from storage.backup import lead
    from storage.jobs import writes

    now = ctx.wall_us
    holder = f"{lead.HOLDER}{what}-{os.getpid()}-{secrets.token_hex(4)}"
    with ctx.store.unit() as unit:
        _refuse_second(unit, now)
        # A row of a worker: should this process die, another need not wait for the lease.
        writes.put_worker(unit, holder, os.getpid(), socket.gethostname(), what, now)
        lead.take_over(unit, holder, now + _HELD // _MICRO)
    try:
        yield holder
    finally:
        with suppress(BellbuoyError), ctx.store.unit() as unit:
            lead.let_go(unit, holder)
            writes.remove_worker(unit, holder)


def _refuse_second(rows: Rows, now_us: int) -> None:
    """Raise ConflictError while other such work is on. What a process of this machine
    did that has ended is over."""
    from storage.backup.lead import holder_at_work
    from storage.jobs.reads import worker_place

    holder = holder_at_work(rows, now_us)
    if holder is None:
        return
    place = worker_place(rows, holder)
    here = place is not None and place[1] == socket.gethostname()
    if place is None or not here or process_lives(place[0]):
        what = holder.split("-")[1]
        raise ConflictError(f"a {what} of this store is on", "try again when it is done")
