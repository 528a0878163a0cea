"""Copying a store into a new one, from any engine to any."""

from __future__ import annotations

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.scoring.moment import Cancelled, Progress, never, silent
from core.store.types import StoreCopy
from core.values.errors import UsageError
from storage.engine.content import row_count
from storage.engine.opening import open_store
from storage.engine.store import Store
from storage.simulations.reads import runs_in_force


@service("store:copy")
def plan(ctx: Context, url: str) -> StoreCopy:
    """What would be copied. Raises UsageError where something is already."""
    target = _target(ctx, url)
    with ctx.store.reader() as reader:
        tables = reader.tables()
        rows = row_count(reader, tables)
        runs = tuple(run.name for run in runs_in_force(reader))
    return StoreCopy(ctx.store.url, target.url, len(tables), rows, None, runs)


@service("store:copy")
def copy(
    ctx: Context, url: str, *, progress: Progress = silent, cancelled: Cancelled = never
) -> StoreCopy:
    """Copy every table as it is at one moment into a new store, and compare the
    contents of both. The copy appears when it is whole, or not at all."""
    from storage.engine.copy import copy_store

    target = _target(ctx, url)
    tables, rows, checksum = copy_store(ctx.store, target, progress, cancelled)
    with target.reader() as reader:
        runs = tuple(run.name for run in runs_in_force(reader))
    return StoreCopy(ctx.store.url, target.url, tables, rows, checksum, runs)


def _target(ctx: Context, url: str) -> Store:
    target = open_store(url)
    if target.address == ctx.store.address:
        raise UsageError("a store is not copied onto itself", "name another place")
    target.refuse_taken()
    return target
