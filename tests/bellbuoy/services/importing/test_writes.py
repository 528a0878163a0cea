"""What is told again is not written again: rows written are counted, table by table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bellbuoy.services.context import Context
from core.events.types import DayTotalFact, EventFact, Fact, PurchaseFact
from tests.fixtures.drawn import TODAY
from tests.fixtures.facts import calls, client, incident, store, subscription
from tests.fixtures.stores import NOW, NewStore

MANY = 300
CLIENTS = [client(f"c{n}", TODAY - 90) for n in range(MANY)]
EVENTS = [
    EventFact(f"e{n}", f"c{n}", NOW - timedelta(hours=n), "calls", n) for n in range(MANY)
]
TOTALS = [DayTotalFact(f"c{n}", TODAY - n % 30, n, 1) for n in range(MANY)]
SUBSCRIPTIONS = [subscription(f"s{n}", f"c{n}", TODAY - 60) for n in range(MANY)]
INCIDENTS = [incident(f"i{n}", f"c{n}", NOW - timedelta(hours=n)) for n in range(MANY)]
PURCHASES = [PurchaseFact(f"p{n}", f"c{n}", NOW - timedelta(hours=n), n, "USD")
             for n in range(MANY)]  # fmt: skip
# The change set of a batch is written however little it changes.
_NOTED = ("change_set", "change_row", "audit")
TOLD: dict[str, tuple[Sequence[Any], Callable[[Any], Any], set[str]]] = {
    "client": (
        CLIENTS,
        lambda fact: replace(fact, name="New"),
        {"client", "client_identity", "changed_client", "history_due"},
    ),
    "subscription": (
        SUBSCRIPTIONS,
        lambda fact: replace(fact, quantity=2),
        {"subscription", "changed_client"},
    ),
    "incident": (
        INCIDENTS,
        lambda fact: replace(fact, title="New"),
        {"incident", "changed_client", "history_due"},
    ),
    "purchase": (
        PURCHASES,
        lambda fact: replace(fact, amount_minor=-1),
        {"purchase", "client", "changed_client"},
    ),
    "day_total": (
        TOTALS,
        lambda fact: replace(fact, calls=fact.calls + 1),
        {"usage_total", "usage_total_change", "usage_day", "usage_sum", "score", "client",
         "changed_client", "history_due"},
    ),
    "event": (
        EVENTS,
        lambda fact: replace(fact, external_id=f"{fact.external_id}+"),
        {"event", "usage_day", "usage_sum", "score", "client", "changed_client", "history_due"},
    ),
}  # fmt: skip


@pytest.fixture
def ctx(new_sqlite: NewStore) -> Context:
    ctx = new_sqlite()
    store(ctx, "client", CLIENTS)
    return ctx


def counted(ctx: Context) -> None:
    """From now on the store counts what is written into each table."""
    with ctx.store.unit() as unit:
        tables = unit.rows(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            " AND name NOT LIKE 'client_search%'"
        )
        unit.run("CREATE TABLE written (name TEXT PRIMARY KEY, rows INTEGER)")
        for (table,) in tables:
            unit.run(f"INSERT INTO written VALUES ('{table}', 0)")
            for what in ("INSERT", "UPDATE", "DELETE"):
                unit.run(
                    f"CREATE TRIGGER {what}_{table} AFTER {what} ON {table} BEGIN"
                    f" UPDATE written SET rows = rows + 1 WHERE name = '{table}'; END"
                )


def written(ctx: Context) -> dict[str, int]:
    with ctx.store.unit() as unit:
        rows = unit.rows("SELECT name, rows FROM written WHERE rows > 0")
        unit.run("UPDATE written SET rows = 0")
    return {name: count for name, count in rows if name not in _NOTED}


@pytest.mark.parametrize("kind", TOLD)
def test_the_same_again_writes_nothing(ctx: Context, kind: str) -> None:
    facts, _, _ = TOLD[kind]
    store(ctx, kind, facts)
    counted(ctx)
    assert store(ctx, kind, facts) == ["unchanged"] * MANY
    assert written(ctx) == {}


@pytest.mark.parametrize("kind", TOLD)
def test_only_rows_that_differ_are_written(ctx: Context, kind: str) -> None:
    facts, change, tables = TOLD[kind]
    store(ctx, kind, facts)
    counted(ctx)
    told: list[Fact] = list(facts)
    changed = (7, 120, 299)
    for n in changed:
        told[n] = change(told[n])
    verdicts = store(ctx, kind, told)
    assert [n for n, verdict in enumerate(verdicts) if verdict == "stored"] == list(changed)
    found = written(ctx)
    assert found.keys() <= tables
    assert all(1 <= rows <= len(changed) for rows in found.values()), found


def test_use_of_long_ago_moves_no_window(ctx: Context) -> None:
    store(ctx, "event", [calls(ctx, "1", "c1", TODAY - 80, 5), calls(ctx, "2", "c1", TODAY, 5)])
    counted(ctx)
    store(ctx, "event", [calls(ctx, "3", "c1", TODAY - 60, 5)])
    assert written(ctx).keys() == {
        "event", "usage_day", "usage_sum", "changed_client", "history_due",
    }  # fmt: skip
