"""A store with a few clients, for what people do about them."""

from __future__ import annotations

from dataclasses import replace

from bellbuoy.services.context import Context
from core.access.types import Viewer
from storage.clients.writes import insert_clients
from storage.health.facets import count_new_clients
from storage.health.writes import insert_scores
from tests.fixtures.stores import NewStore

HOSTILE = "\x1b]52;c;aGk=\x07‮evil\n=1+1"


def of(ctx: Context, name: str, role: str = "admin") -> Context:
    return replace(ctx, viewer=Viewer(name, role))


def some_clients(new_store: NewStore, many: int = 4) -> Context:
    """Clients `C-1` … of owners raj, kim and nobody, in turn."""
    ctx = new_store()
    owners = ("raj", "kim", None)
    rows = [
        (n, f"C-{n}", f"Client {n}", f"client {n}", None, None, None, owners[n % 3], "active",
         None, None, None, None, None, None)
        for n in range(1, many + 1)
    ]  # fmt: skip
    with ctx.store.unit() as unit:
        insert_clients(unit, rows, 0)
        insert_scores(unit, [row[0] for row in rows], ctx.today)
        count_new_clients(unit, [{"owner": row[7]} for row in rows])
    return ctx
