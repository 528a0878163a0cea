"""What a preview reads of each active client."""

from __future__ import annotations

from bellbuoy.services.context import Context
from bellbuoy.services.scoring.recompute import recompute
from storage.health.preview import NUMBERS, arr_between, named, next_inputs
from tests.fixtures.facts import calls, client, store, subscription
from tests.fixtures.stores import NewStore


def made(new_store: NewStore) -> Context:
    ctx = new_store()
    day = ctx.today
    store(ctx, "client", [
        client("a", day - 90, plan="Pro", baseline_calls=7),
        client("gone", day - 90, ended=day - 1),
        client("b", day - 9),
        client("churned", day - 90, status="churned"),
        client("ahead", day + 1),
        client("c", day - 90),
    ])  # fmt: skip
    store(ctx, "event", [calls(ctx, "1", "a", day - 1, 500), calls(ctx, "2", "b", day - 1, 0)])
    store(ctx, "subscription", [
        subscription("s1", "a", day - 90, 100, "USD"),
        subscription("s2", "a", day - 90, 300, "EUR"),
        subscription("s3", "b", day - 90, 500, "EUR"),
    ])  # fmt: skip
    recompute(ctx)
    return ctx


def test_active_clients_come_in_order_chunk_by_chunk(new_store: NewStore) -> None:
    ctx = made(new_store)
    with ctx.reader() as reader:
        first = next_inputs(reader, 0, 2, ctx.today)
        rest = next_inputs(reader, first[-1][0], 2, ctx.today)
        assert next_inputs(reader, rest[-1][0], 2, ctx.today) == []
        rows = [*first, *rest]
        assert [row[0] for row in rows] == [1, 3, 6]
        assert all(isinstance(value, int) for row in rows for value in row[:NUMBERS])
        a, b, c = rows
        assert a[4:10] == (500, -1, 0, 30, 7, 0)
        assert b[4:10] == (0, -1, 0, 10, 0, 0)
        assert c[1:6] == (-1, -1, -1, -1, -1)
        assert (a[NUMBERS:], c[NUMBERS]) == ((a[11], "Pro"), "unknown")


def test_arr_of_a_range_in_every_currency(new_store: NewStore) -> None:
    ctx = made(new_store)
    with ctx.reader() as reader:
        assert sorted(arr_between(reader, 1, 2)) == [(1, "EUR", 3600), (1, "USD", 1200)]
        assert arr_between(reader, 3, 9) == [(3, "EUR", 6000)]
        assert named(reader, [3, 1]) == {
            1: ("a", "Client a", "USD"),
            3: ("b", "Client b", "EUR"),
        }
