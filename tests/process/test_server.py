"""A worker of a store on a server: started, scoring, and there again after it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bellbuoy.services import clients, worker
from bellbuoy.services.context import Context
from bellbuoy.services.health import explain
from storage.engine.postgresql_store import PostgresStore
from tests.fixtures.postgresql import Server, Shelf
from tests.fixtures.stores import DEMO_NOW, context
from tests.process.worker_process import alive, wait_for

pytestmark = pytest.mark.process

SECRET = "not-for-show"


@pytest.fixture
def ctx(shelf: Shelf, demo_schema: PostgresStore) -> Context:
    """A demo store; its address holds a password, at which the server does not look."""
    kept = shelf.copy(demo_schema)
    address = kept.address.replace("postgres@", f"postgres:{SECRET}@", 1)
    return context(address, DEMO_NOW)


def spoil(ctx: Context) -> None:
    """A score that is wrong, and the mark of its client."""
    with ctx.store.unit() as unit:
        unit.run("UPDATE client SET score = 1, tier = 'critical' WHERE key = 'C-0003'")
        unit.run("INSERT INTO changed_client VALUES (3, 1, 'test')")


def score(ctx: Context) -> int | None:
    return clients.page(ctx, "id:C-0003").rows[0].score


def test_a_worker_scores_and_finds_back_to_its_server(
    ctx: Context, postgresql_server: Server, tmp_path: Path
) -> None:
    right = score(ctx)
    assert right == explain(ctx, "C-0003").score
    log = tmp_path / "worker.log"
    pid = worker.start(ctx, parent=os.getpid(), log=log)
    try:
        wait_for(lambda: alive(ctx), "a living worker")
        assert SECRET.encode() not in Path(f"/proc/{pid}/cmdline").read_bytes()
        spoil(ctx)
        wait_for(lambda: score(ctx) == right, "the right score")
        postgresql_server.stop()
        wait_for(lambda: b"is away" in log.read_bytes(), "a worker that notices")
        postgresql_server.start()
        spoil(ctx)
        wait_for(lambda: score(ctx) == right, "the right score again")
    finally:
        worker.ask_stop(ctx)
    wait_for(lambda: worker.status(ctx).state == "none", "its end")
    assert SECRET not in log.read_text()
