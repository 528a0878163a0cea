"""What runs are told by: the tables that they write, facts, and the clock."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bellbuoy.services.context import Context
from core.desk.types import Selection
from tests.fixtures.dump import Dump, dump
from tests.fixtures.facts import codes, store
from tests.fixtures.stores import FixedClock, move
from tests.stateful.simulation_machine import LEDGERS, QUEUES

ALL = Selection(query="")
SEVENTH = Selection(("C-0007",))


def tables(ctx: Context) -> Dump:
    """All that screens read of facts and scores."""
    return dump(ctx.store, without=LEDGERS | QUEUES)


def tell(ctx: Context, kind: str, facts: list[Any]) -> None:
    """By the source of the demo."""
    assert set(codes(store(ctx, kind, facts, "demo"))) == {"stored"}


def wait(ctx: Context, **time: float) -> None:
    """The machine's clock goes on; a demo store's stands."""
    assert isinstance(ctx.clock, FixedClock)
    move(ctx, ctx.clock.at + timedelta(**time))


def rows(ctx: Context, sql: str) -> list[tuple[object, ...]]:
    with ctx.store.reader() as reader:
        return list(reader.rows(sql))
