"""What a read cost: every statement noted, planned and timed, its answer unchanged."""

from __future__ import annotations

import pytest

from bellbuoy.services import clients, trace
from bellbuoy.services.context import Context
from bellbuoy.services.overview import overview
from core.values.errors import BellbuoyError, DeniedError
from storage.engine.store import Store
from storage.sql import trace as noting
from tests.fixtures.stores import context


@pytest.fixture
def ctx(a_demo: Store) -> Context:
    return context(a_demo)


def test_answers_are_the_same_and_each_statement_is_noted(ctx: Context) -> None:
    seen = trace.Trace()
    watched = trace.watched(ctx, seen)
    assert overview(watched) == overview(ctx)
    assert clients.page(watched, limit=5) == clients.page(ctx, limit=5)
    assert seen.ran
    costs = trace.costs(ctx, seen)
    assert sum(cost.times for cost in costs) == len(seen.ran)
    assert sum(cost.rows for cost in costs) == sum(ran.rows for ran in seen.ran)
    assert all(cost.seconds > 0 for cost in costs)
    assert [cost.sql for cost in costs if "\n" in cost.sql] == []
    assert any(step.table == "client" for cost in costs for step in cost.plan)


def test_bytes_are_those_of_the_file(ctx: Context) -> None:
    seen = trace.Trace()
    watched = trace.watched(ctx, seen)
    with watched.store.reader() as reader:
        reader.rows("SELECT * FROM client")
    (cost,) = trace.costs(ctx, seen)
    if ctx.store.engine == "postgresql":
        assert cost.bytes is None
    else:
        assert cost.bytes is None or 4096 <= cost.bytes < 10_000_000


def test_streams_values_and_snapshots_are_noted_too(ctx: Context) -> None:
    seen = trace.Trace()
    with trace.watched(ctx, seen).store.reader() as reader:
        reader.begin()
        assert reader.value("SELECT count(*) FROM client") == 15
        assert len(list(reader.stream("SELECT id FROM client"))) == 15
        assert reader.one("SELECT id FROM client WHERE id = ?", (0,)) is None
        reader.end()
        assert [table.name for table in reader.tables()]
        with pytest.raises(BellbuoyError):
            reader.rows("SELECT nothing FROM nowhere")
    assert [ran.rows for ran in seen.ran] == [1, 15, 0, 0]
    (*_, wrong) = trace.costs(ctx, seen)
    assert wrong.plan == (), "what has no plan is told without one"


def test_very_many_are_counted_and_not_kept(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(noting, "_MOST", 3)
    seen = trace.Trace()
    with trace.watched(ctx, seen).store.reader() as reader:
        for _ in range(5):
            reader.rows("SELECT 1 FROM setting")
    assert (len(seen.ran), seen.left_out) == (3, 2)
    (cost,) = trace.costs(ctx, seen)
    assert cost.times == 3


def test_writes_go_to_the_store_itself(ctx: Context) -> None:
    watched = trace.watched(ctx, trace.Trace())
    with watched.store.unit() as unit:
        unit.run("UPDATE client SET rev = rev + 1 WHERE id = 1")
    assert watched.store.schema() == ctx.store.schema()
    assert watched.store.url == ctx.store.url


def test_the_age_of_the_data(ctx: Context) -> None:
    age = trace.age(ctx)
    assert (age.imported, age.waiting, age.history_waiting) == (None, 0, 0)
    with ctx.store.unit() as unit:
        unit.run("INSERT INTO changed_client (client_id, gen, reason) VALUES (1, 1, 'test')")
        unit.run("INSERT INTO history_due (client_id, gen) VALUES (2, 1)")
    age = trace.age(ctx)
    assert (age.waiting, age.history_waiting) == (1, 1)


def test_who_may_not_read_the_store_learns_nothing_of_it(a_demo: Store) -> None:
    stranger = context(a_demo, role="nobody")
    with pytest.raises(DeniedError):
        trace.costs(stranger, trace.Trace())
    with pytest.raises(DeniedError):
        trace.age(stranger)
