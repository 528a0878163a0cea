"""A worker moves simulations on that go by the clock, whoever began them."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

from bellbuoy.services.simulations import ledger, running, undoing
from core.access.types import Viewer
from core.desk.types import Selection
from jobs.worker import Worker
from tests.fixtures.facts import client, store
from tests.fixtures.stores import NewStore, move
from tests.process.worker_process import wait_for


def test_a_run_goes_on_while_nobody_looks(new_sqlite: NewStore) -> None:
    ctx = new_sqlite()
    store(ctx, "client", [client(f"C-{n}", ctx.today - 90) for n in range(8)])
    raj = replace(ctx, viewer=Viewer("raj", "rep"))
    begun = running.run(raj, "outage", Selection(query=""), {}, speed=60, spread=10)
    assert (begun.state, begun.clients) == ("running", 8)
    assert begun.done < 8
    worker = Worker(replace(ctx, viewer=Viewer("system", "system")))
    thread = threading.Thread(target=worker.run)
    thread.start()
    try:
        move(ctx, ctx.present + timedelta(seconds=20))
        wait_for(lambda: ledger.show_run(ctx, begun.number).state == "applied", "its end")
    finally:
        worker.stop()
        thread.join()
    assert ledger.show_run(ctx, begun.number).done == 8
    assert undoing.undo(raj, [begun.number])[0].undone_by == "raj"
