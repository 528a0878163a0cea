"""Taking runs out of the tables and putting them in again, on rows that facts share."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bellbuoy.services.context import Context
from bellbuoy.services.scoring.recompute import recompute
from storage.clients.identity import next_id
from storage.desk.clients import numbers_of
from storage.simulations.derived import begin_with, done_with
from storage.simulations.touched import numbers_below
from storage.simulations.use import Used, lay_use, lift_use, put_use
from tests.fixtures.dump import dump
from tests.fixtures.facts import calls, client, logins, store
from tests.fixtures.stores import NewStore

_RUNS = frozenset({"simulation_use", "simulated_client"})


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    ctx = new_store()
    store(ctx, "client", [client(key, ctx.today - 90) for key in ("C-1", "C-2")])
    store(ctx, "event", [
        *(calls(ctx, f"c{back}", "C-1", ctx.today - back, 10 + back) for back in (1, 4, 9)),
        logins(ctx, "l4", "C-1", ctx.today - 4, 3),
    ])  # fmt: skip
    recompute(ctx)
    return ctx


_USED = st.lists(
    st.tuples(
        st.integers(1, 3), st.integers(1, 2), st.integers(0, 12), st.integers(-40, 40),
        st.integers(-5, 5),
    ),
    max_size=8,
    unique_by=lambda row: row[:3],
)  # fmt: skip


@settings(
    max_examples=25, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(used=_USED)
def test_use_is_lifted_without_a_trace_and_laid_as_it_was(
    ctx: Context, used: list[tuple[int, int, int, int, int]]
) -> None:
    before = dump(ctx.store, without=_RUNS)
    with ctx.store.reader() as reader:
        ids = list(numbers_of(reader, ["C-1", "C-2"]).values())
    rows = [
        Used(run, ids[who - 1], ctx.today - back, more, logged)
        for run, who, back, more, logged in sorted(used)
    ]
    with ctx.store.unit() as unit:
        begin_with(unit, ids, ctx.today)
        put_use(unit, rows, ctx.today)
        assert unit.value("SELECT min(calls) FROM usage_day") >= 0
        assert unit.value("SELECT min(logins) FROM usage_day") >= 0
    laid = dump(ctx.store)
    with ctx.store.unit() as unit:
        lift_use(unit, ids, ctx.today)
    assert dump(ctx.store, without=_RUNS) == before
    with ctx.store.unit() as unit:
        lay_use(unit, ids, ctx.today)
    assert dump(ctx.store) == laid
    with ctx.store.unit() as unit:
        lift_use(unit, ids, ctx.today)
        unit.run("DELETE FROM simulation_use")
        done_with(unit, ids)
    assert dump(ctx.store) == before | {name: [] for name in _RUNS}


def test_a_fact_of_the_first_day_stands_when_the_run_goes(ctx: Context) -> None:
    """A run made the measure known; a fact came later, of a later day."""
    with ctx.store.reader() as reader:
        (number,) = numbers_of(reader, ["C-2"]).values()
    with ctx.store.unit() as unit:
        begin_with(unit, [number], ctx.today)
        put_use(unit, [Used(1, number, ctx.today - 8, 5, 1)], ctx.today)
    store(ctx, "event", [calls(ctx, "c-2", "C-2", ctx.today - 2, 7)])
    with ctx.store.unit() as unit:
        lift_use(unit, [number], ctx.today)
        since = unit.one(
            "SELECT calls_since, logins_since FROM score WHERE client_id = ?", (number,)
        )
    assert since == (ctx.today - 2, None)


def test_rows_of_runs_take_no_number_of_facts(ctx: Context) -> None:
    with ctx.store.unit() as unit:
        assert list(numbers_below(unit, "incident", 2)) == [-1, -2]
        assert next_id(unit, "incident") == 1
        unit.run(
            "INSERT INTO incident (id, key, source, external_id, client_id, title,"
            " severity_rank, status, open_rank, opened_us, reopen_count, known_us, backfilled,"
            " digest) SELECT -7, 'SIM-1-1', 'simulation', 'SIM-1-1', id, 'x', 0, 'open', 0, 1,"
            " 0, 1, 0, '' FROM client WHERE key = 'C-1'"
        )
        assert next_id(unit, "incident") == 1
        assert list(numbers_below(unit, "incident", 1)) == [-8]
